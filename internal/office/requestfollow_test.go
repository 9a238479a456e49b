package office_test

import (
	"strings"
	"testing"

	"gongkai/internal/office"
	"gongkai/internal/testkit"
	"gongkai/writ"
)

// §A.6: the page counts the remedies that the letter told, and no others: since
// 2024-01-01 what is 不予公开 has no direct suit; an answer that was signed
// before and left after told the choice.
func TestCountdownsAreTheLetters(t *testing.T) {
	t.Parallel()
	withheld := office.Draft{Reply: "d_secret", Facts: "经查，该文件依法定为秘密级", Ground: "《中华人民共和国保守国家秘密法》", Reasons: "属于国家秘密"}
	none := office.Draft{Reply: "none", Facts: "经检索本机关档案和业务系统，没有该信息", Reasons: "该信息本机关未制作、未获取"}
	for name, tt := range map[string]struct {
		day, sent string
		draft     office.Draft
		edit      bool // the legal officer sends part of it to review first
		want      string
	}{
		"before 2024":           {"2023-11-01", "2023-11-20", withheld, false, "申请行政复议 提起行政诉讼"},
		"2024 withheld":         {"2024-03-04", "2024-03-20", withheld, false, "申请行政复议"},
		"2024 none":             {"2024-03-04", "2024-03-20", none, false, "申请行政复议 提起行政诉讼"},
		"signed before, sent":   {"2023-12-29", "2024-01-02", withheld, false, "申请行政复议 提起行政诉讼"},
		"the organ's own table": {"2024-03-04", "2024-03-20", none, true, "申请行政复议"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, testkit.Open(t, testkit.Fresh(t, "sqlite")), tt.day)
			ctx := t.Context()
			if tt.edit {
				table, _ := writ.Pick(writ.Builtin(), writ.RemedyKind, d.Today())
				d.must(d.EditTemplate(ctx, d.who["fagui"], writ.RemedyKind, tt.day,
					strings.Replace(table.Text, "适用 d_secret", "适用 u_none 本机关不掌握\n适用 d_secret", 1)))
			}
			got, err := d.ApplyRequest(ctx, "kjj", application(), nil, "127.0.0.1")
			d.must(err)
			id := got.ID
			d.must(d.DecideRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{}), tt.draft))
			d.must(d.ReviewRequest(ctx, d.who["fagui"], id, d.act("fagui", id, office.RequestAct{})))
			d.must(d.SignRequest(ctx, d.who["fenguan"], id, d.act("fenguan", id, office.RequestAct{})))
			d.day(tt.sent)
			d.must(d.SendRequest(ctx, d.who["lisi"], id, d.act("lisi", id, office.RequestAct{Way: "web"})))
			pass, err := d.FollowRequest(ctx, "kjj", got.Code, "5678", "127.0.0.1")
			d.must(err)
			f, err := d.Followed(ctx, "kjj", pass)
			d.must(err)
			var names []string
			for _, c := range f.Remedies {
				names = append(names, c.Name)
			}
			if got := strings.Join(names, " "); got != tt.want || (f.Later != nil) != !strings.Contains(tt.want, "诉讼") {
				t.Errorf("counted %q, want %q; later suit %v", got, tt.want, f.Later)
			}
			for _, c := range f.Remedies {
				if !c.Last.IsZero() || c.Words == "" {
					t.Errorf("%s counts before the answer was opened: %+v", c.Name, c)
				}
			}
			letter := f.Letters[len(f.Letters)-1]
			w, err := d.FollowedLetter(ctx, "kjj", pass, letter.ID)
			d.must(err)
			if f, err = d.Followed(ctx, "kjj", pass); err != nil || len(f.Remedies) > 0 && f.Remedies[0].Last.IsZero() {
				t.Errorf("an answer that was opened counts nothing: %+v, %v", f.Remedies, err)
			}
			if told := strings.Contains(w.Letter(), "6个月"); told != strings.Contains(tt.want, "诉讼") {
				t.Errorf("the letter tells a direct suit: %v", told)
			}
		})
	}
}
