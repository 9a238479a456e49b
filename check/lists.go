package check

import "gongkai/ledger"

// ListKind is a list that a bureau keeps itself beside the embedded one.
type ListKind struct {
	Key  ledger.Code
	Name string
	Help string // how a line is written
}

// ListKinds are the lists that a bureau keeps itself.
func ListKinds() []ListKind {
	return []ListKind{
		{"words", "自定用语", "每行一条：错的写法 | 应写作 | 级别 | 自何日起 | 至何日止 | 例外 | 理由；只有前两格必填，级别写拦截、提醒或者提示。行首加减号停用程序自带的一条。"},
		{"characters", "例外用字", "每行一条：字词 | 理由。人名、地名、物种、化学名用字不在《通用规范汉字表》里的，写在这里。"},
		{"leaders", "领导名录", "每行一条：姓名 | 职务 | 任职日 | 离任日（在任的不写）。文中同一职务写了别的姓名，会提醒。"},
	}
}

// With adds a bureau's own lists to the embedded ones; the refusal names the
// line that cannot be read.
func (l Lists) With(own map[ledger.Code]string) (Lists, error) {
	words, err := ParseWords(own["words"])
	if err != nil {
		return l, err
	}
	if l.Leaders, err = ParseLeaders(own["leaders"]); err != nil {
		return l, err
	}
	l.Words = append(l.Words[:len(l.Words):len(l.Words)], words...)
	l.Characters = own["characters"]
	_, err = New(l)
	return l, err
}
