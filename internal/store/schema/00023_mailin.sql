-- +goose Up
-- Mailboxes of mail servers that are read (收信邮箱). Account and password, and
-- what the server answered, are sealed. validity and uid say up to where the
-- folder was taken in, since from when mail counts at all; bad_since is when
-- reading began to fail, 0 while it goes well.
create table inbox (
	id text primary key, organ text not null references organ(id), mailbox text not null, host text not null, port bigint not null,
	secure text not null, account bytea not null, password bytea not null, folder text not null, done text not null, done_folder text not null,
	older boolean not null, active boolean not null, rev bigint not null,
	validity bigint not null, uid bigint not null, since bigint not null, next_at bigint not null, tries bigint not null,
	tried_at bigint not null, good_at bigint not null, bad_since bigint not null, last_error bytea, lease_until bigint not null, lease_by text not null,
	check (secure in ('tls', 'starttls', 'none')), check (done in ('leave', 'seen', 'move'))
);
create index inbox_organ on inbox (organ, id);
create index inbox_next on inbox (next_at, id) where active;
-- Each mail that came (来邮), and what became of it. The mail as it came is a
-- sealed file; said is who wrote and under which subject, sealed too; *_key are
-- keyed hashes. marked says that the server was told.
create table inbox_mail (
	id text primary key, organ text not null references organ(id), inbox text not null references inbox(id), validity bigint not null,
	uid bigint not null, sum_key text not null, from_key text not null, at bigint not null, taken_at bigint not null, fate text not null,
	why text not null, said bytea, about text not null, sha text not null, size bigint not null, marked boolean not null, settled_by text not null,
	unique (inbox, validity, uid), check (fate in ('letter', 'more', 'aside', 'closed', 'twice'))
);
create index inbox_mail_sum on inbox_mail (organ, sum_key) where sum_key <> '';
create index inbox_mail_from on inbox_mail (organ, from_key, taken_at) where from_key <> '';
create index inbox_mail_fate on inbox_mail (organ, fate, at, id);
create index inbox_mail_about on inbox_mail (organ, about, at, id) where about <> '';
create index inbox_mail_unmarked on inbox_mail (inbox, validity, uid) where not marked;
