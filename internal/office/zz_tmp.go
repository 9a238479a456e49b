package office

import (
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/writ"
)

func (o *Office) templates(tx *store.Tx, organ ledger.ID) ([]writ.Template, error) {
	return writ.Builtin(), nil
}
