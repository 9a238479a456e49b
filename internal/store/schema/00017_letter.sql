-- +goose Up
-- Letters to mailboxes (来信). The row of a letter is what its facts made of it,
-- as JSON in life; the columns beside it are what lists are cut by. Nothing that
-- follows from the calendar is stored. What was written, and by whom, is sealed;
-- *_key columns are keyed hashes, good for finding the same again and for nothing
-- else. subject and matter have names and numbers blacked out.
create table letter (
	id text primary key, organ text not null references organ(id), no text not null, state text not null,
	mailbox text not null, sort text not null, unit text not null, received text not null, ended text not null, public text not null,
	life text not null, subject text not null, matter text not null, mail_key text not null, twin_key text not null,
	seq bigint not null, rev bigint not null
);
create index letter_open on letter (organ, state, received, id) where state <> 'archived';
create index letter_register on letter (organ, received, id);
create index letter_no on letter (organ, no, id);
create unique index letter_mail on letter (organ, mail_key) where mail_key <> '';
create index letter_twin on letter (organ, twin_key) where twin_key <> '';
create table letter_sender (
	letter text primary key references letter(id), sealed bytea, phone_key text not null, email_key text not null,
	name_key text not null, code_key text not null
);
create index letter_sender_phone on letter_sender (phone_key) where phone_key <> '';
create index letter_sender_email on letter_sender (email_key) where email_key <> '';
create index letter_sender_name on letter_sender (name_key) where name_key <> '';
create index letter_sender_code on letter_sender (code_key) where code_key <> '';
create table letter_words (
	organ text not null references organ(id), seq bigint not null, letter text not null references letter(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index letter_words_letter on letter_words (letter, seq);
create table letter_paper (
	id text primary key, letter text not null references letter(id), seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index letter_paper_letter on letter_paper (letter, at, id);
-- What is public of a letter: there only while it is. It names nobody.
create table letter_copy (
	letter text primary key references letter(id), organ text not null references organ(id), seq bigint not null,
	published text not null, title text not null, question text not null, answer text not null, salt text not null
);
create index letter_copy_public on letter_copy (organ, published, letter);
create table letter_table (
	organ text not null references organ(id), version bigint not null, from_day text not null, text text not null,
	salt text not null, officer text not null, seq bigint not null, saved_at bigint not null,
	primary key (organ, version)
);
