-- +goose Up
-- Why a policy document has no 解读.
alter table edition add column exempt text not null default '';
-- The organ's own lists of words (自定词表); a row is never changed.
create table check_list (
	organ text not null references organ(id), list text not null, text text not null, salt text not null,
	officer text not null, seq bigint not null, saved_at bigint not null, primary key (organ, list, seq)
);
-- Findings that were let pass (放行), with the second officer's word.
create table check_override (
	organ text not null references organ(id), article text not null references article(id), edition bigint not null,
	rule text not null, mark text not null, found text not null, reason text not null, salt text not null,
	officer text not null, at bigint not null, seq bigint not null, second text not null, second_at bigint not null,
	primary key (organ, seq), unique (article, edition, mark)
);
-- What the nightly check finds in what is public; personal data stands masked.
create table check_finding (
	organ text not null references organ(id), article text not null references article(id), mark text not null,
	edition bigint not null, unit text not null, rule text not null, severity text not null, place text not null,
	found text not null, suggest text not null, message text not null, first_at bigint not null,
	primary key (article, mark)
);
create index check_finding_organ on check_finding (organ, severity, rule, article, mark);
-- How far the check of an organ's site has come. asked_at is when somebody
-- wanted one, cursor the last article done.
create table check_run (
	organ text primary key references organ(id), asked_at bigint not null, started_at bigint not null,
	ended_at bigint not null, done bigint not null, total bigint not null, last text not null
);
