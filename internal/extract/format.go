package extract

import (
	"strconv"
	"strings"
	"time"
)

// format is how a cell shows its number, as far as a reader's sense of it goes:
// a day, a share, so many decimals.
type format struct {
	day, clock, han, percent bool
	decimals                 int // -1 for as many as there are
}

// builtin are the formats that have no text in the file (ECMA-376 18.8.30).
func builtin(id int) format {
	switch {
	case id == 9:
		return format{percent: true}
	case id == 10:
		return format{percent: true, decimals: 2}
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id >= 34 && id <= 36, id >= 50 && id <= 58:
		return format{day: true, han: id == 31 || id == 57}
	case id == 22:
		return format{day: true, clock: true}
	case id >= 18 && id <= 21, id == 32, id == 33, id >= 45 && id <= 47:
		return format{clock: true}
	case id == 1, id == 3, id == 37, id == 38:
		return format{}
	case id == 2, id == 4, id == 39, id == 40:
		return format{decimals: 2}
	}
	return format{decimals: -1}
}

// parseFormat reads the text of a format.
func parseFormat(code string) format {
	code, _, _ = strings.Cut(code, ";")
	f := format{decimals: -1}
	f.han = strings.Contains(code, "年")
	var bare strings.Builder // without what stands in quotes and brackets
	quoted, bracket := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\':
			i++
		case c == '[':
			bracket = true
		case c == ']':
			bracket = false
		case !quoted && !bracket:
			bare.WriteByte(c)
		}
	}
	s := strings.ToLower(bare.String())
	if strings.Contains(s, "general") || s == "@" || s == "" {
		return f
	}
	f.day, f.clock = strings.ContainsAny(s, "yd"), strings.ContainsAny(s, "hs")
	if f.day || f.clock {
		return f
	}
	f.percent = strings.Contains(s, "%")
	if strings.ContainsAny(s, "0#?") && !strings.ContainsAny(s, "e/") {
		_, after, _ := strings.Cut(s, ".")
		f.decimals = strings.Count(after, "0")
	}
	return f
}

// readStyles reads how each cell style shows numbers.
func (x *sheetReader) readStyles(name string) error {
	own := map[int]format{}
	in := false
	return x.walk(name, func(e *tag) error {
		switch e.name {
		case "numFmt":
			if id, err := strconv.Atoi(e.get("numFmtId")); err == nil {
				own[id] = parseFormat(e.get("formatCode"))
			}
		case "cellXfs":
			in = true
		case "xf":
			if in && len(x.formats) < 70000 {
				id, _ := strconv.Atoi(e.get("numFmtId"))
				f, ok := own[id]
				if !ok {
					f = builtin(id)
				}
				x.formats = append(x.formats, f)
			}
		}
		return nil
	}, func(name string) {
		if name == "cellXfs" {
			in = false
		}
	}, nil)
}

// show writes a number as the cell shows it. Long whole numbers stay whole:
// they are numbers of something, and a cell that is too narrow hides them.
func (f format) show(v string, date1904 bool) string {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v
	}
	switch {
	case f.day && n >= 1 && n < 2958466:
		if date1904 {
			n += 1462
		}
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(n*86400+0.5) * time.Second)
		switch {
		case f.han:
			return t.Format("2006年1月2日")
		case f.clock:
			return t.Format("2006-01-02 15:04")
		}
		return t.Format("2006-01-02")
	case f.clock && n >= 0 && n < 1000:
		return time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n*86400+0.5) * time.Second).Format("15:04")
	case f.percent:
		return strconv.FormatFloat(n*100, 'f', max(f.decimals, 0), 64) + "%"
	case f.decimals >= 0 && n < 1e11 && n > -1e11:
		return strconv.FormatFloat(n, 'f', f.decimals, 64)
	}
	return plainNumber(v)
}

// plainNumber writes a number without exponent, with the fifteen digits that a
// spreadsheet keeps.
func plainNumber(v string) string {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || strings.Trim(v, "-0123456789") == "" || n > 1e20 || n < -1e20 {
		return v
	}
	if n, err = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64); err != nil {
		return v
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}
