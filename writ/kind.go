package writ

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/ledger"
)

//go:embed kinds.txt
var kindsText string

//go:embed elements.txt
var elementsText string

// Audience is who gets a letter.
type Audience string

const (
	ToApplicant Audience = "applicant" // 申请人
	ToThird     Audience = "third"     // 第三方
	ToOrgan     Audience = "organ"     // 其他机关
	ToNobody    Audience = "office"    // 本机关自用
)

// Name is the printed name.
func (a Audience) Name() string {
	return map[Audience]string{ToApplicant: "申请人", ToThird: "第三方", ToOrgan: "其他机关", ToNobody: "本机关"}[a]
}

// Element (要素) is what a letter must state: a value that a placeholder stands
// for, or set phrases.
type Element struct {
	Key     string // of Values, "" for phrases
	Name    string // printed, and written in texts as {Name}
	Meaning string
	Sample  string
	phrases []string // all must stand; a slash parts equals
}

// Kind is a kind of letter and what standards §I.3 asks of it.
type Kind struct {
	Key      ledger.Code
	Name     string
	To       Audience
	Series   string
	Articles []string // must be named, such as 第三十六条第（三）项
	Elements []Element
	Outcome  ledger.Code // row of table 三 that the remedy paragraph goes by, "" for none
	Case     string      // the reply that it gives, in words; "" for letters on the way
}

// RemedyKind is the table of remedies (救济途径表), edited like a letter.
const RemedyKind ledger.Code = "remedy"

var (
	elements = must(parseElements(elementsText))
	kinds    = must(parseKinds(kindsText))
)

// OfCase says that letters of the kind are those of a case (办件), which the law on
// permits governs and not the 条例.
func (k Kind) OfCase() bool { return strings.HasPrefix(string(k.Key), "case_") }

// Kinds lists the kinds of letters in the order of the table.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindOf finds a kind.
func KindOf(key ledger.Code) (Kind, bool) {
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Key == key })
	if i < 0 {
		return Kind{}, false
	}
	return kinds[i], true
}

// Elements lists every placeholder that a text may use.
func Elements() []Element {
	var out []Element
	for _, e := range elements {
		if e.Key != "" {
			out = append(out, e)
		}
	}
	return out
}

// ReplyKind is the kind of letter that a reply of law's list reply is given in.
func ReplyKind(reply ledger.Code) ledger.Code { return "answer_" + reply }

func elementOf(name string) (Element, bool) {
	i := slices.IndexFunc(elements, func(e Element) bool { return e.Name == name })
	if i < 0 {
		return Element{}, false
	}
	return elements[i], true
}

func parseElements(text string) (out []Element, err error) {
	err = law.Rows(text, func(c []string) error {
		switch {
		case len(c) == 3 && c[0] == "=":
			out = append(out, Element{Name: c[1], phrases: strings.Fields(c[2])})
		case len(c) == 4:
			out = append(out, Element{Key: c[0], Name: c[1], Meaning: c[2], Sample: c[3]})
		default:
			return fmt.Errorf("应有4栏，或者以 = 开头的3栏")
		}
		return nil
	})
	return out, err
}

// article takes the provisions out of a list such as 条例第十四条、第三十六条第(三)项.
var article = regexp.MustCompile(`第[一二三四五六七八九十]+条(?:第[一二三四五六七八九十]+款)?(?:第（[一二三四五六七八九十]+）项)?`)

func parseKinds(text string) (out []Kind, err error) {
	err = law.Rows(text, func(c []string) error {
		if len(c) < 6 {
			return fmt.Errorf("应有6栏或者7栏")
		}
		k := Kind{Key: ledger.Code(c[0]), Name: c[1], To: Audience(c[2]), Series: c[3], Articles: strings.Fields(c[4])}
		if len(c) > 6 {
			k.Outcome = ledger.Code(c[6])
		}
		if reply, ok := strings.CutPrefix(c[4], "reply "); ok {
			i := slices.IndexFunc(law.Terms("reply"), func(t law.Term) bool { return t.Key == reply })
			if i < 0 {
				return fmt.Errorf("没有答复种类 %s", reply)
			}
			t := law.Terms("reply")[i]
			full := strings.NewReplacer("(", "（", ")", "）").Replace(t.Article)
			k.Articles, k.Outcome = article.FindAllString(full, -1), ledger.Code(t.Note)
			k.Case = t.Label
		}
		for _, name := range strings.Fields(c[5]) {
			e, ok := elementOf(name)
			if !ok {
				return fmt.Errorf("没有要素 %s", name)
			}
			k.Elements = append(k.Elements, e)
		}
		out = append(out, k)
		return nil
	})
	return out, err
}
