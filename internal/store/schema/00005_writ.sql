-- +goose Up
-- An organ's own texts of letters; a row is never changed. from_day is when it
-- comes into force.
create table writ_template (
	organ text not null references organ(id), kind text not null, version bigint not null, from_day text not null,
	text text not null, salt text not null, officer text not null, seq bigint not null, saved_at bigint not null,
	primary key (organ, kind, version)
);
