package people

import "testing"

func TestEmail(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"zhang@example.cn", " zhang.san+gk@mail.example.gov.cn\n", "12345678@qq.com", "a_b-c@x-y.cn", "o'neil@example.ie"} {
		if got, err := Email(s); err != nil || got == "" || got[0] == ' ' || got[len(got)-1] == '\n' {
			t.Errorf("%q: %q, %v", s, got, err)
		}
	}
	for s, code := range map[string]string{
		"张三@example.cn": "email.write.letters", "zhang＠example.cn": "email.write.letters", "zhang@example。cn": "email.write.letters",
		"zh ang@example.cn": "email.write.letters", "a@example.cn\r\nBcc: b@example.cn": "email.write.letters", "a\x00@example.cn": "email.write.letters",
		"": "email.write.at", "zhang": "email.write.at", "@example.cn": "email.write.at", "a@b@example.cn": "email.write.at",
		"zhang@localhost": "email.write.host", "zhang@": "email.write.host",
		"zhang@example..cn": "email.write.form", ".zhang@example.cn": "email.write.form", "zhang@-x.cn": "email.write.form",
		"<zhang@example.cn>": "email.write.form", "a,b@example.cn": "email.write.form", "zhang@example.c": "email.write.form",
		"zhang@127.0.0.1": "email.write.form", `"zhang"@example.cn`: "email.write.form",
		"a23456789012345678901234567890123456789012345678901234567890123456@example.cn": "email.write.form",
	} {
		_, err := Email(s)
		check(t, s, err, code, "", "email")
	}
}
