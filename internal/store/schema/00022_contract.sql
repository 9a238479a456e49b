-- +goose Up
-- Recognition and registration of technical contracts (技术合同认定登记, §G.5). What
-- is filed of the parties is sealed and bound by the sums of the facts; keyed
-- hashes find the same seller, text and number again.
create table contract (
	id text primary key, organ text not null references organ(id), no text not null, state text not null, kind text not null,
	filed_on text not null, ended_on text not null, reg_no text not null, case_id text not null, archived boolean not null,
	life text not null, filing bytea, salt text not null, seller_key text not null, text_key text not null, own_key text not null,
	rev bigint not null
);
create unique index contract_no on contract (organ, no);
create unique index contract_reg_no on contract (organ, reg_no) where reg_no <> '';
create index contract_by_day on contract (organ, filed_on, id);
create index contract_by_seller on contract (organ, seller_key);
create index contract_by_text on contract (organ, text_key) where text_key <> '';
create index contract_by_case on contract (case_id) where case_id <> '';
create table contract_paper (
	id text primary key, contract text not null references contract(id), seq bigint not null, kind text not null,
	name bytea, sha text not null, size bigint not null, type text not null, writ text not null, no text not null,
	addressee text not null, on_day text not null, body bytea, salt text not null, at bigint not null
);
create index contract_paper_by_contract on contract_paper (contract, at, id);
create table contract_words (
	organ text not null references organ(id), seq bigint not null, contract text not null references contract(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index contract_words_by_contract on contract_words (contract, seq);
create table contract_office (
	organ text not null references organ(id), version bigint not null, setting text not null, salt text not null,
	officer text not null, seq bigint not null, saved_at bigint not null, primary key (organ, version)
);
