package search

import (
	"regexp"
	"strings"
)

// docNo is a document number (发文字号) in any brackets and spacing: who issued
// it, the year, the number. It is looked for in folded text.
var docNo = regexp.MustCompile(`(\p{Han}{0,12})[\s〔\[【(〈《{［（]{0,3}((?:19|20)[0-9]{2})(?:[\s〕\]】)〉》}］）年]{1,4}第?|第)\s*([0-9]{1,5})\s*号?`)

// DocNo is the normal form of a document number, "" if it is none:
// “岳科发 [2019] 12 号” is 岳科发201912号 with the year apart.
func DocNo(s string) string {
	m := docNo.FindStringSubmatch(folded(s))
	if m == nil {
		return ""
	}
	return m[1] + "〔" + m[2] + "〕" + strings.TrimLeft(m[3], "0") + "号"
}

func folded(s string) string { return strings.Map(fold, s) }
