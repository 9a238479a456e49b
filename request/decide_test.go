package request

import (
	"slices"
	"strings"
	"testing"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
)

// The row of table 三 that each reply forces (§A.4.2, R-A36), written out so
// that a slip in law/tables.txt shows.
const forced = `told open, provided open, partial partial, d_secret d_secret, d_law d_law, d_3s1w d_3s1w, d_third d_third,
d_internal d_internal, d_process d_process, d_casefile d_casefile, d_query d_query, none u_none, notours u_none, u_make u_make,
u_unclear u_unclear, n_petition n_petition, n_repeat n_repeat, n_publication n_publication, n_massive n_massive, n_confirm n_confirm,
o_other o_other`

func TestForcedRow(t *testing.T) {
	t.Parallel()
	form, err := law.FormFor(2025)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, reply := range law.Terms("reply") {
		row, ok := Row(ledger.Code(reply.Key))
		if !ok || GroundName(row) == "" || !slices.ContainsFunc(form.Applications.Rows, func(r law.AppRow) bool { return r.Key == string(row) }) {
			t.Errorf("%s forces %q, which is no row", reply.Key, row)
		}
		got = append(got, reply.Key+" "+string(row))
	}
	if want := strings.ReplaceAll(forced, "\n", " "); strings.Join(got, ", ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), want)
	}
	if _, ok := Row("maybe"); ok {
		t.Error("any word is a reply")
	}
}

// Every reply with what must have gone before it (R-A30, R-A32, R-A35, R-A36, R-A37).
func TestDecide(t *testing.T) {
	t.Parallel()
	third := func(view View) Request {
		l := counter().then(march(5), "", Consulted{Ref: "c1", Party: ThirdParty}).then(march(6), "", Served{Ref: "c1"})
		if view == "" {
			return l.r
		}
		return l.then(march(10), "", Heard{Ref: "c1", View: view}).r
	}
	co := counter().then(march(5), "", Consulted{Ref: "c1", Party: CoProducer}).then(march(6), "", Served{Ref: "c1"}).r
	coObjects := counter().then(march(5), "", Consulted{Ref: "c1", Party: CoProducer}).then(march(6), "", Heard{Ref: "c1", View: Objects}).r
	asked := counter().then(march(5), "", ReasonsAsked{By: march(14)})
	supplemented := counter().then(march(5), "", Clarified{By: march(14)}).then(march(6), "", Supplemented{})
	open := counter().r
	given, kept := Part{1, "open"}, Part{2, "d_internal"}
	for _, c := range []struct {
		rule, name string
		r          Request
		a          Answer
		on         calendar.Day
		want       string
	}{
		{"R-A36", "告知获取途径，不必说理", open, Answer{Reply: "told"}, march(20), "request.decided"},
		{"R-A36", "予以公开，不必说理", open, Answer{Reply: "provided"}, march(20), "request.decided"},
		{"R-A36", "没有选择答复", open, Answer{}, march(20), "! request.decide.reply"},
		{"R-A36", "不存在须说理", open, Answer{Reply: "none"}, march(20), "! request.decide.reasons"},
		{"R-A36", "不存在", open, Answer{Reply: "none", Reasons: "检索了三个系统"}, march(20), "request.decided"},
		{"R-A36", "空白不是理由", open, Answer{Reply: "d_secret", Reasons: " 　\n"}, march(20), "! request.decide.reasons"},
		{"R-A30", "没有补正不能说仍不明确", open, Answer{Reply: "u_unclear", Reasons: "不明"}, march(20), "! request.decide.unclear"},
		{"R-A30", "补正后仍不明确", supplemented.r, Answer{Reply: "u_unclear", Reasons: "不明"}, march(20), "request.decided"},
		{"R-A35", "没有要求说明理由", open, Answer{Reply: "n_massive", Reasons: "多"}, march(20), "! request.decide.massive"},
		{"R-A35", "说明理由的期限未到", asked.r, Answer{Reply: "n_massive", Reasons: "多"}, march(14), "! request.decide.massive"},
		{"R-A35", "逾期没有说明理由", asked.r, Answer{Reply: "n_massive", Reasons: "多"}, march(15), "request.decided"},
		{"R-A35", "理由不合理", asked.then(march(7), "", Reasoned{}).r, Answer{Reply: "n_massive", Reasons: "多"}, march(8), "request.decided"},
		{"R-A32", "没有征求过第三方", open, Answer{Reply: "d_third", Reasons: "商业秘密"}, march(20), "! request.decide.third"},
		{"R-A32", "第三方还可以答复", third(""), Answer{Reply: "d_third", Reasons: "商业秘密"}, march(20), "! request.decide.waiting"},
		{"R-A32", "还可以答复，不能公开", third(""), Answer{Reply: "provided"}, march(20), "! request.decide.waiting"},
		{"R-A32", "还可以答复，不妨碍别的理由", third(""), Answer{Reply: "d_secret", Reasons: "密件"}, march(20), "request.decided"},
		{"R-A32", "第三方逾期未答复，机关决定公开", third(""), Answer{Reply: "provided"}, march(28), "request.decided"},
		{"R-A32", "第三方逾期未答复，机关决定不公开", third(""), Answer{Reply: "d_third", Reasons: "商业秘密"}, march(28), "request.decided"},
		{"R-A32", "第三方不同意", third(Objects), Answer{Reply: "d_third", Reasons: "商业秘密"}, march(20), "request.decided"},
		{"R-A32", "第三方同意，不能再保护", third(Agrees), Answer{Reply: "d_third", Reasons: "商业秘密"}, march(20), "! request.decide.agreed"},
		{"R-A32", "第三方不同意而公开", third(Objects), Answer{Reply: "provided"}, march(20), "! request.decide.objected"},
		{"R-A32", "为公共利益公开", third(Objects), Answer{Reply: "provided", Override: true}, march(20), "request.decided"},
		{"R-A32", "部分同意而全部公开", third(Partly), Answer{Reply: "provided"}, march(20), "! request.decide.objected"},
		{"R-A32", "部分同意而保留其部分", third(Partly), Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, {2, "d_third"}}}, march(20), "request.decided"},
		{"R-A32", "没有征求过而保留其部分", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, {2, "d_third"}}}, march(20), "! request.decide.third"},
		{"R-A32", "共同制作机关还可以答复（R-A34）", co, Answer{Reply: "provided"}, march(20), "! request.decide.waiting"},
		{"R-A34", "共同制作机关逾期视为同意", co, Answer{Reply: "provided"}, march(28), "request.decided"},
		{"R-A34", "共同制作机关不同意，由主办机关决定", coObjects, Answer{Reply: "provided"}, march(20), "request.decided"},
		{"R-A37", "部分公开", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, kept}}, march(20), "request.decided"},
		{"R-A37", "部分公开没有逐项", open, Answer{Reply: "partial", Reasons: "其一"}, march(20), "! request.decide.parts"},
		{"R-A37", "都公开不是部分公开", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given}}, march(20), "! request.decide.parts"},
		{"R-A37", "都不公开不是部分公开", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{kept}}, march(20), "! request.decide.parts"},
		{"R-A37", "项的理由不能又是部分公开", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, {2, "partial"}}}, march(20), "! request.decide.ground"},
		{"R-A37", "项的理由不能是未缴费", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, {2, "o_nofee"}}}, march(20), "! request.decide.ground"},
		{"R-A37", "项没有理由", open, Answer{Reply: "partial", Reasons: "其一", Parts: []Part{given, {2, ""}}}, march(20), "! request.decide.ground"},
		{"R-A37", "不是部分公开不逐项", open, Answer{Reply: "provided", Parts: []Part{given}}, march(20), "! request.decide.whole"},
	} {
		t.Run(c.rule+" "+c.name, func(t *testing.T) {
			f, err := c.r.Decide(c.a, c.on, today, "", china)
			check(t, c.rule, c.want, f, err)
		})
	}
}

