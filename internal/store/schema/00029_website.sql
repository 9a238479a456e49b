-- +goose Up
-- The yearly form of the site (网站报表): what officers said of it with their
-- documents, never changed and never deleted, and where each year's form stands.
create table website_statement (
	id text primary key, organ text not null references organ(id), year bigint not null, cell text not null,
	value bigint not null, words text not null, on_day text not null, name text not null, sha text not null, salt text not null,
	note text not null, officer text not null, of_seq bigint not null, seq bigint not null
);
create index website_statement_year on website_statement (organ, year, seq);
create table website_return (
	organ text not null references organ(id), year bigint not null, form text not null, state text not null, seq bigint not null,
	root text not null, frozen_on text not null, article text not null, saved_at bigint not null, rev bigint not null,
	primary key (organ, year), check (state in ('draft', 'frozen', 'issued'))
);
