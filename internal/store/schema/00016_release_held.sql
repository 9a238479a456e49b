-- +goose Up
-- Why a text alone could not go out at its instant. A row counts while the
-- edition still waits for that instant: nothing happened, so no fact says it.
create table release_held (
	article text not null, edition bigint not null, at bigint not null, code text not null, words text not null,
	primary key (article, edition), foreign key (article, edition) references edition (article, no)
);
