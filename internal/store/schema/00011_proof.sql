-- +goose Up
-- The public keys under which an organ has signed, a row for each time that one
-- came into use; an old one stays, so that what it signed can be checked for ever.
create table signing_key (
	organ text not null references organ(id), public_key text not null, since bigint not null,
	primary key (organ, public_key, since)
);
-- One signed head a day (签名的根值).
create table signed_head (
	organ text not null references organ(id), on_day text not null, seq bigint not null, note text not null,
	primary key (organ, on_day)
);
create index signed_head_by_seq on signed_head (organ, seq, on_day);
-- The watcher (巡查): where its round stands, and what it found on the site.
create table watch_round (
	organ text primary key references organ(id), after text not null, began_at bigint not null, ended_at bigint not null,
	lease_until bigint not null, lease_by text not null
);
create table watch_finding (
	id text primary key, organ text not null references organ(id), kind text not null, article text not null, url text not null,
	expected text not null, found text not null, since bigint not null, seen_at bigint not null, cleared_at bigint not null
);
create unique index watch_finding_open on watch_finding (organ, url) where cleared_at = 0;
create index watch_finding_by_time on watch_finding (organ, since, id);
