package staff

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/internal/office"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/request"
	"gongkai/writ"
)

// answerForm is the form of a draft answer (拟答复): one of the reply kinds, in
// the order of table 三, and what its letter must state.
type answerForm struct {
	F       form
	Open    bool
	Replies []replyGroup
	Grounds []option
	Items   []item
	More    int // rows after the next press
	Asks    []answerAsk
	Over    bool          // a third party does not agree
	Kept    []office.Kept // files that the form brought before
	Again   bool          // a draft was sent back; its files are not taken over
}

// replyGroup is a row of table 三 with the replies that count in it.
type replyGroup struct {
	Name    string
	Options []option
}

// answerAsk is a field with the replies that it is for, all when empty, and those
// that must state it.
type answerAsk struct {
	field
	For, Needed string
}

// item is a row of a part release: what, given or on which ground withheld, why.
type item struct {
	No                   int
	Text, Ground, Reason string
}

const maxItems = 30

var tableThree = []struct{ prefix, name string }{{"open", "（一）予以公开"}, {"partial", "（二）部分公开"}, {"d_", "（三）不予公开"},
	{"u_", "（四）无法提供"}, {"n_", "（五）不予处理"}, {"o_", "（六）其他处理"}}

func replyGroups() (out []replyGroup) {
	for _, g := range tableThree {
		x := replyGroup{Name: g.name}
		for _, t := range law.Terms("reply") {
			if strings.HasPrefix(t.Note, g.prefix) {
				x.Options = append(x.Options, option{t.Key, t.Label + "（" + t.Article + "）"})
			}
		}
		out = append(out, x)
	}
	return out
}

// needs says in words which kinds of answer must state an element, and names
// the kinds by their keys.
func needs(elements ...string) (words, keys string) {
	var with, without, ids []string
	for _, t := range law.Terms("reply") {
		k, _ := writ.KindOf(writ.ReplyKind(ledger.Code(t.Key)))
		name := t.Label
		if _, after, ok := strings.Cut(name, "："); ok {
			name = after
		}
		name, _, _ = strings.Cut(name, "，")
		if slices.ContainsFunc(k.Elements, func(e writ.Element) bool { return slices.Contains(elements, e.Name) }) {
			with, ids = append(with, "“"+name+"”"), append(ids, t.Key)
		} else {
			without = append(without, "“"+name+"”")
		}
	}
	keys = strings.Join(ids, " ")
	if keys == "" {
		return "", ""
	}
	if len(with) > len(without) {
		return "除" + strings.Join(without, "") + "以外都要写。", keys
	}
	return strings.Join(with, "") + "要写。", keys
}

// answer fills the form: with what was typed, else with the draft that was
// sent back.
func (a *ask) answer(f form, v office.RequestView) answerForm {
	if !f.Values.Has("decide_reply") && v.Draft != nil {
		fillDraft(f.Values, *v.Draft)
	}
	x := answerForm{F: f, Replies: replyGroups(), Again: v.Draft != nil}
	x.Grounds = []option{{"open", "予以公开"}}
	for _, t := range law.Terms("ground") {
		if t.Key != "open" && t.Key != "partial" && !strings.HasPrefix(t.Key, "o_") {
			x.Grounds = append(x.Grounds, option{t.Key, "不公开：" + t.Label})
		}
	}
	rows := itemRows(f.Values)
	for n := 1; n <= rows; n++ {
		at := "_" + strconv.Itoa(n)
		x.Items = append(x.Items, item{n, f.Get("decide_text" + at), f.Get("decide_ground" + at), f.Get("decide_reason" + at)})
	}
	x.More = min(rows+1, maxItems)
	x.Over = slices.ContainsFunc(v.Consults, func(c office.ConsultView) bool {
		return c.Party == request.ThirdParty && (c.View == request.Objects || c.View == request.Partly)
	})
	ask := func(typ string, rows int, name, label, hint, only string, elements ...string) {
		words, keys := needs(elements...)
		q := question(f, typ, "decide_"+name, label, hint+words)
		q.Rows, q.Optional = rows, keys == ""
		x.Asks = append(x.Asks, answerAsk{q, only, keys})
	}
	ask("area", 3, "facts", "事实", "怎样检索、查到什么、信息现在怎样。", "", "事实")
	ask("line", 1, "basis", "条例以外的依据", "法律、行政法规的名称和条款。", "", "具体依据")
	ask("area", 3, "reasons", "理由", "把依据和这件申请联系起来写。", "", "理由")
	ask("area", 2, "supply", "获取途径、提供方式", "网址、文件名称，或者随答复书提供的载体和份数。", "", "获取途径", "提供方式")
	_, again := needs("此前的答复")
	ask("line", 1, "earlier", "此前的答复", "文号和日期。", again, "此前的答复")
	ask("line", 1, "right_organ", "负责公开的机关", "能够确定的，告知名称（条例第三十六条第（五）项）。", "notours")
	ask("line", 1, "right_contact", "该机关的联系方式", "", "notours")
	return x
}

func itemRows(v url.Values) int {
	n, _ := strconv.Atoi(v.Get("decide_rows")) // none typed yet: the least that a part release has
	return max(2, min(n, maxItems))
}

func fillDraft(v url.Values, d office.Draft) {
	for name, s := range map[string]string{"reply": d.Reply, "facts": d.Facts, "basis": d.Ground, "reasons": d.Reasons, "supply": d.Supply, "earlier": d.Earlier,
		"right_organ": d.RightOrgan, "right_contact": d.RightContact, "interest": d.Interest, "rows": strconv.Itoa(len(d.Items))} {
		v.Set("decide_"+name, s)
	}
	if d.Override {
		v.Set("decide_override", "1")
	}
	for i, it := range d.Items {
		at := "_" + strconv.Itoa(i+1)
		v.Set("decide_text"+at, it.Text)
		v.Set("decide_ground"+at, it.Ground)
		v.Set("decide_reason"+at, it.Reason)
	}
}

// draftOf reads the form; rows of items that were left empty are none, and only
// a part release has items.
func draftOf(v url.Values) office.Draft {
	get := func(name string) string { return strings.TrimSpace(v.Get("decide_" + name)) }
	d := office.Draft{Reply: get("reply"), Facts: get("facts"), Ground: get("basis"), Reasons: get("reasons"), Supply: get("supply"), Earlier: get("earlier"),
		RightOrgan: get("right_organ"), RightContact: get("right_contact"), Override: get("override") == "1", Interest: get("interest")}
	for n := 1; n <= itemRows(v); n++ {
		it := office.DraftItem{Text: get(fmt.Sprintf("text_%d", n)), Ground: get(fmt.Sprintf("ground_%d", n)), Reason: get(fmt.Sprintf("reason_%d", n))}
		if it.Text+it.Reason != "" {
			d.Items = append(d.Items, it)
		}
	}
	return d
}

// decideRequest drafts the answer, or shows the form with one row more.
func (s *server) decideRequest(a *ask) error {
	v, err := a.scans(a.caseForm(request.DecideVerb), func(string) string { return "supplied" })
	if err == nil && v.Get("decide_more") != "" && !a.kept {
		v.Set("decide_rows", v.Get("decide_more"))
		return a.showRequest(http.StatusOK, caseAsk{F: v.back(form{Values: v.Values}), Asked: request.DecideVerb})
	}
	if err == nil {
		err = a.try(func() error {
			return s.o.DecideRequest(a.ctx(), a.who, a.id(), requestAct(request.DecideVerb, v), draftOf(v.Values))
		})
	}
	return a.after(request.DecideVerb, v, "已拟答复，请看答复书；下一步由另一位同志审核。", err)
}
