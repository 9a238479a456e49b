-- +goose Up
-- Cases (办件). The row of a case is what its facts made of it, as JSON in life;
-- the columns beside it are what lists are cut by. names are the printed names of
-- its terms. What names a person, or could, is sealed (bytea); *_key columns are
-- keyed hashes. seq is the entry after which the row last moved.
create table service_case (
	id text primary key, organ text not null references organ(id), no text not null, state text not null,
	item text not null, unit text not null, home text not null, door text not null, filed text not null, ended text not null,
	rating bigint not null, owed boolean not null, life text not null, title text not null, names text not null,
	names_salt text not null, content bytea, seq bigint not null, rev bigint not null
);
create index service_case_open on service_case (organ, state, filed, id) where state <> 'archived';
create index service_case_owed on service_case (organ, filed, id) where owed;
create index service_case_list on service_case (organ, filed, id);
create index service_case_item on service_case (organ, item, filed, id);
create index service_case_no on service_case (organ, no, id);
create table service_person (
	service text primary key references service_case(id), sealed bytea, id_key text not null, phone_key text not null, code_key text not null
);
create index service_person_id on service_person (id_key) where id_key <> '';
create index service_person_phone on service_person (phone_key) where phone_key <> '';
create index service_person_code on service_person (code_key) where code_key <> '';
create table service_words (
	organ text not null references organ(id), seq bigint not null, service text not null references service_case(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index service_words_case on service_words (service, seq);
create table service_paper (
	id text primary key, service text not null references service_case(id), seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index service_paper_case on service_paper (service, at, id);
