package publication

import (
	_ "embed"
	"fmt"
	"path"
	"strconv"
	"strings"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Column is a place in the site's tree (栏目). Path is its address and its
// name in the ledger; the parent is the path without its last part.
type Column struct {
	Organ       ledger.ID
	Path        ledger.Code // e.g. xxgk/zhinan
	Name        string
	Category    ledger.Code // ColumnType 栏目类别, see columns.txt
	MaxAge      int         // days after which the column is stale (检查指标), 0 = never
	Limit       string      // name of the limit in law by which its information is due
	Art20       int         // which item of Art. 20, 0 = none
	Tags        []string    // 五公开 that its articles start with
	Description string
	Keywords    []string
	Order       int
	Rev         int64
}

// Parent is the path of the column above, empty at the top.
func (c Column) Parent() ledger.Code {
	p := path.Dir(string(c.Path))
	if p == "." {
		return ""
	}
	return ledger.Code(p)
}

// Under says whether the column is the other or lies below it.
func (c Column) Under(p ledger.Code) bool {
	return c.Path == p || strings.HasPrefix(string(c.Path), string(p)+"/")
}

// Open returns the fact of a column being set up.
func (c Column) Open() (ColumnOpened, error) {
	if strings.TrimSpace(c.Name) == "" {
		return ColumnOpened{}, refusal.New("column.open.name", "§D.4").On("name")
	}
	return ColumnOpened{Column: c.Path, Parent: c.Parent(), Category: c.Category}, nil
}

//go:embed columns.txt
var columnsText string

// DefaultColumns is the tree that a new organ starts with, that of a science
// bureau (standards.md §C, §D.2, §H.2).
func DefaultColumns() []Column {
	cols, err := ParseColumns(columnsText)
	if err != nil {
		panic("publication: columns.txt: " + err.Error()) // embedded, tested
	}
	return cols
}

// ParseColumns reads the table of columns.txt; officials may keep their own.
func ParseColumns(text string) ([]Column, error) {
	var out []Column
	seen := map[ledger.Code]bool{"": true}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "|")
		if len(f) != 9 {
			return nil, fmt.Errorf("第%d行应有9栏，实有%d栏", n, len(f))
		}
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		age, err1 := number(f[3])
		art, err2 := number(f[5])
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("第%d行：期限或条款项不是数字", n)
		}
		c := Column{Path: ledger.Code(f[0]), Name: f[1], Category: ledger.Code(f[2]), MaxAge: age,
			Limit: f[4], Art20: art, Tags: words(f[6]), Description: f[7], Keywords: words(f[8]), Order: len(out) + 1}
		if !seen[c.Parent()] || seen[c.Path] {
			return nil, fmt.Errorf("第%d行：栏目 %s 重复，或上级栏目不在其前", n, c.Path)
		}
		seen[c.Path] = true
		out = append(out, c)
	}
	return out, nil
}

func number(s string) (int, error) {
	if s == "" || s == "-" {
		return 0, nil
	}
	return strconv.Atoi(s)
}

// words splits a cell at commas, Chinese or not, and at blanks.
func words(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",，、；； ", r) })
}
