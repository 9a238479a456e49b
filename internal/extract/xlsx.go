package extract

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"

	"gongkai/check"
)

// workbook reads a .xlsx: every sheet, also those that are hidden so that Excel
// does not offer to show them, and what is kept beside the sheets.
func (p *pack) workbook(main string) error {
	p.seen[main] = true
	type sheet struct{ name, state, id string }
	var sheets []sheet
	defined, label := strings.Builder{}, ""
	x := &sheetReader{pack: p}
	err := p.walk(main, func(e *tag) error {
		switch e.name {
		case "sheet":
			sheets = append(sheets, sheet{e.get("name"), e.get("state"), e.get("id")})
		case "workbookPr":
			x.date1904 = e.get("date1904") == "1" || e.get("date1904") == "true"
		case "absPath":
			p.meta("文件属性“保存路径”", e.get("url"))
		case "definedName":
			label = e.get("name")
			defined.Reset()
		}
		return nil
	}, func(name string) {
		if name == "definedName" {
			if s := defined.String(); strings.Contains(s, `"`) || strings.ContainsFunc(label, unicode.IsDigit) {
				p.b.Add(check.Part{Kind: check.Hidden, Where: "名称“" + label + "”", Line: 1, Column: 1}, label+" "+s)
			}
			label = ""
		}
	}, func(b []byte) {
		if label != "" {
			defined.Write(b)
		}
	})
	if err != nil {
		return err
	}
	parts := map[string]string{}
	for _, r := range p.relations(main) {
		parts[r.id] = r.target
		switch path.Base(r.kind) {
		case "sharedStrings":
			err = p.try(r.target, x.readShared)
		case "styles":
			err = p.try(r.target, x.readStyles)
		}
		if err != nil {
			return err
		}
	}
	for _, s := range sheets {
		x.name, x.hides = "工作表“"+s.name+"”", ""
		if s.state == "hidden" || s.state == "veryHidden" {
			x.hides = "（隐藏的工作表）"
		}
		name := parts[s.id]
		if p.files[name] == nil {
			p.b.Unread(x.name, x.name+"在文件里缺失，没有检查；请用 Excel 或 WPS 打开后另存")
			continue
		}
		if err := p.try(name, x.sheet); err != nil {
			return err
		}
		for _, r := range p.relations(name) {
			switch path.Base(r.kind) {
			case "comments", "threadedComment":
				err = p.try(r.target, x.comments)
			case "drawing":
				err = p.try(r.target, func(part string) error { return p.sweepAs(part, x.name+"的图形") })
			case "vmlDrawing":
				p.seen[r.target] = true // what comments say is read above
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// sheetReader reads sheet after sheet.
type sheetReader struct {
	*pack
	shared   []string
	formats  []format // by cell style
	date1904 bool

	name, hides string
	columns     []span // hidden ones
	allRows     bool   // rows are hidden unless they say otherwise
	row         int
	rowHidden   bool
	col         int
	kind        string // of the cell's value
	style       int
	value, code strings.Builder
	into        *strings.Builder
	phonetic    int
}

type span struct{ from, to int }

// readShared reads the words that cells share.
func (x *sheetReader) readShared(name string) error {
	var words strings.Builder
	phonetic, in, size := 0, false, 0
	return x.walk(name, func(e *tag) error {
		switch e.name {
		case "si":
			words.Reset()
		case "rPh":
			phonetic++
		case "t":
			in = phonetic == 0
		}
		return nil
	}, func(name string) {
		switch name {
		case "si":
			if size += words.Len(); size <= maxWords {
				x.shared = append(x.shared, words.String())
			}
		case "rPh":
			phonetic--
		case "t":
			in = false
		}
	}, func(b []byte) {
		if in {
			words.Write(b)
		}
	})
}

// sheet reads the cells of a sheet.
func (x *sheetReader) sheet(name string) error {
	x.table++
	x.columns, x.allRows, x.row = nil, false, 0
	return x.walk(name, x.open, x.shut, func(b []byte) {
		if x.into != nil && x.phonetic == 0 {
			x.into.Write(b)
		}
	})
}

func (x *sheetReader) open(e *tag) error {
	yes := func(name string) bool { return e.get(name) == "1" || e.get(name) == "true" }
	switch e.name {
	case "sheetFormatPr":
		x.allRows = yes("zeroHeight")
	case "col":
		from, _ := strconv.Atoi(e.get("min"))
		to, _ := strconv.Atoi(e.get("max"))
		if yes("hidden") || e.get("width") == "0" {
			x.columns = append(x.columns, span{from, to})
		}
	case "row":
		x.row++
		if n, err := strconv.Atoi(e.get("r")); err == nil {
			x.row = n
		}
		x.rowHidden = yes("hidden") || e.get("ht") == "0" || x.allRows && e.get("hidden") == "" && e.get("ht") == ""
		x.col = 0
	case "c":
		x.col++
		if c := column(e.get("r")); c > 0 {
			x.col = c
		}
		x.kind = e.get("t")
		x.style, _ = strconv.Atoi(e.get("s"))
		x.value.Reset()
		x.code.Reset()
	case "v", "t":
		x.into = &x.value
	case "f":
		x.into = &x.code
	case "rPh":
		x.phonetic++
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter", "formula1", "formula2":
		x.value.Reset()
		x.into = &x.value
	case "hyperlink":
		for _, a := range []string{"location", "display", "tooltip"} {
			if s := e.get(a); longDigits(s) || strings.Contains(s, "@") {
				x.b.Add(check.Part{Kind: check.Hidden, Where: x.name + e.get("ref") + "的链接", Line: 1, Column: 1}, s)
			}
		}
	}
	return nil
}

func longDigits(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n >= 7
}

func (x *sheetReader) shut(name string) {
	switch name {
	case "c":
		x.cell()
	case "v", "t", "f":
		x.into = nil
	case "rPh":
		x.phonetic = max(x.phonetic-1, 0)
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		x.aside("页眉页脚")
	case "formula1", "formula2":
		if strings.Contains(x.value.String(), `"`) {
			x.aside("数据有效性")
		}
	}
}

func (x *sheetReader) aside(where string) {
	x.into = nil
	if s := strings.TrimSpace(x.value.String()); s != "" {
		x.b.Add(check.Part{Kind: check.Hidden, Where: x.name + where, Line: 1, Column: 1}, s)
	}
}

// cell gives a cell to the text.
func (x *sheetReader) cell() {
	words := x.value.String()
	switch x.kind {
	case "s":
		if i, err := strconv.Atoi(strings.TrimSpace(words)); err == nil && i >= 0 && i < len(x.shared) {
			words = x.shared[i]
		} else {
			words = ""
		}
	case "b":
		words = map[string]string{"1": "TRUE", "0": "FALSE"}[words]
	case "", "n":
		if x.style >= 0 && x.style < len(x.formats) {
			words = x.formats[x.style].show(words, x.date1904)
		} else {
			words = plainNumber(words)
		}
	}
	part := check.Part{Kind: check.Cell, Line: x.row, Column: 1, Table: x.table, Row: x.row, Col: x.col, Where: x.name + letters(x.col) + strconv.Itoa(x.row)}
	hides := x.hides
	if x.rowHidden {
		hides += "（隐藏行）"
	}
	for _, c := range x.columns {
		if x.col >= c.from && x.col <= c.to {
			hides += "（隐藏列）"
			break
		}
	}
	if hides != "" {
		part.Kind, part.Where = check.Hidden, part.Where+hides
	}
	if words != "" {
		x.b.Add(part, words)
	}
	if code := x.code.String(); strings.Contains(code, `"`) && longDigits(code) {
		x.b.Add(check.Part{Kind: check.Hidden, Where: part.Where + "公式", Line: x.row, Column: 1}, code)
	}
}

// comments reads notes and threads on cells.
func (x *sheetReader) comments(name string) error {
	ref, in := "", false
	var words strings.Builder
	authors := map[string]bool{}
	return x.walk(name, func(e *tag) error {
		switch e.name {
		case "comment", "threadedComment":
			ref = e.get("ref")
			words.Reset()
		case "author":
			words.Reset()
			in = true
		case "t":
			in = true
		case "text":
			in = strings.Contains(name, "threaded")
		}
		return nil
	}, func(name string) {
		switch name {
		case "comment", "threadedComment":
			if s := strings.TrimSpace(words.String()); s != "" {
				x.b.Add(check.Part{Kind: check.Comment, Where: x.name + ref + "批注" + x.hides, Line: 1, Column: 1}, s)
			}
			in = false
		case "author":
			if a := words.String(); !authors[a] && !strings.HasPrefix(a, "tc=") {
				authors[a] = true
				x.meta("批注作者", a)
			}
			in = false
		case "t", "text":
			in = false
		}
	}, func(b []byte) {
		if in {
			words.Write(b)
		}
	})
}

// column is the number of the letters that a cell's name begins with.
func column(ref string) int {
	n := 0
	for _, r := range ref {
		if r < 'A' || r > 'Z' || n > 20000 {
			break
		}
		n = n*26 + int(r-'A') + 1
	}
	return n
}

// letters names a column.
func letters(n int) string {
	if n <= 0 {
		return ""
	}
	n--
	return letters(n/26) + fmt.Sprintf("%c", 'A'+n%26)
}
