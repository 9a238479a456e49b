-- +goose Up
-- What people bring to the service window: enquiries (咨询), complaints (投诉),
-- commendations (表扬). life is what the facts made of a matter, as JSON; what a
-- person said is sealed (bytea), code_key a keyed hash of the query code, sha the
-- photo of a commendation.
create table window_matter (
	id text primary key, organ text not null references organ(id), sort text not null, no text not null, state text not null,
	unit text not null, on_day text not null, life text not null, said bytea, salt text not null, code_key text not null, sha text not null, rev bigint not null
);
create index window_matter_list on window_matter (organ, sort, on_day, id);
create index window_matter_open on window_matter (organ, state, on_day, id) where state in ('open', 'accepted', 'checked', 'revisited', 'answered');
create index window_matter_code on window_matter (organ, code_key) where code_key <> '';
create table window_words (
	organ text not null references organ(id), seq bigint not null, matter text not null references window_matter(id),
	sealed bytea, salt text not null, primary key (organ, seq)
);
create index window_words_matter on window_words (matter, seq);
-- Where people wait: counters, the numbers of a day, the times that can be booked.
create table window_counter (organ text not null references organ(id), code text not null, name text not null, shut boolean not null, primary key (organ, code));
create table window_ticket (
	id text primary key, organ text not null references organ(id), counter text not null, number bigint not null, desk bigint not null,
	on_day text not null, state text not null, drawn_at bigint not null, called_at bigint not null, ended_at bigint not null, rev bigint not null
);
create unique index window_ticket_number on window_ticket (organ, on_day, counter, number);
create table window_slot (
	organ text not null references organ(id), counter text not null, day text not null, start text not null, capacity bigint not null,
	primary key (organ, counter, day, start)
);
create table window_booking (
	id text primary key, organ text not null references organ(id), no text not null, counter text not null, day text not null,
	start text not null, item text not null, state text not null, said bytea, salt text not null, code_key text not null, erased boolean not null, rev bigint not null
);
create index window_booking_slot on window_booking (organ, day, counter, start, id);
create index window_booking_code on window_booking (organ, code_key) where code_key <> '';
