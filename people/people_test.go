package people

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"gongkai/ledger"
	"gongkai/refusal"
)

func check(t *testing.T, why string, err error, code, rule, field string) {
	t.Helper()
	r, _ := refusal.As(err)
	switch {
	case code == "" && err != nil:
		t.Errorf("%s: %v", why, err)
	case code != "" && (r == nil || r.Code != code || r.Rule != rule || r.Field != field || r.Class != refusal.Invalid):
		t.Errorf("%s: %v, want %s", why, err, code)
	}
}

// GB/T 22239-2019 8.1.5: the three administrators are three people, and none
// of them does the office's work. access/access_test.go goes through every set.
func TestSeparate(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		roles []Role
		ok    bool
	}{
		{nil, true}, {[]Role{SystemAdmin}, true}, {[]Role{SecurityAdmin}, true}, {[]Role{AuditAdmin}, true},
		{[]Role{Clerk, UnitHead, Legal, Secrecy, Office, DisclosureHd}, true},
		{[]Role{SystemAdmin, SecurityAdmin}, false}, {[]Role{SecurityAdmin, AuditAdmin}, false}, {[]Role{AuditAdmin, SystemAdmin}, false},
		{[]Role{SystemAdmin, SecurityAdmin, AuditAdmin}, false}, {[]Role{SystemAdmin, Clerk}, false}, {[]Role{Chief, AuditAdmin}, false},
		{[]Role{SecurityAdmin, "unknown"}, false},
	} {
		code := "officer.appoint.separate"
		if x.ok {
			code = ""
		}
		check(t, cmp.Diff(nil, x.roles), Separate(x.roles), code, "GB/T 22239-2019 8.1.5", "roles")
	}
}

func TestPassword(t *testing.T) {
	t.Parallel()
	const rule = "GB/T 22239-2019 8.1.4.1"
	for _, p := range []string{"Kejiju2019", "kejiju-2019", "KEJIJU_2019", "科技局的密码Aa1456", "Aa1 Aa1 Aa1", "一二三四五六七八Aa"} {
		check(t, p, Password(p), "", "", "")
	}
	for _, p := range []string{"", "Kejiju201", "kejiju2019", "KEJIJUKEJU", "2019201920192019", "kejijukeju-", "一二三四五六七八九十", "Aa1!"} {
		check(t, p, Password(p), "officer.password.weak", rule, "password")
	}
}

func TestToken(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"yykjj", "a1", "yy-kjj-2", "a23456789012345678901234567890123"[:32]} {
		check(t, s, Token(s), "", "", "")
	}
	for _, s := range []string{"", "a", "1a", "-a", "YYkjj", "科技局", "a b", "a/b", "a.b", "a_b", "../etc", "a\n", "a23456789012345678901234567890123"} {
		check(t, s, Token(s), "organ.open.token", "", "token")
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	var o Officer
	o = o.Apply(Appointed{Officer: "zhang", Unit: "u1", Roles: []Role{Clerk}})
	if o.ID != "zhang" || o.Unit != "u1" || !o.Has(Clerk) || o.Has(Office) || o.Left {
		t.Errorf("appointed: %+v", o)
	}
	o.Name, o.Login = "经办人", "zhang"
	o = o.Apply(Dismissed{Officer: "zhang"})
	if !o.Left || !o.Has(Clerk) || o.Name == "" {
		t.Errorf("dismissed: %+v", o)
	}
	o = o.Apply(Appointed{Officer: "zhang", Unit: "u2", Roles: []Role{Office}})
	if o.Left || o.Unit != "u2" || o.Has(Clerk) || !o.Has(Office) || o.Login != "zhang" {
		t.Errorf("appointed anew: %+v", o)
	}
	if d := cmp.Diff(o, o.Apply(Opened{Organ: "o1"})); d != "" {
		t.Errorf("a fact about something else changed the officer:\n%s", d)
	}
}

func TestRoles(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Roles {
		if r.Name == "" || r.Role.Name() != r.Name || seen[r.Name] || seen[string(r.Role)] {
			t.Errorf("role %s is called %q", r.Role, r.Role.Name())
		}
		seen[r.Name], seen[string(r.Role)] = true, true
	}
	if len(Roles) != 12 || Role("x").Name() != "x" {
		t.Errorf("%d roles", len(Roles))
	}
	kinds := map[string]bool{}
	for _, f := range Facts() {
		kinds[f.Kind()] = true
		if s := ledger.FreeStrings(f); s != nil {
			t.Errorf("%s can hold prose in %v", f.Kind(), s)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("kinds %v", kinds)
	}
}
