package conv

import (
	"regexp"
	"strconv"
	"strings"
)

// Word counts 一、 or 第一条 itself and does not store them in the text. In a
// paper these numbers are part of the words, so they are counted here again.
// Only a plain run 1. 2. 3. stays a list.

// numLevel is how a level of a list is numbered.
type numLevel struct {
	format, text string // "decimal", "%1."
	start        int
	override     bool // this list begins anew at start
}

// numList is a list; lists that share an abstract one go on with its count.
type numList struct {
	abstract string
	levels   []numLevel
}

// numbers counts through a document.
type numbers struct {
	lists   map[string]numList // by numId
	count   map[string][]int   // by abstract list, a count for each level
	begun   map[string]bool    // numId was met
	textual map[string]bool    // the numbers of numId are words
}

// readNumbering learns the lists.
func (r *reader) readNumbering() error {
	b, err := r.pkg.read("word/numbering.xml")
	if err != nil {
		return nil
	}
	t, err := parse(b)
	if err != nil {
		return &Damaged{"文件的编号表已损坏", resave}
	}
	abstract := map[string][]numLevel{}
	for _, k := range t.kids {
		switch k.name {
		case "abstractNum":
			var levels []numLevel
			for _, l := range k.kids {
				if l.name == "lvl" && len(levels) < 9 {
					levels = append(levels, levelOf(l))
				}
			}
			abstract[k.attr["abstractNumId"]] = levels
		case "num":
			l := numList{abstract: k.val("abstractNumId")}
			l.levels = append(l.levels, abstract[l.abstract]...)
			for _, o := range k.kids {
				i, err := strconv.Atoi(o.attr["ilvl"])
				if o.name != "lvlOverride" || err != nil || i < 0 || i >= len(l.levels) {
					continue
				}
				if full := o.child("lvl"); full != nil {
					l.levels[i] = levelOf(full)
				}
				if n, err := strconv.Atoi(o.val("startOverride")); err == nil {
					l.levels[i].start, l.levels[i].override = n, true
				}
			}
			r.nums.lists[k.attr["numId"]] = l
		}
	}
	return nil
}

func levelOf(l *node) numLevel {
	v := numLevel{format: l.val("numFmt"), text: l.val("lvlText"), start: 1}
	if n, err := strconv.Atoi(l.val("start")); err == nil {
		v.start = n
	}
	return v
}

// listOf is the list and level that a paragraph belongs to by itself or by its
// style; "" for none.
func (r *reader) listOf(p *node) (id string, level int) {
	props := p.child("pPr")
	for _, num := range []*node{props.child("numPr"), r.styles[props.val("pStyle")].num} {
		if num == nil || id != "" {
			continue
		}
		id = num.val("numId")
		level, _ = strconv.Atoi(num.val("ilvl"))
	}
	l, ok := r.nums.lists[id]
	if !ok || len(l.levels) == 0 {
		return "", 0
	}
	return id, min(max(level, 0), len(l.levels)-1)
}

var plainNumber = regexp.MustCompile(`^([(（]?%[1-9][.．、)）]?)$`)

// scan finds the lists whose numbers are words: those with 一、 or 第一条, those
// of headings, those with other text between their items, and those that do
// not begin with 1.
func (r *reader) scan(body *node) {
	gap, seen := 0, map[string]int{}
	for _, p := range body.kids {
		if p.name != "p" {
			gap++
			continue
		}
		id, level := r.listOf(p)
		if id == "" {
			if p.find("t") != nil || p.find("blip") != nil {
				gap++
			}
			continue
		}
		l := r.nums.lists[id].levels[level]
		if l.format == "bullet" {
			continue
		}
		if at, ok := seen[id]; ok && at != gap {
			r.nums.textual[id] = true
		}
		seen[id] = gap
		if l.start != 1 || !plainNumber.MatchString(l.text) || r.styles[p.child("pPr").val("pStyle")].level > 0 {
			r.nums.textual[id] = true
		}
		switch l.format {
		case "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimalZero", "decimalFullWidth":
		default:
			r.nums.textual[id] = true
		}
	}
}

// next counts a paragraph and returns its number as Word shows it.
func (n *numbers) next(id string, level int) string {
	l := n.lists[id]
	count := n.count[l.abstract]
	if count == nil {
		count = make([]int, 9)
		for i := range count {
			count[i] = -1
		}
		n.count[l.abstract] = count
	}
	if !n.begun[id] {
		n.begun[id] = true
		for i, v := range l.levels {
			if v.override {
				count[i] = -1
			}
		}
	}
	for i := range level + 1 {
		if count[i] < 0 {
			count[i] = l.levels[i].start
			if i < level {
				continue
			}
		} else if i == level {
			count[i]++
		}
	}
	for i := level + 1; i < len(count); i++ {
		count[i] = -1
	}
	text := l.levels[level].text
	for i := range l.levels {
		if mark := "%" + strconv.Itoa(i+1); strings.Contains(text, mark) {
			text = strings.ReplaceAll(text, mark, numeral(l.levels[i].format, max(count[i], 0)))
		}
	}
	text = strings.TrimSpace(text)
	if text != "" && !strings.HasSuffix(text, "、") && !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ")") && !strings.HasSuffix(text, "）") && !strings.HasSuffix(text, "．") {
		text += "\u3000" // 第一条 stands a space off
	}
	return text
}

// numeral writes a number in a format of Word.
func numeral(format string, n int) string {
	pick := func(from string) string {
		if r := []rune(from); n >= 1 && n <= len(r) {
			return string(r[n-1])
		}
		return strconv.Itoa(n)
	}
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand":
		return chinese(n)
	case "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand":
		var b strings.Builder
		for _, d := range strconv.Itoa(n) {
			b.WriteRune([]rune("〇一二三四五六七八九")[d-'0'])
		}
		return b.String()
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return pick("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸")
	case "upperLetter":
		return pick("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	case "lowerLetter":
		return pick("abcdefghijklmnopqrstuvwxyz")
	case "upperRoman":
		return pick("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ")
	case "none", "bullet":
		return ""
	}
	return strconv.Itoa(n)
}

// chinese is n as it is read, up to 999: 一, 十, 二十一, 一百零二.
func chinese(n int) string {
	digits := []rune("零一二三四五六七八九")
	if n < 0 || n > 999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	h, t, u := n/100, n/10%10, n%10
	if h > 0 {
		b.WriteString(string(digits[h]) + "百")
	}
	switch {
	case t > 1 || t == 1 && h > 0:
		b.WriteString(string(digits[t]) + "十")
	case t == 1:
		b.WriteString("十")
	case h > 0 && u > 0:
		b.WriteString("零")
	}
	if u > 0 || n == 0 {
		b.WriteRune(digits[u])
	}
	return b.String()
}
