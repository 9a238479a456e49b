-- +goose Up
-- Requests for information (依申请公开). The row of a request is what its facts
-- made of it, as JSON in life; the columns beside it are what lists are cut by.
-- Nothing that follows from the calendar is stored. What names a person, or
-- could, is sealed (bytea); *_key columns are keyed hashes, good for finding the
-- same person again and for nothing else. seq is the entry after which the row
-- last moved; old_no the number of an old register, whatever it looks like.
create table request (
	id text primary key, organ text not null references organ(id), no text not null, state text not null,
	unit text not null, arrived text not null, received text not null, ended text not null, outcome text not null,
	life text not null, subject text not null, content bytea, salt text not null, seq bigint not null, rev bigint not null,
	old_no text not null
);
create index request_open on request (organ, state, arrived, id) where state <> 'archived';
create index request_register on request (organ, arrived, id);
-- What a year's report is about is found in this index alone.
create index request_year on request (organ, received, ended, seq, id);
create index request_no on request (organ, no, id);
create table request_person (
	request text primary key references request(id), sealed bytea, id_key text not null, phone_key text not null,
	name_key text not null, code_key text not null
);
create index request_person_id on request_person (id_key) where id_key <> '';
create index request_person_phone on request_person (phone_key) where phone_key <> '';
create index request_person_name on request_person (name_key) where name_key <> '';
create index request_person_code on request_person (code_key) where code_key <> '';
create table request_words (
	organ text not null references organ(id), seq bigint not null, request text not null references request(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index request_words_request on request_words (request, seq);
create table request_paper (
	id text primary key, request text not null references request(id), seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index request_paper_request on request_paper (request, at, id);
create table serial (organ text not null references organ(id), series text not null, year bigint not null,
	last bigint not null, primary key (organ, series, year));
create table deputy (
	id text primary key, organ text not null references organ(id), officer text not null, stand_in text not null,
	from_day text not null, to_day text not null, ended text not null, rev bigint not null
);
create index deputy_stand_in on deputy (stand_in, from_day);
-- All facts but those of requests, which are by far the most.
create index ledger_entry_other on ledger_entry (organ, seq) where substr(kind, 1, 8) <> 'request.';
