-- +goose Up
-- What a look at the site by the state's indicators said last (网站自检), its findings
-- by the day on which they were first seen and gone, and the visits of the probe.
create table inspection_run (
	organ text primary key references organ(id), began_at bigint not null, ended_at bigint not null, asked_at bigint not null, day text not null,
	points bigint not null, result text not null
);
create table inspection_finding (
	id text primary key, organ text not null references organ(id), mark text not null, rule text not null, severity text not null, place text not null,
	page text not null, unit text not null, words text not null, points bigint not null, timed boolean not null, due text not null,
	since text not null, seen text not null, cleared text not null
);
create unique index inspection_finding_open on inspection_finding (organ, mark) where cleared = '';
create index inspection_finding_by_day on inspection_finding (organ, since, id);
create table inspection_try (
	organ text not null references organ(id), at bigint not null, took bigint not null, ok boolean not null, primary key (organ, at)
);
create table inspection_statement (
	organ text not null references organ(id), seq bigint not null, day text not null, rule text not null, bad boolean not null, officer text not null,
	words text not null, salt text not null, primary key (organ, seq)
);
