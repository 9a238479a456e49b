-- +goose Up
-- What deputies propose (建议提案), what is asked of the public before a decision
-- (征集调查), and interviews on the site (在线访谈). Their words, names and papers
-- are sealed and bound by the sums of the facts.
create table proposal (
	id text primary key, organ text not null references organ(id), state text not null, kind text not null, level text not null,
	role text not null, no bigint not null, handed_on text not null, due_on text not null, long boolean not null, unit text not null,
	drafter text not null, category text not null, openness text not null, first_on text not null, answered_on text not null,
	late boolean not null, again bigint not null, satisfaction text not null, rated_on text not null, article text not null,
	text bytea, text_salt text not null, reply bytea, reply_salt text not null, rev bigint not null
);
create index proposal_by_day on proposal (organ, handed_on, id);
create table consultation (
	id text primary key, organ text not null references organ(id), state text not null, unit text not null, from_on text not null,
	to_on text not null, brief boolean not null, named boolean not null, author text not null, opened_on text not null,
	opinions bigint not null, adopted bigint not null, partly bigint not null, rejected bigint not null, summer text not null,
	published_on text not null, erased boolean not null, text bytea, text_salt text not null, outcome bytea, outcome_salt text not null,
	rev bigint not null
);
create index consultation_by_day on consultation (organ, from_on, id);
create table interview (
	id text primary key, organ text not null references organ(id), state text not null, unit text not null, held_on text not null,
	author text not null, announced_on text not null, questions bigint not null, turns bigint not null, answered bigint not null,
	writer text not null, published_on text not null, erased boolean not null, text bytea, text_salt text not null, transcript bytea,
	transcript_salt text not null, rev bigint not null
);
create index interview_by_day on interview (organ, held_on, id);
-- What citizens say: opinions on a draft, questions to a guest.
create table voice (
	id text primary key, organ text not null references organ(id), subject text not null, seq bigint not null, no bigint not null,
	door text not null, on_day text not null, shown text not null, sealed bytea, salt text not null, once text not null
);
create unique index voice_by_no on voice (subject, no);
create unique index voice_once on voice (subject, once) where once <> '';
create table talk_words (
	organ text not null references organ(id), seq bigint not null, subject text not null, sealed bytea, salt text not null,
	primary key (organ, seq)
);
create index talk_words_by_subject on talk_words (subject, seq);
create table talk_paper (
	id text primary key, subject text not null, seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index talk_paper_by_subject on talk_paper (subject, at, id);
