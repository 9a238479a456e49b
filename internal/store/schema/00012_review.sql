-- +goose Up
-- The chain of a text (审核流程): rounds, the lines of their trail, and the
-- organ's own tables of chains. Lines and tables are never changed.
create table review_round (
	article text not null references article(id), edition bigint not null, no bigint not null, chain text not null,
	state text not null, step text not null, text_sum text not null, mode text not null, ground text not null,
	reason_sum text not null, opened_on text not null, given text not null, stops text not null,
	rushed text not null, rushed_on text not null, ended_on text not null, rev bigint not null,
	primary key (article, edition, no)
);
create index review_round_open on review_round (state, article) where state in ('reviewing', 'asking');
create index review_round_rushed on review_round (article) where rushed <> '';
create table review_opinion (
	organ text not null references organ(id), seq bigint not null, article text not null references article(id),
	edition bigint not null, round bigint not null, at bigint not null, step text not null, by_officer text not null,
	for_officer text not null, verdict text not null, target text not null, basis text not null, guest_name text not null,
	guest_organ text not null, words text not null, salt text not null, primary key (organ, seq)
);
create index review_opinion_article on review_opinion (article, seq);
create table review_chart (
	organ text not null references organ(id), version bigint not null, from_day text not null, text text not null,
	salt text not null, officer text not null, seq bigint not null, saved_at bigint not null,
	primary key (organ, version)
);
alter table article add column next_review text not null default '';
alter table edition add column basis text not null default '';
alter table edition add column passed text not null default '';
create index article_next_review on article (organ, next_review) where next_review <> '';
