package letter

import (
	"strings"

	"gongkai/likeness"
)

// filler are words that every letter has.
var filler = strings.NewReplacer("您好", "", "你好", "", "尊敬的", "", "领导", "", "局长", "", "市长", "", "省长", "", "请问", "", "咨询", "", "投诉", "", "建议", "",
	"反映", "", "有关", "", "关于", "", "相关", "", "我们", "", "我", "", "的", "", "了", "", "和", "", "谢谢", "")

// Alike is the likeness from which two letters are shown side by side (R-L2).
const Alike = likeness.Alike

// Read takes a letter apart, to be held against many others.
func Read(text string) likeness.Text { return likeness.Read(text, filler) }

// Similar says how much of the shorter text stands in the longer one.
func Similar(a, b string) float64 { return Read(a).With(Read(b)) }
