-- +goose Up
-- +goose StatementBegin
create trigger ledger_entry_keep before update on ledger_entry begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger ledger_entry_stay before delete on ledger_entry begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger ledger_node_keep before update on ledger_node begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger ledger_node_stay before delete on ledger_node begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
-- "insert or replace" deletes without firing the trigger of a deletion.
-- +goose StatementBegin
create trigger ledger_entry_once before insert on ledger_entry
	when exists (select 1 from ledger_entry x where x.organ = new.organ and x.seq = new.seq)
	begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
-- +goose StatementBegin
create trigger ledger_node_once before insert on ledger_node
	when exists (select 1 from ledger_node x where x.organ = new.organ and x.at = new.at)
	begin select raise(abort, 'the ledger is append-only'); end;
-- +goose StatementEnd
