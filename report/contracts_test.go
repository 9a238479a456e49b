package report_test

import (
	"testing"

	"gongkai/calendar"
	"gongkai/contract"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/report"
)

// G.5-STAT: technical contracts are posted in the year of their entries, of all
// and by group, to the 分; what is corrected or cancelled later moves no earlier
// year.
func TestContracts(t *testing.T) {
	t.Parallel()
	facts := []struct {
		on calendar.Day
		f  ledger.Fact
	}{
		{calendar.NewDay(2024, 12, 31), contract.Registration{No: "2024000001", Type: "dev.joint", Money: contract.Money{Total: 5_000_001, Technical: 5_000_000}}},
		{calendar.NewDay(2025, 3, 4), contract.Registration{No: "2025000001", Type: "service.training", Money: contract.Money{Total: 300, Technical: 200, Equipment: 100}}},
		{calendar.NewDay(2025, 5, 6), contract.Corrected{Of: 2, Was: "service.training", From: contract.Money{Total: 300, Technical: 200, Equipment: 100}, Type: "consulting", Money: contract.Money{Total: 300, Technical: 1}}},
		{calendar.NewDay(2026, 1, 1), contract.Cancellation{Of: 3, Ground: "void", Type: "consulting", Money: contract.Money{Total: 300, Technical: 1}}},
	}
	codec := ledger.NewCodec(contract.Facts())
	var entries []ledger.Entry
	for i, x := range facts {
		e, err := ledger.New("o", int64(i+1), x.on.Start(), x.on, "k", "one", x.f)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, e)
	}
	for year, want := range map[int]map[string]string{
		2024: {"contracts.count": "1", "contracts.turnover": "5.000001", "contracts.technical.dev": "5", "contracts.count.service": "0"},
		2025: {"contracts.count": "1", "contracts.turnover": "0.0003", "contracts.technical": "0.000001", "contracts.count.service": "0", "contracts.turnover.service": "0", "contracts.turnover.consulting": "0.0003"},
		2026: {"contracts.count": "-1", "contracts.turnover.consulting": "-0.0003"},
	} {
		form, err := law.FormFor(year)
		if err != nil {
			t.Fatal(err)
		}
		s, err := report.Compute(report.Input{Year: year, Form: form, Entries: entries, Codec: codec})
		if err != nil {
			t.Fatal(err)
		}
		for name, value := range want {
			if got := s.Cell(name).String(); got != value || s.Label(name) == name {
				t.Errorf("%d %s: %s, want %s (%s)", year, name, got, value, s.Label(name))
			}
		}
	}
}
