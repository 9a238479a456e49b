-- +goose Up
-- The State Council's yearly notices that were entered here. Rows are only
-- added; of two of one year the later one is in force.
create table calendar_year (
	organ text not null references organ(id), seq bigint not null, year bigint not null, notice text not null,
	days text not null, pasted text not null, salt text not null, officer text not null, saved_at bigint not null,
	primary key (organ, seq)
);
