-- +goose Up
-- The outbox (发件箱): mail that was decided on inside a transaction and leaves
-- after it. Whom it goes to, what it says, and what the mail server answered
-- are sealed: they are personal data.
create table outbox (
	id text primary key, organ text not null references organ(id), about text not null, at bigint not null,
	recipient bytea not null, subject bytea not null, content bytea not null, state text not null,
	tries bigint not null, first_try bigint not null, next_at bigint not null, last_error bytea,
	done_at bigint not null, lease_until bigint not null, lease_by text not null,
	check (state in ('waiting', 'sent', 'failed', 'dropped'))
);
create index outbox_next on outbox (next_at, id) where state = 'waiting';
create index outbox_organ on outbox (organ, state, at, id);
create index outbox_about on outbox (organ, about);
