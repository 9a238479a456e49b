package contract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Office is the registration office (技术合同登记机构) as the organ set it: which
// sellers are its own, where others go, and how it numbers.
type Office struct {
	Version int
	Name    string
	Unit    ledger.ID     // the division that works on filings
	Code    ledger.Code   // 行政区划代码, as numbers print it
	Regions []ledger.Code // beginnings of the codes of the places that it registers for
	Pattern string        // of numbers: {year} {region} {serial:6}
	Others  []Place       // where sellers of other places go
	Else    string        // and all others
	From    calendar.Day
	Salt    string
	Seq     int64
}

// Place is where the sellers of a region go.
type Place struct {
	Region ledger.Code
	Name   string
}

// DefaultPattern is how numbers look where nothing else is set.
const DefaultPattern = "{year}{region}{serial:6}"

// Set says that an office has been set.
func (o Office) Set() bool { return o.Version > 0 }

// Words are what the sum of the setting binds.
func (o Office) Words() []string {
	out := []string{o.Name, string(o.Code), o.Pattern, o.Else}
	for _, p := range o.Others {
		out = append(out, string(p.Region), p.Name)
	}
	return out
}

// Covers says that a region is this office's own.
func (o Office) Covers(region ledger.Code) bool {
	for _, r := range o.Regions {
		if strings.HasPrefix(string(region), string(r)) {
			return true
		}
	}
	return false
}

// Elsewhere says where the sellers of a region go; the longest beginning wins.
func (o Office) Elsewhere(region ledger.Code) string {
	best := Place{}
	for _, p := range o.Others {
		if strings.HasPrefix(string(region), string(p.Region)) && len(p.Region) > len(best.Region) {
			best = p
		}
	}
	if best.Name != "" {
		return "请向" + best.Name + "申请。"
	}
	return o.Else
}

var (
	regionCode = regexp.MustCompile(`^[1-9][0-9]{5}$`)
	regionPart = regexp.MustCompile(`^[1-9][0-9](?:[0-9]{2}){0,2}$`)
	slot       = regexp.MustCompile(`\{[^{}]*\}`)
	serialSlot = regexp.MustCompile(`^\{serial:([1-9])\}$`)
	numberText = regexp.MustCompile(`^[A-Za-z0-9-]*$`)
)

// Number prints the registration number of the n-th contract of a year
// (登记编号).
func (o Office) Number(year, n int) ledger.Code {
	return ledger.Code(slot.ReplaceAllStringFunc(o.Pattern, func(s string) string {
		switch s {
		case "{year}":
			return strconv.Itoa(year)
		case "{region}":
			return string(o.Code)
		}
		width, _ := strconv.Atoi(serialSlot.FindStringSubmatch(s)[1])
		return fmt.Sprintf("%0*d", width, n)
	}))
}

// patterned says that numbers of a pattern tell year and serial apart.
func patterned(pattern string) bool {
	years, serials := 0, 0
	for _, s := range slot.FindAllString(pattern, -1) {
		switch {
		case s == "{year}":
			years++
		case serialSlot.MatchString(s):
			serials++
		case s != "{region}":
			return false
		}
	}
	return years == 1 && serials == 1 && numberText.MatchString(slot.ReplaceAllString(pattern, "")) && len(pattern) <= 60
}

// Settle sets the registration office anew (登记机构设置): the next version, for
// filings from now on. A change of the pattern does not begin the serial again,
// so that no number comes twice.
func (o Office) Settle(next Office, salt string) (Office, Settled, error) {
	var all refusal.All
	no := func(field, code, rule string, args ...string) {
		all = append(all, refusal.New(code, rule, args...).On(field))
	}
	if next.Name = strings.TrimSpace(next.Name); next.Name == "" {
		no("name", "contract.settle.name", "G.5-PLACE")
	}
	if next.Unit == "" {
		no("unit", "contract.settle.unit", "G.5-PLACE")
	}
	if !regionCode.MatchString(string(next.Code)) {
		no("code", "contract.settle.code", "G.5-NUMBER")
	}
	if len(next.Regions) == 0 {
		no("regions", "contract.settle.regions", "G.5-PLACE")
	}
	for _, r := range next.Regions {
		if !regionPart.MatchString(string(r)) {
			no("regions", "contract.settle.region", "G.5-PLACE", "found", string(r))
		}
	}
	for _, p := range next.Others {
		if !regionPart.MatchString(string(p.Region)) || p.Name == "" {
			no("others", "contract.settle.other", "G.5-PLACE", "found", string(p.Region)+" "+p.Name)
		}
	}
	if next.Else = strings.TrimSpace(next.Else); next.Else == "" {
		no("else", "contract.settle.else", "G.5-PLACE")
	}
	if !patterned(next.Pattern) {
		no("pattern", "contract.settle.pattern", "G.5-NUMBER")
	}
	if err := all.Or(); err != nil {
		return next, Settled{}, err
	}
	next.Version, next.Salt = o.Version+1, salt
	return next, Settled{Version: next.Version, Unit: next.Unit, Regions: next.Regions, Words: ledger.Salted(salt, next.Words()...)}, nil
}
