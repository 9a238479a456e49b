-- +goose Up
-- Who reads the site (网站访问量). A day is open while its hits come in and closed by
-- its fact. A batch holds the keys of visitors of an open day; it goes when the day is
-- closed. Sums count a day by page, column, referrer, word and reason.
create table visit_day (
	organ text not null references organ(id), day text not null, closed boolean not null, views bigint not null, visitors bigint not null,
	first_in_month bigint not null, first_in_year bigint not null, excluded text not null, salt text not null, digest text not null,
	seq bigint not null, touched bigint not null, primary key (organ, day)
);
create table visit_batch (
	organ text not null references organ(id), day text not null, id text not null, col text not null, visitors bytea not null,
	primary key (organ, day, id, col)
);
create table visit_sum (
	organ text not null references organ(id), kind text not null, name text not null, day text not null, n bigint not null,
	primary key (organ, kind, name, day)
);
create index visit_sum_by_day on visit_sum (organ, day, kind, n);
-- The year's secret (sealed) and the exact set of its visitors in parts; both are
-- destroyed when the year's report is frozen. Sketches estimate the visitors of a column.
create table visit_year (
	organ text not null references organ(id), year bigint not null, secret bytea, forgotten boolean not null, visitors bigint not null,
	seq bigint not null, primary key (organ, year)
);
create table visit_set (
	organ text not null references organ(id), year bigint not null, part bigint not null, visitors bytea not null,
	primary key (organ, year, part)
);
create table visit_sketch (
	organ text not null references organ(id), month text not null, col text not null, sketch bytea not null,
	primary key (organ, month, col)
);
create table visit_import (
	organ text not null references organ(id), digest text not null, name text not null, first_day text not null, last_day text not null,
	lines bigint not null, views bigint not null, broken bigint not null, at bigint not null, primary key (organ, digest)
);
create table visit_adjustment (
	id text primary key, organ text not null references organ(id), day text not null, views bigint not null, visitors bigint not null,
	reason text not null, salt text not null, proposer text not null, confirmer text not null, dropped boolean not null,
	seq bigint not null, rev bigint not null
);
create index visit_adjustment_by_day on visit_adjustment (organ, day, id);
