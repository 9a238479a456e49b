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