// What is charged by the tariffs of §F.2: the n-th request alone, all pages; with
// real charges of 宿迁市.
func TestFees(t *testing.T) {
	t.Parallel()
	for tariff, want := range map[Tariff]map[int]int64{
		ByItem: {11: 100, 30: 100, 31: 200, 40: 200, 41: 300, 60: 400},
		ByPage: {31: 10, 100: 700, 101: 720, 200: 2700, 201: 2740, 300: 6700, 109: 880, 119: 1080, 57: 270, 72: 420, 44: 140},
	} {
		for n, yuan := range want {
			if f, err := counter().r.Levy(march(10), tariff, n, true, today, china); err != nil || f.Fen != yuan*100 {
				t.Errorf("%s %d: %d, %v, want %d", tariff, n, f.Fen, err, yuan*100)
			}
		}
	}
	if yuan(880_00) != "880" || yuan(1_05) != "1.05" {
		t.Errorf("%s %s", yuan(880_00), yuan(1_05))
	}
}

// The silence of whom the organ asks ends the stop, and no more than the stop
// (R-A32, R-A34).
func TestSilence(t *testing.T) {
	t.Parallel()
	for _, p := range []Party{ThirdParty, CoProducer} {
		c := Consult{Ref: "c1", Party: p, SentOn: march(5)}
		r := counter().r
		if got := r.Silence(c, china); !got.IsZero() {
			t.Errorf("%s: the silence ends on %s, and nobody knows of service", p, got)
		}
		c.ServedOn = march(6)
		if got := r.Silence(c, china); got != march(27) {
			t.Errorf("%s: the silence ends on %s", p, got)
		}
	}
}
