package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/ledger"
	"gongkai/refusal"
)

// Columns of a spreadsheet beside the table of Fields.
const (
	unitLabel     = "承办科室"
	materialLabel = "申请材料"
	stepLabel     = "办理流程"
)

// Header is the first row of a spreadsheet of items. Its columns may stand in
// any order, and those that nobody fills may be left out.
func Header() []string {
	var out []string
	for _, f := range Fields {
		out = append(out, f.Label)
		switch f.Key {
		case "body_code":
			out = append(out, unitLabel)
		case "forbidden":
			out = append(out, materialLabel)
		case "special":
			out = append(out, stepLabel)
		}
	}
	return out
}

// Hint says how a column is filled in.
func Hint(label string) string {
	switch label {
	case unitLabel:
		return "科室的全名"
	case materialLabel:
		return "每份材料一行：名称｜类型｜份数｜形式｜来源｜必要性｜填报须知｜受理标准。后面没有的可以不写"
	case stepLabel:
		return "每个环节一行：环节｜科室｜天数｜审查标准｜结果。后面没有的可以不写"
	}
	for _, f := range Fields {
		if f.Label != label {
			continue
		}
		if f.Sort == Choice || f.Sort == Several {
			return "填其中" + map[Sort]string{Choice: "一个", Several: "几个，用顿号隔开"}[f.Sort] + "：" + strings.Join(Labels(f.List), "、")
		}
		if f.Sort == YesNo {
			return "填“是”或者“否”"
		}
		return f.Hint
	}
	return ""
}

// Fault is a cell that cannot be read, as a spreadsheet names it (D7).
type Fault struct {
	Line               int
	Cell, Label, Words string
}

// String is the fault for a terminal.
func (f Fault) String() string {
	if f.Cell == "" {
		return fmt.Sprintf("第%d行：%s", f.Line, f.Words)
	}
	return fmt.Sprintf("%s（第%d行“%s”）：%s", f.Cell, f.Line, f.Label, f.Words)
}

// Row is an item read from a spreadsheet.
type Row struct {
	Line     int
	Unit     ledger.ID
	Elements Elements
}

// Read reads a spreadsheet of items, the header first; units are the divisions
// by name. Every bad cell is named; rows are of use only when there are none.
func Read(cells [][]string, units map[string]ledger.ID) (rows []Row, faults []Fault) {
	if len(cells) == 0 {
		return nil, []Fault{{Line: 1, Words: "文件是空的。请下载空表，照它的表头填写"}}
	}
	known, seen := Header(), map[string]bool{}
	header := make([]string, len(cells[0]))
	for i, label := range cells[0] {
		header[i] = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(label), "*"))
		switch {
		case header[i] == "":
		case !slices.Contains(known, header[i]):
			faults = append(faults, Fault{1, cellName(i, 1), header[i], "没有这一栏。请照空表的表头填写"})
		case seen[header[i]]:
			faults = append(faults, Fault{1, cellName(i, 1), header[i], "这一栏出现了两次"})
		}
		seen[header[i]] = true
	}
	if !seen["事项名称"] {
		faults = append(faults, Fault{Line: 1, Words: "表头里没有“事项名称”这一栏。第一行应当是表头"})
	}
	if len(faults) > 0 {
		return nil, faults
	}
	names := map[string]int{}
	for n, line := range cells[1:] {
		if strings.TrimSpace(strings.Join(line, "")) == "" || strings.HasPrefix(line[0], "填写说明") {
			continue
		}
		r, bad := readRow(header, line, n+2, units)
		faults = append(faults, bad...)
		if first, twice := names[r.Elements.Name]; twice {
			faults = append(faults, Fault{r.Line, "", "", fmt.Sprintf("事项“%s”与第%d行重名", r.Elements.Name, first)})
		}
		names[r.Elements.Name] = r.Line
		rows = append(rows, r)
	}
	return rows, faults
}

func readRow(header, line []string, n int, units map[string]ledger.ID) (r Row, faults []Fault) {
	r.Line = n
	column := map[string]int{}
	for i, label := range header {
		value := ""
		if i < len(line) {
			value = strings.TrimSpace(line[i])
		}
		if column[label] = i; label == "" || value == "" {
			continue
		}
		if err := r.set(label, value, units); err != nil {
			faults = append(faults, Fault{n, cellName(i, n), label, err.Error()})
		}
	}
	if len(faults) > 0 {
		return r, faults
	}
	if all, bad := r.Elements.Check().(refusal.All); bad {
		for _, x := range all {
			label := labelOf(x.Field)
			f := Fault{n, "", label, x.Words()}
			if i, there := column[label]; there {
				f.Cell = cellName(i, n)
			}
			faults = append(faults, f)
		}
	}
	return r, faults
}

// set reads one cell.
func (r *Row) set(label, value string, units map[string]ledger.ID) error {
	unit := func(name string) (ledger.ID, error) {
		id, ok := units[name]
		if !ok && name != "" {
			return "", refusal.New("form.unit", "", "unit", name)
		}
		return id, nil
	}
	var err error
	switch label {
	case unitLabel:
		r.Unit, err = unit(value)
	case materialLabel:
		r.Elements.Materials, err = ParseMaterials(value)
	case stepLabel:
		r.Elements.Steps, err = ParseSteps(value, unit)
	default:
		i := slices.IndexFunc(Fields, func(f Field) bool { return f.Label == label })
		err = Fields[i].Set(&r.Elements, value)
	}
	return err
}

// cellName names a cell as a spreadsheet does: column 0 of line 7 is A7.
func cellName(column, line int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name + strconv.Itoa(line)
}

func labelOf(key string) string {
	switch key {
	case "materials":
		return materialLabel
	case "steps":
		return stepLabel
	}
	for _, f := range Fields {
		if f.Key == key {
			return f.Label
		}
	}
	return ""
}
