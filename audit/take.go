package audit

import (
	"slices"
	"strings"
)

// take reads labels and the values after them; grid is the row where it has
// columns.
func (t *tables) take(labels []string, values []cell, grid *row) {
	all := han(strings.Join(labels, ""))
	if t.titles(all, grid); len(values) == 0 && (grid == nil || t.kind != "three") {
		return
	}
	if t.kind == "four" {
		t.results(values, grid)
		return
	}
	if t.kind == "two" {
		if key, score := match(labels, rowNames); score < 1 {
			t.proactive(key, score, values, grid)
			return
		}
	}
	if grid == nil && len(values) < 7 && empty(values) {
		return // what is left of heads that span
	}
	key, score := match(labels, lines)
	if t.kind != "three" && (score > 0.1 || key == "o_other" || key == "total") {
		return
	}
	if score == 1 {
		t.own(labels, values)
		return
	}
	if key == "o_other" && t.group != "" && t.group != "其他处理" {
		t.own(labels, values)
		return
	}
	if cells := t.applications(values, grid); cells != nil && !(len(values) == 0 && score > 0.1) {
		t.kind = "three"
		if old, ok := t.three[key]; !ok || score < old.score {
			t.three[key] = line{key: key, score: score, cells: cells}
		}
	}
}

// titles follows the heads above a row.
func (t *tables) titles(all string, grid *row) {
	if m := groupName.FindAllString(all, -1); m != nil {
		t.group = m[len(m)-1]
	} else if strings.Contains(all, "予以公开") || strings.Contains(all, "部分公开") {
		t.group = ""
	}
	switch {
	case strings.Contains(all, "结果维持") || strings.Contains(all, "尚未审结"):
		t.kind = "four"
		return
	case strings.Contains(all, "自然人") && (strings.Contains(all, "总计") || strings.Contains(all, "企业")), strings.Contains(all, "申请人情况"), strings.Contains(all, "勾稽关系"), strings.Contains(all, "商业企业"):
		t.kind, t.group = "three", ""
	case strings.Contains(all, "第二十条"), strings.Contains(all, "信息内容"):
		t.kind = "two"
		if grid == nil {
			t.columns, t.at = nil, nil
		}
	}
	if columns := columnsIn(all); len(columns) > 0 && t.kind == "two" && grid == nil {
		t.columns, t.at = columns, nil
	}
	if t.kind != "two" {
		return
	}
	for _, c := range columnsIn(all) {
		t.votes[c.form]++
	}
}

// proactive keeps a row of table 二.
func (t *tables) proactive(key string, score float64, values []cell, grid *row) {
	columns := t.columns
	var cells []string
	if grid != nil && t.at != nil && t.placed(values) {
		for _, at := range t.at {
			words := ""
			for _, c := range values {
				if c.col == at {
					words = c.words
				}
			}
			cells = append(cells, words)
		}
	} else {
		for _, c := range values {
			cells = append(cells, c.words)
		}
		for len(cells) > max(len(columns), 1) && strings.TrimSpace(cells[0]) == "" {
			cells = cells[1:]
		}
	}
	for i, l := range t.two {
		if l.key == key {
			if score < l.score {
				t.two[i] = line{key, score, columns, cells}
			}
			return
		}
	}
	t.two = append(t.two, line{key, score, columns, cells})
}

// placed says whether the values stand under the heads.
func (t *tables) placed(values []cell) bool {
	n := 0
	for _, c := range values {
		if strings.TrimSpace(c.words) == "" {
			continue
		}
		if !slices.Contains(t.at, c.col) {
			return false
		}
		n++
	}
	return n > 0
}

// order are the columns of table 三 as the form has them.
var order = []string{"natural", "business", "research", "welfare", "legal", "other", "sum"}

// applications gives the seven values of a row of table 三, nil where they
// cannot be told apart.
func (t *tables) applications(values []cell, grid *row) []string {
	if grid != nil && len(t.heads) == 7 && (t.grid == grid.table || t.wide(grid)) {
		out, at := make([]string, 7), map[int]int{}
		for i, k := range order {
			at[t.heads[k]] = i
		}
		found := 0
		for _, c := range grid.cells {
			i, ok := at[c.col]
			if ok {
				out[i], found = c.words, found+1
			}
		}
		if found == 7 || found > 0 && found >= len(values) || len(values) == 0 {
			return out
		}
	}
	if len(values) == 0 {
		return nil
	}
	var out []string
	for _, c := range values {
		out = append(out, c.words)
	}
	for len(out) > 7 && strings.TrimSpace(out[0]) == "" {
		out = out[1:]
	}
	if len(out) > 7 {
		out = out[:7]
	}
	return out
}

// wide says whether a table goes on with the columns of the one before it.
func (t *tables) wide(grid *row) bool {
	last := 0
	for _, c := range grid.cells {
		last = max(last, c.col)
	}
	return last == t.heads["sum"]
}

// results gathers the values of table 四.
func (t *tables) results(values []cell, grid *row) {
	if len(t.four) >= 15 {
		return
	}
	if grid != nil && len(t.ends) == 15 {
		byCol := map[int]string{}
		for _, c := range values {
			byCol[c.col] = c.words
		}
		for _, at := range t.ends {
			t.four = append(t.four, byCol[at])
		}
		return
	}
	n := 0
	for _, c := range values {
		if strings.TrimSpace(c.words) != "" {
			n++
		}
	}
	if n == 0 {
		return
	}
	for len(values) > 15 && strings.TrimSpace(values[0].words) == "" {
		values = values[1:]
	}
	for _, c := range values {
		t.four = append(t.four, c.words)
	}
}

// own notes a row that the form does not have.
func (t *tables) own(labels []string, values []cell) {
	if t.kind != "three" || len(values) == 0 || len(labels) == 0 {
		return
	}
	for _, c := range values {
		if strings.TrimSpace(c.words) != "" {
			t.r.Own = append(t.r.Own, strings.TrimSpace(labels[len(labels)-1]))
			return
		}
	}
}

func empty(values []cell) bool {
	for _, c := range values {
		if strings.TrimSpace(c.words) != "" {
			return false
		}
	}
	return true
}
