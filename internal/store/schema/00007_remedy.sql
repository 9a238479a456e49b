-- +goose Up
create table remedy_case (
	id text primary key, organ text not null references organ(id), kind text not null, state text not null,
	procedure text not null, act text not null, before_case text not null, acted_on text not null,
	accepted_on text not null, noticed_on text not null, answered_on text not null, late boolean not null,
	stops text not null, extended_on text not null, extend_days bigint not null, result text not null,
	ended_on text not null, end_seq bigint not null, served_on text not null, archived_on text not null,
	request_no text not null, forum text not null, file_no text not null, rev bigint not null
);
create index remedy_case_by_day on remedy_case (organ, noticed_on);
create index remedy_case_open on remedy_case (organ, noticed_on) where state in ('noticed', 'answered');
create index remedy_case_before on remedy_case (before_case) where before_case <> '';
-- What an entry says in words, and the names of its papers, are sealed: they may name the applicant.
create table remedy_words (
	organ text not null references organ(id), seq bigint not null, remedy text not null references remedy_case(id),
	words bytea, salt text not null, primary key (organ, seq)
);
create index remedy_words_by_case on remedy_words (remedy, seq);
create table remedy_paper (
	id text primary key, organ text not null, seq bigint not null, no bigint not null, kind text not null,
	on_day text not null, name bytea not null, sha text not null, plain text not null, size bigint not null,
	type text not null, foreign key (organ, seq) references remedy_words (organ, seq), unique (organ, seq, no)
);
