-- +goose Up
-- How many articles are live in a column, by the month in which they first went
-- out, so that no list and no count goes through all of them. newest is the
-- latest instant of publication among them.
create table article_count (
	organ text not null references organ(id), column_path text not null, month text not null, n bigint not null, newest bigint not null,
	primary key (organ, column_path, month), check (n >= 0)
);
insert into article_count (organ, column_path, month, n, newest)
	select organ, column_path, substr(published_on, 1, 7), count(*), max(published_at) from article
	where state = 'live' group by organ, column_path, substr(published_on, 1, 7);
-- A page of a column's list lies together in this index.
create index article_live on article (organ, column_path, published_on, published_at, id) where state = 'live';
-- What the figures of the home page count.
create index ledger_entry_published on ledger_entry (organ, seq, on_day) where kind = 'publication.published';
