package request

import (
	"testing"

	"gongkai/calendar"
)

// The queue page counts thousands of these.
func BenchmarkClock(b *testing.B) {
	plain := counter().r
	busy := counter().then(march(5), "", Clarified{By: march(14)}).then(march(10), "", Supplemented{}).
		then(march(12), "", Consulted{Ref: "c1", Party: ThirdParty}).then(march(13), "", Served{Ref: "c1"}).
		then(march(20), "", Consulted{Ref: "c2", Party: ThirdParty}).then(march(25), "", Heard{Ref: "c2", View: Agrees}).
		then(march(28), "", Extended{Days: 20}).r
	for _, c := range []struct {
		name string
		r    Request
		asof calendar.Day
	}{{"plain", plain, march(20)}, {"busy", busy, april(20)}, {"late", busy, calendar.NewDay(2026, 12, 1)}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				c.r.Clock(c.asof, china)
			}
		})
	}
}
