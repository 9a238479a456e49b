package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// QuestionSheet is the first cell of the sheet of questions, by which it is found
// beside that of the items.
const QuestionSheet = "填写项所属事项"

// QuestionHeader is the header of the sheet of questions (填写项), one a row.
var QuestionHeader = []string{QuestionSheet, "填写项", "类型", "必填", "个人信息", "选项", "填写说明"}

// QuestionHints say how its columns are filled in.
func QuestionHints() []string {
	return []string{"填写说明（这一行不导入）", "问什么，如：项目名称", "填其中一个：" + strings.Join(Labels("item_question"), "、"), "填“是”或者“否”",
		"填“是”或者“否”；身份号码、电话、地址总是遮盖", "类型是“选择”的，用顿号隔开", "写在填写处下面的一句话，可以不写"}
}

// HasQuestions says that cells are those of a sheet of questions.
func HasQuestions(cells [][]string) bool {
	return len(cells) > 0 && len(cells[0]) > 0 && strings.TrimSpace(cells[0][0]) == QuestionSheet
}

// TakeQuestions puts the questions of their sheet to the items that were read.
// Every bad cell is named.
func TakeQuestions(rows []Row, cells [][]string) (faults []Fault) {
	at := map[string]int{}
	for i, r := range rows {
		at[r.Elements.Name] = i
	}
	for i, label := range cells[0] {
		if label = strings.TrimSpace(label); label != "" && (i >= len(QuestionHeader) || label != QuestionHeader[i]) {
			faults = append(faults, Fault{1, questionCell(i, 1), label, "表头应当是：" + strings.Join(QuestionHeader, "、")})
		}
	}
	if len(faults) > 0 {
		return faults
	}
	for n, line := range cells[1:] {
		if strings.TrimSpace(strings.Join(line, "")) == "" || strings.HasPrefix(line[0], "填写说明") {
			continue
		}
		for len(line) < len(QuestionHeader) {
			line = append(line, "")
		}
		item, known := at[strings.TrimSpace(line[0])]
		if !known {
			faults = append(faults, Fault{n + 2, questionCell(0, n+2), QuestionSheet, "“事项”表里没有“" + strings.TrimSpace(line[0]) + "”"})
			continue
		}
		q, bad := readQuestion(line, n+2)
		faults = append(faults, bad...)
		rows[item].Elements.Questions = append(rows[item].Elements.Questions, q)
	}
	for _, r := range rows {
		r.Elements.checkQuestions(func(_, code string, args ...string) {
			faults = append(faults, Fault{r.Line, "", r.Elements.Name, refusal.New(code, "§G.4", args...).Words()})
		})
	}
	return faults
}

func readQuestion(line []string, n int) (q Question, faults []Fault) {
	for i := range line {
		line[i] = strings.TrimSpace(line[i])
	}
	q = Question{Name: line[1], Hint: line[6], Choices: Choices(line[5])}
	if key, ok := keyOf("item_question", line[2]); ok && key != "" {
		q.Sort = ledger.Code(key)
	} else {
		faults = append(faults, Fault{n, questionCell(2, n), QuestionHeader[2], fmt.Sprintf("类型“%s”不在可选的范围内：%s", line[2], strings.Join(Labels("item_question"), "、"))})
		q.Sort, q.Choices = "text", nil
	}
	for i, to := range map[int]*bool{3: &q.Required, 4: &q.Personal} {
		switch line[i] {
		case "是":
			*to = true
		case "", "否":
		default:
			faults = append(faults, Fault{n, questionCell(i, n), QuestionHeader[i], refusal.New("catalogue.draft.yes", "§G.4", "label", QuestionHeader[i], "typed", line[i]).Words()})
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return strings.Compare(a.Cell, b.Cell) })
	return q, faults
}

func questionCell(column, line int) string { return "填写项 " + cellName(column, line) }

// Choices reads what may be chosen, parted by 顿号, commas, bars or lines.
func Choices(typed string) (out []string) {
	for _, c := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune("、,，;；|｜\r\n", r) }) {
		if c = strings.TrimSpace(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

// QuestionRows are the questions of an item as their sheet has them.
func (e Elements) QuestionRows() (out [][]string) {
	yes := map[bool]string{true: "是", false: "否"}
	for _, q := range e.Questions {
		sort, _ := law.Label("item_question", string(q.Sort))
		out = append(out, []string{e.Name, q.Name, sort, yes[q.Required], yes[q.Personal], strings.Join(q.Choices, "、"), q.Hint})
	}
	return out
}
