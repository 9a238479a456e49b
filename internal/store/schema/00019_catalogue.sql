-- +goose Up
-- Items of the catalogue (政务服务事项) and their versions. What facts made of an
-- item stands in columns; the elements of a version are JSON, bound by the sum
-- of its facts. line is the item's line in the registers of the annual report.
create table catalogue_item (
	id text primary key, organ text not null references organ(id), no text not null, state text not null, kind text not null,
	line text not null, latest bigint not null, approved bigint not null, from_day text not null, cancelled_on text not null,
	rev bigint not null
);
create unique index catalogue_item_no on catalogue_item (organ, no);
create unique index catalogue_item_line on catalogue_item (organ, line) where line <> '';
create table catalogue_version (
	item text not null references catalogue_item(id), no bigint not null, stage text not null, from_day text not null,
	unit text not null, authors text not null, elements text not null, salt text not null, rev bigint not null,
	primary key (item, no)
);
-- Why a version went back, why an item was suspended or cancelled.
create table catalogue_words (
	organ text not null references organ(id), seq bigint not null, item text not null references catalogue_item(id),
	words text not null, salt text not null, primary key (organ, seq)
);
create index catalogue_words_item on catalogue_words (item, seq);
