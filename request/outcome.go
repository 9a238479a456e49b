package request

import (
	"regexp"
	"strconv"
	"strings"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// This file reads what people write into the cells of an old register.

func narrow(s string) string { return calendar.Narrow(s) }

// AnyDay reads a date as people and spreadsheets write it.
func AnyDay(s string) (calendar.Day, bool) { return calendar.AnyDay(s) }

// Door finds a channel by its printed name, another name that old registers
// use, or its key.
func Door(s string) (ledger.Code, bool) { return term("door", narrow(s)) }

// Applicant finds a kind of applicant likewise, with or without its heading.
func Applicant(s string) (ledger.Code, bool) {
	s = narrow(s)
	for _, p := range []string{"法人或其他组织", "法人或者其他组织"} {
		if rest, ok := strings.CutPrefix(s, p); ok {
			s = strings.Trim(rest, "·-—_:/()")
		}
	}
	if s == "公民" || s == "个人" {
		s = "自然人"
	}
	return term("applicant", s)
}

func term(list, s string) (ledger.Code, bool) {
	for _, t := range law.Terms(list) {
		if t.Key == s || t.Label == s {
			return ledger.Code(t.Key), true
		}
		for _, other := range strings.Fields(t.Note) {
			if other == s {
				return ledger.Code(t.Key), true
			}
		}
	}
	return "", false
}

// rowNo is the number of a row: the group, its heading if any, and the row in it.
var rowNo = regexp.MustCompile(`^(?:三[、.]?本年度办理结果[:、]?)?\(([一二三四五六七])\)[、.]?(?:不予公开|无法提供|不予处理|其他处理)?[:、.,;-]?第?(\d+)?`)

// groups are the rows of table 三 by the number of their group.
var groups = map[string][]ledger.Code{
	"一": {"open"},
	"二": {"partial"},
	"三": {"d_secret", "d_law", "d_3s1w", "d_third", "d_internal", "d_process", "d_casefile", "d_query"},
	"四": {"u_none", "u_make", "u_unclear"},
	"五": {"n_petition", "n_repeat", "n_publication", "n_massive", "n_confirm"},
	"六": {"o_nosupp", "o_nofee", "o_other"},
}

// Outcome finds the row of table 三 that a label means, by its number whatever
// words follow, by its key, or by its words alone; empty stays empty. The two
// sums of the table are no outcome.
func Outcome(s string) (ledger.Code, bool) {
	s = unquoted.Replace(narrow(s))
	if m := rowNo.FindStringSubmatch(s); m != nil {
		return row(m[1], m[2])
	}
	s = strings.TrimLeft(s, "0123456789.、")
	words, _, _ := strings.Cut(s, "(")
	switch {
	case s == "", s == "carry_out", strings.HasSuffix(s, "结转下年度继续办理"):
		return "", true
	case s == "other", s == "其他处理":
		return "o_other", true
	}
	for _, t := range law.Terms("ground") {
		if t.Key == s || unquoted.Replace(t.Label) == words {
			return ledger.Code(t.Key), true
		}
	}
	return "", false
}

// unquoted takes the quotation marks away, which are written in many ways, and
// spells out the bracketed numbers that are one sign.
var unquoted = strings.NewReplacer("“", "", "”", "", "\"", "", "「", "", "」", "",
	"㈠", "(一)", "㈡", "(二)", "㈢", "(三)", "㈣", "(四)", "㈤", "(五)", "㈥", "(六)", "㈦", "(七)")

// row is the row of a number; the form of 2019 and 2020 has one row (六).
func row(group, no string) (ledger.Code, bool) {
	g := groups[group]
	switch {
	case len(g) == 1:
		return g[0], true
	case group == "六" && no == "":
		return "o_other", true
	}
	n, _ := strconv.Atoi(no)
	if n < 1 || n > len(g) {
		return "", false
	}
	return g[n-1], true
}
