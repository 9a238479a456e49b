package check

import "strings"

// names is what each rule is called on a page.
var names = map[string]string{
	"CH-REPERTOIRE": "规范字表以外的字", "CH-TRADITIONAL": "繁体字", "CH-JAPANESE": "日本汉字", "CH-VARIANT": "异体字", "CH-RADICAL": "部首当作字",
	"CH-COMPATIBLE": "兼容汉字", "CH-PRIVATE": "自造字", "CH-HIDDEN": "看不见的字符", "CH-GARBLED": "乱码", "CH-LOOKALIKE": "形近的数字和字母",
	"CH-HEADER": "年报表头", "CH-BRACKET": "括号引号不成对", "CH-WIDTH": "括号一半全角一半半角", "CH-NESTED": "书名号套书名号", "CH-DOCNUMBER": "文号写法",
	"CH-ZERO": "汉字数字的零", "CH-FULLWIDTH": "全角字母数字", "CH-HALFWIDTH": "半角标点", "CH-FORM": "标点的变形", "CH-COMBINING": "附加符号",
	"CH-DOUBLED": "标点重复", "CH-SEQUENCE": "标题序号", "CH-HEADING": "标题写法", "CH-SPACE": "多余的空格",
	"WD-TYPO": "错别字", "WD-REPEAT": "文字重复", "WD-BODY": "机构更名", "WD-LAW": "法规失效", "WD-OLD": "过时的说法", "WD-BAN": "不用的说法",
	"WD-ORDER": "排列次序", "WD-PHRASE": "用词", "WD-NAME": "领导姓名", "WD-OWN": "自定用语",
	"PD-ID": "身份证号", "PD-ID15": "旧身份证号", "PD-MOBILE": "手机号", "PD-CARD": "银行卡号", "PD-ADDRESS": "住址", "PD-PASSPORT": "护照通行证",
	"PD-PLATE": "车牌号", "PD-EMAIL": "个人邮箱", "PD-LIST": "名单", "PD-NAME": "姓名", "PD-META": "文件作者", "PD-GPS": "拍摄地点",
	"FG-SUM": "合计", "FG-PARTS": "分项", "FG-PCT": "百分比", "FG-GROWTH": "增长率", "FG-SHARE": "占比", "FG-SAME": "前后不一", "FG-FORM": "年报勾稽",
	"FG-DATE": "日期", "FG-WEEKDAY": "星期", "FG-PERIOD": "起止时间", "FG-FUTURE": "日期在将来", "FG-ORDER": "序数", "FG-DOCNO": "文号", "FG-DOC": "引用的本机关文件",
	"FG-LAW": "引用的法条", "FG-LINK": "链接", "FG-ALT": "图片说明", "FG-META": "必填要素", "FG-EXPLAIN": "政策解读",
	"FL-UNREAD": "读不出的文件",
}

// RuleName is what a rule is called on a page; the family's name for a check of
// another sort.
func RuleName(rule string) string {
	if name := names[rule]; name != "" {
		return name
	}
	family, _, _ := strings.Cut(rule, "-")
	return map[string]string{"CH": "用字和标点", "WD": "用语", "PD": "个人信息", "FG": "数字和引用", "T2": "年报勾稽"}[family]
}
