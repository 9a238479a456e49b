package law

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed website.txt
var websiteText string

// WebsiteForm is the shape of the 政府网站工作年度报表 in the years that use it
// (国办发〔2017〕47号, standards.md §D.5).
type WebsiteForm struct {
	Name             string
	Notice           string
	FromYear, ToYear int // ToYear 0 while in use
	Parts            []WebsitePart
}

// WebsitePart is a part of the form, in the order in which it is printed.
type WebsitePart struct {
	Key, Title string
	Rows       []WebsiteRow
}

// WebsiteRow is a line of the form: a number with its unit, a yes or no, words.
type WebsiteRow struct {
	Key, Group, Label, Unit string
	Sort                    string // words, count, yes, site or day
	Whence                  string // counted, said, may or frozen
}

// Said tells that an officer says it, with a document: no entry of the work does.
func (r WebsiteRow) Said() bool { return r.Whence == "said" || r.Whence == "may" }

// Printed is the label with the group that it stands under.
func (r WebsiteRow) Printed() string {
	if r.Group == "" {
		return r.Label
	}
	return r.Group + "·" + r.Label
}

// WebsiteSites are the two kinds of sites (网站类型), by the number that stands for
// them in the ledger.
var WebsiteSites = []string{1: "政府门户网站", 2: "部门网站"}

// Rows lists all rows in order.
func (f WebsiteForm) Rows() []WebsiteRow {
	var out []WebsiteRow
	for _, p := range f.Parts {
		out = append(out, p.Rows...)
	}
	return out
}

// Row is the row of a key.
func (f WebsiteForm) Row(key string) (WebsiteRow, bool) {
	rows := f.Rows()
	i := slices.IndexFunc(rows, func(r WebsiteRow) bool { return r.Key == key })
	if i < 0 {
		return WebsiteRow{}, false
	}
	return rows[i], true
}

// Part is the part of a key.
func (f WebsiteForm) Part(key string) (WebsitePart, bool) {
	i := slices.IndexFunc(f.Parts, func(p WebsitePart) bool { return p.Key == key })
	if i < 0 {
		return WebsitePart{}, false
	}
	return f.Parts[i], true
}

// WebsiteFormFor is the form of a year.
func WebsiteFormFor(year int) (WebsiteForm, error) {
	for _, f := range websiteForms {
		if year >= f.FromYear && (f.ToYear == 0 || year <= f.ToYear) {
			return f, nil
		}
	}
	return WebsiteForm{}, fmt.Errorf("没有%d年的网站工作年度报表格式", year)
}

var websiteForms = func() []WebsiteForm {
	f, err := parseWebsite(websiteText)
	if err != nil {
		panic("law: website.txt: " + err.Error()) // embedded, tested
	}
	return f
}()

func parseWebsite(text string) (out []WebsiteForm, err error) {
	err = Rows(text, func(c []string) error {
		word, rest, _ := strings.Cut(c[0], " ")
		var f *WebsiteForm
		if len(out) > 0 {
			f = &out[len(out)-1]
		}
		switch {
		case word == "form" && len(c) == 4:
			from, err1 := strconv.Atoi(c[2])
			to, err2 := strconv.Atoi(c[3])
			if err1 != nil || err2 != nil {
				return fmt.Errorf("年份不是数字")
			}
			out = append(out, WebsiteForm{Name: rest, Notice: c[1], FromYear: from, ToYear: to})
		case f != nil && word == "part" && len(c) == 2:
			f.Parts = append(f.Parts, WebsitePart{Key: rest, Title: c[1]})
		case f != nil && word == "row" && len(c) == 6 && len(f.Parts) > 0:
			r := WebsiteRow{rest, c[1], c[2], c[3], c[4], c[5]}
			if _, twice := f.Row(r.Key); twice || !slices.Contains([]string{"words", "count", "yes", "site", "day"}, r.Sort) ||
				!slices.Contains([]string{"counted", "said", "may", "frozen"}, r.Whence) {
				return fmt.Errorf("项目 %s 重复，或类别、来源不对", r.Key)
			}
			p := &f.Parts[len(f.Parts)-1]
			p.Rows = append(p.Rows, r)
		default:
			return fmt.Errorf("应以 form、part 或 row 开头")
		}
		return nil
	})
	return out, err
}
