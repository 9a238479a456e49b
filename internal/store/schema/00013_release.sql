-- +goose Up
-- Sets of editions that go out together (发布批次). held is why one could not at
-- its instant, empty when it is not held: nothing happened, so no fact says it.
create table batch (
	id text primary key, organ text not null references organ(id), state text not null, at bigint not null,
	by_officer text not null, released_at bigint not null, name text not null, salt text not null, held text not null,
	rev bigint not null
);
create index batch_due on batch (at, id) where state = 'planned';
create index batch_organ on batch (organ, at, id);
create table batch_member (
	batch text not null references batch(id), article text not null, edition bigint not null,
	ord bigint not null, primary key (batch, article), foreign key (article, edition) references edition (article, no)
);
create index batch_member_edition on batch_member (article, edition);
create index edition_published on edition (published_at, article, no) where published_at > 0;
-- Reviewers without an account (外部审核). Whom an invitation names, and where
-- they are reached, is sealed; of the link's key only a keyed hash is kept.
create table invitation (
	id text primary key, organ text not null references organ(id), article text not null, edition bigint not null,
	round bigint not null, text_sum text not null, sort text not null, state text not null, by_officer text not null,
	at bigint not null, until bigint not null, opinion bigint not null, guest bytea, salt text not null, key text not null,
	tries bigint not null, rev bigint not null, foreign key (article, edition) references edition (article, no)
);
create index invitation_article on invitation (article, at, id);
create index invitation_open on invitation (organ, until, id) where state = 'open';
