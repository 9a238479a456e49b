package check

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// What comes into a text by accident: from other programs, other encodings,
// other machines.

// hidden is a run of characters that cannot be seen. Joiners belong between
// letters that join, variation selectors after pictures.
func (s *scan) hidden(i int) int {
	j := s.while(i, func(c rune) bool { return s.chars.class(c) == classHidden })
	before, _ := utf8.DecodeLastRuneInString(s.s[:i])
	if first, _ := utf8.DecodeRuneInString(s.s[i:]); (first == 0x200D || first == 0x200C || first >= 0xFE00 && first <= 0xFE0F || first > 0xFFFF) &&
		i > 0 && before > 0x7F && !s.han(before) && s.chars.class(before) == classPlain {
		return j
	}
	var names []string
	for _, c := range s.s[i:j] {
		if n := fmt.Sprintf("U+%04X", c); len(names) < 3 {
			names = append(names, n)
		}
	}
	message := "这里有看不见的字符（" + strings.Join(names, "、") + "），会使搜索、复制和核对出错，应当删去"
	if strings.ContainsAny(s.s[i:j], "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069") {
		message = "这里有改变文字方向的控制符（" + strings.Join(names, "、") + "），看到的次序与实际的不同，应当删去"
	}
	s.say("CH-HIDDEN", Block, i, j, "", message)
	return j
}

// forms are small, vertical and half-width forms of marks, and the usual ones.
var forms = pairs("﹐﹑﹒﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞", "，、．；：？！（）｛｝〔〕", "︐︑︒︓︔︕︖︗︘︙", "，、。：；！？〖〗…",
	"︰︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄", "：—–＿（）｛｝〔〕【】《》〈〉「」『』", "｡｢｣､", "。「」、", "﹟﹠﹡﹢﹣﹤﹥﹦﹨﹩﹪﹫", "#&*+-<>=\\$%@")

// pairs maps the characters of each first string to those of the next.
func pairs(s ...string) map[rune]string {
	out := map[rune]string{}
	for i := 0; i+1 < len(s); i += 2 {
		to := []rune(s[i+1])
		for k, c := range []rune(s[i]) {
			out[c] = string(to[k])
		}
	}
	return out
}

func (s *scan) presentation(c rune, i, j int) int {
	if end := s.docNumber(c, i, j); end > 0 {
		return end
	}
	if forms[c] == "" {
		return j // a line above or below
	}
	s.say("CH-FORM", Warn, i, j, forms[c], fmt.Sprintf("“%c”是排版用的变形符号，应当用“%s”", c, forms[c]))
	return j
}

// enclosed is what a composed mark stands for.
func enclosed(c rune) string {
	switch {
	case c >= 0x3220:
		return "（" + chineseNumber(int(c-0x3220)+1) + "）"
	case c >= 0x2488:
		return fmt.Sprintf("%d.", c-0x2488+1)
	}
	return fmt.Sprintf("（%d）", c-0x2474+1)
}

// combining is a run of signs that are set over the character before.
func (s *scan) combining(i int) int {
	j := s.while(i, func(c rune) bool { return s.chars.class(c) == classCombining })
	s.say("CH-COMBINING", Warn, i, j, "", "这里有附加在前一个字上的符号，多半是误入的；拼音的声调请用一个字符写出")
	return j
}

// garbled is text whose bytes were read in the wrong encoding.
func (s *scan) garbled(c rune, i, j int) int {
	end := j
	switch {
	case c == utf8.RuneError:
		end = s.while(i, func(c rune) bool { return c == utf8.RuneError })
	case c == '锟' && strings.HasPrefix(s.s[j:], "斤"):
		end = s.while(i, func(c rune) bool { return strings.ContainsRune("锟斤拷", c) })
	case c == '烫' || c == '屯':
		if end = s.while(i, func(r rune) bool { return r == c }); end-i < 3*len("烫") {
			return end
		}
	case c < 0x100:
		// Three bytes of UTF-8 as three letters: ä¸­.
		const tails = "‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸŽ€"
		trail := func(c rune) bool { return c >= 0x80 && c < 0xC0 || strings.ContainsRune(tails, c) }
		next := s.after(j)
		if !trail(next) || c >= 0xE0 && !trail(s.after(j+utf8.RuneLen(next))) {
			return j
		}
		end = s.while(i, func(c rune) bool { return c >= 0xC2 && c <= 0xF4 || trail(c) })
	default:
		return j
	}
	s.say("CH-GARBLED", Block, i, end, "", "这里是乱码：文字在转换编码时坏了，请从原件重新录入")
	return end
}
