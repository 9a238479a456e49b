package office_test

import (
	"os"
	"path/filepath"
	"testing"

	"gongkai/catalogue"
	"gongkai/internal/conv"
	"gongkai/internal/office"
)

// What is downloaded as an empty form is what the import reads (§G.4).
func TestGuideTemplate(t *testing.T) {
	t.Parallel()
	b, err := office.GuideTemplate()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "事项.xlsx")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := conv.ReadRows(path, "事项名称", nil)
	if err != nil {
		t.Fatal(err)
	}
	filled := make([]string, len(table.Cells[0]))
	filled[0] = "技术合同认定登记"
	if rows, faults := catalogue.Read(append(table.Cells, filled), nil); len(faults) > 0 || len(rows) != 1 || rows[0].Line != 3 {
		t.Errorf("%v %v", rows, faults)
	}
}
