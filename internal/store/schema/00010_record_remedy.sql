-- +goose Up
-- A correction is drafted by one and decided by another, its letters are
-- delivered with proof, and its person can be erased.
alter table record_matter add column how text not null default '';
alter table record_matter add column drafter text not null default '';
alter table record_matter add column decider text not null default '';
alter table record_matter add column told_on text not null default '';
alter table record_matter add column sent_on text not null default '';
alter table record_matter add column erased boolean not null default false;
update record_matter set how = state, decider = (select e.by_officer from ledger_entry e where e.organ = record_matter.organ
	and e.subject = record_matter.id and e.kind = 'record.ended') where state <> 'received';
create table record_words (
	organ text not null references organ(id), seq bigint not null, record text not null references record_matter(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index record_words_by_matter on record_words (record, seq);
-- A corrected case may want a new answer within a period; a case may be about a
-- request of this book; what it says in words can be erased.
alter table remedy_case add column order_days bigint not null default 0;
alter table remedy_case add column order_unit text not null default '';
alter table remedy_case add column redone_on text not null default '';
alter table remedy_case add column request_id text not null default '';
alter table remedy_case add column erased boolean not null default false;
create index remedy_case_by_request on remedy_case (request_id) where request_id <> '';
