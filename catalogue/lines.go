package catalogue

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/ledger"
	"gongkai/refusal"
)

// bars parts the lines of a cell, and each by its bars into n parts.
func bars(text string, n int) (out [][]string) {
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		parts := strings.Split(strings.ReplaceAll(line, "｜", "|"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		for len(parts) < n {
			parts = append(parts, "")
		}
		out = append(out, parts)
	}
	return out
}

// ParseMaterials reads one material a line: 名称｜类型｜份数｜形式｜来源｜必要性｜
// 填报须知｜受理标准.
func ParseMaterials(text string) (out []Material, err error) {
	for i, p := range bars(text, 8) {
		m := Material{Name: p[0], Copies: 1, Notes: p[6], Standard: p[7]}
		if p[2] != "" {
			if m.Copies, err = strconv.Atoi(strings.TrimSuffix(p[2], "份")); err != nil {
				return nil, refusal.New("catalogue.draft.material", "§G.4", "n", fmt.Sprint(i+1)).On("materials")
			}
		}
		for _, x := range []struct {
			to          *ledger.Code
			list, typed string
		}{{&m.Form, "material_form", p[1]}, {&m.Medium, "material_medium", p[3]}, {&m.Source, "material_source", p[4]}, {&m.Need, "material_need", p[5]}} {
			key, ok := keyOf(x.list, x.typed)
			if !ok {
				return nil, refusal.New("catalogue.draft.choice", "§G.4", "label", "材料“"+m.Name+"”", "typed", x.typed).On("materials")
			}
			*x.to = ledger.Code(key)
		}
		out = append(out, m)
	}
	return out, nil
}

// ParseSteps reads one step a line: 环节｜科室｜天数｜审查标准｜结果.
func ParseSteps(text string, unit func(name string) (ledger.ID, error)) (out []Step, err error) {
	for i, p := range bars(text, 5) {
		s := Step{Name: p[0], Standard: p[3], Result: p[4]}
		if s.Unit, err = unit(p[1]); err != nil {
			return nil, err
		}
		if p[2] != "" {
			if s.Days, err = strconv.Atoi(strings.TrimRight(p[2], "个工作日天")); err != nil {
				return nil, refusal.New("catalogue.draft.step", "§G.4", "n", fmt.Sprint(i+1)).On("steps")
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// StepLines are the steps as ParseSteps reads them.
func StepLines(steps []Step, unit func(ledger.ID) string) string {
	var out []string
	for _, s := range steps {
		days := ""
		if s.Days > 0 {
			days = strconv.Itoa(s.Days)
		}
		out = append(out, strings.TrimRight(strings.Join([]string{s.Name, unit(s.Unit), days, s.Standard, s.Result}, "｜"), "｜"))
	}
	return strings.Join(out, "\n")
}
