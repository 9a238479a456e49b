-- +goose Up
-- One text for SQLite and PostgreSQL. Days are YYYY-MM-DD text ('' = none),
-- instants bigint milliseconds (0 = none), lists JSON text; ids are made in Go.
create table organ (
	id text primary key, token text not null unique, name text not null, short_name text not null,
	credit_code text not null, region text not null, domain text not null, id_code text not null,
	icp text not null, police text not null, host text not null, address text not null, hours text not null,
	phone text not null, fax text not null, email text not null, postcode text not null, demo text not null,
	rev bigint not null
);
create table unit (
	id text primary key, organ text not null references organ(id), code text not null, name text not null,
	kind text not null, duty text not null, ord bigint not null, rev bigint not null, unique (organ, code)
);
create table leader (
	id text primary key, organ text not null references organ(id), post text not null, name text not null,
	duty text not null, ord bigint not null
);
create table officer (
	id text primary key, organ text not null references organ(id), unit text not null references unit(id),
	login text not null, name text not null, phone bytea, password text not null, roles text not null,
	left_office boolean not null, changed_at bigint not null, rev bigint not null, unique (organ, login)
);
create table site_column (
	organ text not null references organ(id), path text not null, name text not null, category text not null,
	max_age bigint not null, limit_name text not null, art20 bigint not null, tags text not null,
	description text not null, keywords text not null, ord bigint not null, rev bigint not null,
	primary key (organ, path)
);
create table article (
	id text primary key, organ text not null references organ(id), column_path text not null, type text not null,
	unit text not null, state text not null, index_no text not null, live bigint not null, live_sum text not null,
	formed text not null, due text not null, late boolean not null, published_on text not null,
	published_at bigint not null, mode text not null, validity text not null, replaced_by text not null,
	moved_to text not null, item text not null, explains text not null, withdrawn_on text not null,
	latest bigint not null, reason text not null, rev bigint not null,
	check (live >= 0 and latest >= live), check (state <> 'live' or live > 0)
);
create unique index article_index_no on article (organ, index_no) where index_no <> '';
create index article_list on article (organ, state, published_at, id);
create index article_column on article (organ, column_path, published_at);
create table edition (
	article text not null references article(id), no bigint not null, state text not null, title text not null,
	summary text not null, html text not null, doc_no text not null, genre text not null, topic text not null,
	source text not null, keywords text not null, tags text not null, column_path text not null,
	type text not null, unit text not null, mode text not null, ground text not null, formed text not null,
	explains text not null, valid_from text not null, valid_to text not null, note text not null,
	files text not null, authors text not null, approver text not null, scheduled_at bigint not null,
	submitted_at bigint not null, published_at bigint not null, remark text not null, salt text not null,
	saved_at bigint not null, rev bigint not null, primary key (article, no)
);
create index edition_schedule on edition (scheduled_at) where state = 'scheduled';
create table article_explains (
	article text not null references article(id), policy text not null references article(id),
	primary key (article, policy)
);
create index article_explains_policy on article_explains (policy);
create table article_text (article text primary key references article(id), body text not null);
create table article_file (
	article text not null references article(id), sha text not null, name text not null,
	primary key (article, sha, name)
);
create index article_file_sha on article_file (sha);
create table index_serial (organ text not null references organ(id), year bigint not null, last bigint not null,
	primary key (organ, year));
create table item (
	id text primary key, organ text not null references organ(id), register text not null, title text not null,
	type text not null, basis text not null, unit text not null, listed text not null, delisted text not null,
	fen bigint not null, reason text not null, salt text not null, rev bigint not null
);
create index item_register on item (organ, register, listed);
create table statement (
	id text primary key, organ text not null references organ(id), year bigint not null, cell text not null,
	value bigint not null, on_day text not null, name text not null, sha text not null, salt text not null,
	note text not null, officer text not null, of_seq bigint not null, seq bigint not null
);
create index statement_year on statement (organ, year, seq);
create table report (
	organ text not null references organ(id), year bigint not null, form text not null, state text not null,
	sections text not null, seq bigint not null, root text not null, article text not null, salt text not null,
	saved_at bigint not null, rev bigint not null, primary key (organ, year)
);
create table ledger_head (organ text primary key references organ(id), seq bigint not null, root bytea not null,
	touched bigint not null);
create table ledger_entry (
	organ text not null references organ(id), seq bigint not null, at bigint not null, on_day text not null,
	kind text not null, subject text not null, by_officer text not null, body text not null,
	primary key (organ, seq)
);
create index ledger_entry_day on ledger_entry (organ, on_day, seq);
create index ledger_entry_subject on ledger_entry (organ, subject, seq);
create table ledger_node (organ text not null references organ(id), at bigint not null, hash bytea not null,
	primary key (organ, at));
create table session (token text primary key, data bytea not null, expires bigint not null);
create index session_expires on session (expires);
create table autosave (officer text not null, key text not null, form text not null, at bigint not null,
	primary key (officer, key));
create table access_log (
	id text primary key, at bigint not null, organ text not null, officer text not null, verb text not null,
	thing text not null, address text not null, result text not null
);
create index access_log_organ on access_log (organ, at);
create table attempt (id text primary key, key text not null, at bigint not null);
create index attempt_key on attempt (key, at);
