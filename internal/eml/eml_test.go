package eml_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/internal/eml"
)

func read(t testing.TB, name string) eml.Message {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name+".eml"))
	if err != nil {
		t.Fatal(err)
	}
	return eml.Read(raw)
}

// What people send in any of the charsets of Chinese mail is read as they wrote
// it, with the names of files, and without markup.
func TestRead(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ file, name, address, subject, text string }{
		{"gb2312", "张镕", "zhang.san@example.cn", "咨询高新技术企业认定", "局长您好：\n\n我公司想问高新技术企业认定的受理时间。\n张镕"},
		{"gb18030", "李四", "li4@example.cn", "关于技术合同登记的建议", "建议增加网上受理。𠮷先生也这样说。"},
		{"big5", "王小明", "wang@example.com.tw", "請問投資補助", "請問科技投資補助的辦法在哪裡可以看到？"},
		{"bare", "赵六", "zhao6@example.cn", "求助：系统无法登录", "申报系统一直打不开，请帮助。"},
		{"files", "陈七", "chen7@example.cn", "投诉：项目验收", "验收材料见附件。"},
		{"html", "Zhou, Ba", "zhou8@example.cn", "求助", "您好 & 谢谢：\n\n第一行\n第二行\n\n项目\t金额\n甲\t10<20\n\n· 一\n· 二\n\n见网页（https://example.cn/x）。\n\n> 原来的话"},
		{"flowed", "孙九", "sun9@example.cn", "Re: 答复", "谢谢答复，还有一个问题。\n> 您好，已经受理。\n>> 更早的话\n\n 行首有空格\n--\n孙九"},
		{"tenthousand", "Wu", "wu10@example.cn", "建议", strings.Repeat("字", 10_000)},
	} {
		m := read(t, x.file)
		if m.Name != x.name || m.Address != x.address || m.Subject != x.subject || m.Text != x.text || m.Aside != eml.Person || m.Broken {
			t.Errorf("%s: %q <%s> %q\n%q\nwant\n%q\naside %q, broken %v", x.file, m.Name, m.Address, m.Subject, m.Text, x.text, m.Aside, m.Broken)
		}
	}
	if m := read(t, "flowed"); m.ID != "flowed.1@example.cn" || strings.Join(m.Answers, " ") != "ABC123@example.gov.cn ABC123@example.gov.cn first@example.cn" {
		t.Errorf("ids: %q answers %q", m.ID, m.Answers)
	}
}

// A file has the name that it was sent under, without folders, and the kind
// that its bytes are.
func TestFiles(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range read(t, "files").Files {
		got = append(got, f.Name+" "+f.Type)
	}
	want := []string{"验收材料.pdf application/pdf", "情况说明.doc application/octet-stream", "附件3.png image/png", "passwd text/plain; charset=utf-8"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
}

// R-L14: what machines write is told by their marks.
func TestAside(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]eml.Aside{"bounce": eml.Bounce, "auto": eml.Auto, "list": eml.List, "spam": eml.Spam, "html": eml.Person} {
		if m := read(t, file); m.Aside != want {
			t.Errorf("%s: %q, want %q", file, m.Aside, want)
		}
	}
	for head, want := range map[string]eml.Aside{
		"From: MAILER-DAEMON@x.cn\n":                         eml.Bounce,
		"From: a@x.cn\nAuto-Submitted: no\n":                 eml.Person,
		"From: a@x.cn\nAuto-Submitted: auto-generated (x)\n": eml.Auto,
		"From: a@x.cn\nPrecedence: junk\n":                   eml.List,
		"From: a@x.cn\nX-Spam-Status: Yes, score=9\n":        eml.Spam,
		"From: a@x.cn\nX-Spam-Status: No, score=0\n":         eml.Person,
		"From: a@x.cn\nX-Loop: gongkai\n":                    eml.Loop,
		"From: a@x.cn\nReturn-Path: <>\n":                    eml.Bounce,
		"From: a@x.cn\nReturn-Path: <a@x.cn>\nSubject: 退信\n": eml.Person,
	} {
		if m := eml.Read([]byte(head + "\ntext\n")); m.Aside != want {
			t.Errorf("%q: %q, want %q", head, m.Aside, want)
		}
	}
}

// What cannot be read is said to be so, and what can be is taken all the same.
func TestBroken(t *testing.T) {
	t.Parallel()
	m := read(t, "broken")
	if !m.Broken || m.ID != "broken.1@example.cn" || m.Subject == "" {
		t.Errorf("%+v", m)
	}
	for name, raw := range map[string]string{
		"empty": "", "no head": "\x00\xff\x00", "unknown encoding": "From: a@x.cn\nContent-Transfer-Encoding: uuencode\n\nabc\n",
		"bad base64": "From: a@x.cn\nContent-Transfer-Encoding: base64\n\n***\n", "no boundary": "From: a@x.cn\nContent-Type: multipart/mixed; boundary=x\n\ntext",
		"deep":     "From: a@x.cn\n" + strings.Repeat("Content-Type: multipart/mixed; boundary=b\n\n--b\n", 300),
		"not text": "From: a@x.cn\nContent-Type: text/plain; charset=utf-8\n\n\xff\xfe\xfa\n"} {
		if m := eml.Read([]byte(raw)); !m.Broken && name != "empty" {
			t.Errorf("%s is not said to be broken: %+v", name, m)
		}
	}
	many := "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 5000) + "--b--\n"
	if m := eml.Read([]byte(many)); !m.Broken || len(m.Text) > 2000 {
		t.Errorf("5000 parts: broken %v, %d bytes", m.Broken, len(m.Text))
	}
}

// R-L13: the same mail by two ways has one sum; another mail that bears its
// Message-ID has another.
func TestSum(t *testing.T) {
	t.Parallel()
	a := "Received: by x\nFrom: a@x.cn\nMessage-ID: <1@x.cn>\nSubject: s\n\nbody\n"
	b := "Received: by y\nDelivered-To: z\nFrom: a@x.cn\nMessage-ID: <1@x.cn>\nSubject: s\n\nbody\r\n"
	c := strings.Replace(a, "body", "other", 1)
	if x, y, z := eml.Read([]byte(a)).Sum, eml.Read([]byte(b)).Sum, eml.Read([]byte(c)).Sum; x != y || x == z {
		t.Errorf("sums %s %s %s", x, y, z)
	}
}

func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.eml")
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(raw) < 10_000 {
			f.Add(raw)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := eml.Read(raw)
		for what, s := range map[string]string{"name": m.Name, "address": m.Address, "subject": m.Subject, "text": m.Text, "id": m.ID} {
			if !utf8.ValidString(s) || strings.ContainsRune(s, 0) || strings.ContainsRune(s, '\r') || what != "text" && strings.ContainsRune(s, '\n') {
				t.Errorf("%s: %q", what, s)
			}
		}
		for _, file := range m.Files {
			if file.Name == "" || strings.ContainsAny(file.Name, "/\\\n\x00") || len(file.Bytes) == 0 {
				t.Errorf("file %q of %d bytes", file.Name, len(file.Bytes))
			}
		}
		if n := eml.Read(bytes.Clone(raw)); n.Sum != m.Sum || n.Text != m.Text {
			t.Error("the same mail is read in two ways")
		}
	})
}
