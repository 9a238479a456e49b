package catalogue

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/calendar"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/refusal"
)

// Question is a line of an item's own form (填写项): what an applicant is asked
// beyond who they are and how they are reached.
type Question struct {
	Name     string
	Sort     ledger.Code // law's list item_question
	Required bool        // 必填
	Personal bool        // 个人信息: is masked until somebody opens it
	Hint     string      // 填写说明
	Choices  []string    // of a choice
}

// mostQuestions are what a form may ask: beyond that it is a material.
const mostQuestions = 40

// Private says that an answer is shown masked: what names or finds a person
// always is, whatever the item says of it.
func (q Question) Private() bool {
	return q.Personal || slices.Contains([]ledger.Code{"id", "phone", "address"}, q.Sort)
}

// Label is the question as it is asked.
func (q Question) Label() string {
	if q.Sort == "money" {
		return q.Name + "（元）"
	}
	return q.Name
}

// Code names the n-th question of a version, from 1, in forms.
func (Question) Code(n int) string { return "q" + strconv.Itoa(n) }

// words are what the version's sum binds.
func (q Question) words() string {
	return strings.Join(append([]string{q.Name, string(q.Sort), strconv.FormatBool(q.Required), strconv.FormatBool(q.Personal), q.Hint}, q.Choices...), "\n")
}

// checkQuestions names what nobody could fill in.
func (e Elements) checkQuestions(fault func(field, code string, args ...string)) {
	if len(e.Questions) > mostQuestions {
		fault("question_name", "catalogue.ask.many", "most", strconv.Itoa(mostQuestions))
	}
	seen := map[string]bool{}
	for i, q := range e.Questions {
		n := strconv.Itoa(i + 1)
		_, known := law.Label("item_question", string(q.Sort))
		switch length := utf8.RuneCountInString(q.Name); {
		case length == 0 || length > 40:
			fault("question_name", "catalogue.ask.name", "n", n)
		case seen[q.Name]:
			fault("question_name", "catalogue.ask.twice", "name", q.Name)
		case !known:
			fault("question_sort", "catalogue.ask.sort", "name", q.Name)
		case q.Sort == "choice" && (len(q.Choices) < 2 || len(q.Choices) > 60 || twice(q.Choices)):
			fault("question_choices", "catalogue.ask.choices", "name", q.Name)
		case q.Sort != "choice" && len(q.Choices) > 0:
			fault("question_choices", "catalogue.ask.needless", "name", q.Name)
		}
		seen[q.Name] = true
	}
}

func twice(list []string) bool {
	sorted := slices.Sorted(slices.Values(list))
	return len(slices.Compact(sorted)) < len(list)
}

// Answer reads what was typed to the n-th question: as it is kept, or a refusal
// under its field. needed says that what is required must be there: a form that
// came by post, or a letter, is taken in as it is.
func (q Question) Answer(n int, typed string, needed bool) (string, error) {
	typed = strings.TrimSpace(strings.ReplaceAll(typed, "\r\n", "\n"))
	refuse := func(code string, args ...string) (string, error) {
		return "", refusal.New(code, "G.4-ASK", append([]string{"name", q.Name}, args...)...).On(q.Code(n))
	}
	if typed == "" {
		switch {
		case !q.Required || !needed:
			return "", nil
		case q.Sort == "choice" || q.Sort == "yes":
			return refuse("catalogue.answer.choose")
		}
		return refuse("catalogue.answer.none")
	}
	most := 200
	if q.Sort == "area" {
		most = 2000
	} else {
		typed = strings.Join(strings.Fields(typed), " ")
	}
	if length := utf8.RuneCountInString(typed); length > most {
		return refuse("catalogue.answer.long", "n", strconv.Itoa(length), "most", strconv.Itoa(most))
	}
	switch q.Sort {
	case "number":
		if v, ok := decimal(typed, 6); ok {
			return v, nil
		}
		return refuse("catalogue.answer.number", "typed", typed)
	case "money":
		if v, ok := decimal(strings.TrimSuffix(typed, "元"), 2); ok && !strings.HasPrefix(v, "-") {
			return v, nil
		}
		return refuse("catalogue.answer.money", "typed", typed)
	case "date":
		if v, ok := day(typed); ok {
			return v, nil
		}
		return refuse("catalogue.answer.date", "typed", typed)
	case "choice":
		if !slices.Contains(q.Choices, typed) {
			return refuse("catalogue.answer.choice", "typed", typed)
		}
	case "yes":
		switch typed {
		case "是", "yes":
			return "是", nil
		case "否", "no":
			return "否", nil
		}
		return refuse("catalogue.answer.choose")
	case "id":
		if typed = code(typed); !law.ValidID(typed) {
			return refuse("catalogue.answer.id")
		}
	case "credit":
		if typed = code(typed); !law.ValidCredit(typed) {
			return refuse("catalogue.answer.credit")
		}
	case "phone":
		typed = narrow(typed)
		digits := strings.Count(strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return '0'
			}
			return r
		}, typed), "0")
		if digits < 7 || digits > 20 || strings.ContainsFunc(typed, unicode.IsLetter) && !strings.Contains(typed, "转") {
			return refuse("catalogue.answer.phone")
		}
	}
	return typed, nil
}

// narrow turns full-width digits, letters and marks into those of the keyboard.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - '！' + '!'
		}
		return r
	}, s)
}

// code is a number with letters as it is kept.
func code(s string) string { return strings.ToUpper(strings.ReplaceAll(narrow(s), " ", "")) }

// decimal reads a number with so many decimals; marks between thousands and blanks
// do not count.
func decimal(s string, places int) (string, bool) {
	s = strings.NewReplacer(",", "", " ", "", "。", ".").Replace(narrow(s))
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, part, dotted := strings.Cut(s, ".")
	digits := func(s string) bool {
		return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	}
	if !digits(whole) || dotted && !digits(part) || len(whole) > 15 || len(part) > places {
		return "", false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if dotted {
		whole += "." + part
	}
	return sign + whole, true
}

// day reads a day as people write it: 2025-03-01, 2025年3月1日, 2025.3.1, 2025/3/1.
func day(s string) (string, bool) {
	s = strings.TrimSuffix(strings.NewReplacer("年", "-", "月", "-", ".", "-", "/", "-", " ", "").Replace(narrow(s)), "日")
	var parts [3]int
	fields := strings.Split(s, "-")
	if len(fields) != len(parts) {
		return "", false
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 {
			return "", false
		}
		parts[i] = n
	}
	d, err := calendar.ParseDay(fmt.Sprintf("%04d-%02d-%02d", parts[0], parts[1], parts[2]))
	return d.String(), err == nil && parts[0] >= 1000
}
