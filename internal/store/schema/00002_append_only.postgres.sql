-- +goose Up
-- +goose StatementBegin
create function ledger_keep() returns trigger language plpgsql as $$ begin raise exception 'the ledger is append-only'; end $$;
-- +goose StatementEnd
create trigger ledger_entry_keep before update or delete on ledger_entry for each row execute function ledger_keep();
create trigger ledger_node_keep before update or delete on ledger_node for each row execute function ledger_keep();
-- Truncating fires no trigger of a row.
create trigger ledger_entry_stay before truncate on ledger_entry for each statement execute function ledger_keep();
create trigger ledger_node_stay before truncate on ledger_node for each statement execute function ledger_keep();
