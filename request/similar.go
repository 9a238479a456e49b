package request

import (
	"strings"

	"gongkai/likeness"
)

// filler are words that every application has; they say nothing of what is
// asked for.
var filler = strings.NewReplacer("申请公开", "", "申请获取", "", "政府信息", "", "信息公开", "", "申请", "", "公开", "", "有关", "", "关于", "",
	"相关", "", "请提供", "", "提供", "", "贵局", "", "你局", "", "我", "", "的", "", "以及", "", "和", "", "及", "")

// Similar says how much of the shorter text stands in the longer one, from 0 to
// 1. It is a hint for a person, never a decision.
func Similar(a, b string) float64 { return likeness.Of(a, b, filler) }

// Alike is the likeness from which two applications are shown side by side.
const Alike = likeness.Alike
