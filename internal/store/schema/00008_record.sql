-- +goose Up
-- What people ask to have corrected about themselves (更正申请). Who asks, what
-- about and how it ended is sealed and bound by the sums of the facts.
create table record_matter (
	id text primary key, organ text not null references organ(id), no text not null, state text not null,
	door text not null, received_on text not null, ended_on text not null, asked bytea not null, asked_salt text not null,
	ending bytea, ending_salt text not null, rev bigint not null
);
create index record_matter_by_day on record_matter (organ, received_on, id);
create table record_paper (
	id text primary key, record text not null references record_matter(id), seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index record_paper_by_matter on record_paper (record, at, id);
