-- +goose Up
-- In whose name a text was let out before its review (先发后审): neither of the two reviews it.
alter table review_round add column rushed_for text not null default '';
update review_round set rushed_for = coalesce((select max(o.for_officer) from review_opinion o where o.article = review_round.article
	and o.edition = review_round.edition and o.round = review_round.no and o.verdict = 'rush'), '') where rushed <> '';
