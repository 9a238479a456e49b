-- +goose Up
-- The register as a division reads it, newest first.
create index request_unit on request (organ, unit, arrived, id);
-- Where an officer is reminded, sealed.
alter table officer add column email bytea;
-- A mail with a word in once is written once for that word, whoever writes it.
alter table outbox add column once text not null default '';
create unique index outbox_once on outbox (organ, once) where once <> '';
-- Sealed uploads (sha) that may belong to a form which is never handed in.
create table loose_file (sha text primary key, keep_until bigint not null);
create index loose_file_until on loose_file (keep_until);
