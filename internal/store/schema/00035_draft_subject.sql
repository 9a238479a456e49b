-- +goose Up
-- What an unfinished form became, so that it can be let go with it.
alter table session add column subject text not null default '';
create index session_by_subject on session (subject) where subject <> '';
