package check

import (
	"strings"
	"unicode/utf8"

	"gongkai/calendar"
)

// Matter is what stands around a text: the particulars that a page of the site
// must have (§H.4), which the office fills from its records.
type Matter struct {
	Title, Column, Summary, Source string
	Author                         string // 责任科室
	Type                           string // 体裁
	DocNo                          string
	IndexNo                        string       // 索引号
	Formed                         calendar.Day // 成文日期
	Published                      calendar.Day
	Effective, ValidUntil          calendar.Day
	Attribute                      string // 公开属性
	Keywords                       []string
	Policy                         bool     // 政策文件
	Normative                      bool     // 行政规范性文件
	Interpretation                 bool     // 政策解读
	Explains                       []string // the documents that an interpretation explains
	Explained                      []string // the interpretations of a policy document
	Exempt                         string   // why a policy document needs no 解读
}

// Matter judges the particulars: what is missing (FG-META), and a policy
// document without 解读 or a stated exemption, or an interpretation of nothing
// (FG-EXPLAIN). The findings have no place in the text; Where names the field.
func (c *Checker) Matter(m Matter) []Finding {
	var out []Finding
	add := func(rule string, s Severity, field, message string) {
		out = append(out, Finding{Line: 1, Column: 1, Where: field, Rule: rule, Severity: s, Message: message})
	}
	for _, want := range []struct {
		field, value string
		severity     Severity
	}{
		{"标题", m.Title, Block}, {"栏目", m.Column, Block}, {"信息来源", m.Source, Block}, {"公开属性", m.Attribute, Block},
		{"内容概述", m.Summary, Hint}, {"责任科室", m.Author, Hint},
	} {
		if strings.TrimSpace(want.value) == "" {
			add("FG-META", want.severity, want.field, "没有填写“"+want.field+"”")
		}
	}
	if utf8.RuneCountInString(m.Summary) > 100 {
		add("FG-META", Hint, "内容概述", "“内容概述”超过了100个字，请缩短")
	}
	if strings.TrimSpace(m.Title) != "" && strings.ContainsAny(m.Title, "\t\r\n") {
		add("FG-META", Warn, "标题", "标题里有换行或者制表符，请删去")
	}
	if len(m.Keywords) == 0 {
		add("FG-META", Hint, "关键词", "没有填写“关键词”，检索会找不到")
	}
	c.formal(m, add)
	return out
}

// formal judges what only documents and interpretations must have.
func (c *Checker) formal(m Matter, add func(rule string, s Severity, field, message string)) {
	days := []struct {
		field string
		day   calendar.Day
	}{{"成文日期", m.Formed}, {"公开日期", m.Published}}
	for _, d := range days {
		if !d.day.IsZero() && !c.on.IsZero() && d.day.After(c.on) {
			add("FG-META", Warn, d.field, "“"+d.field+"”"+d.day.Chinese()+"还没有到，请核对")
		}
	}
	if !m.Formed.IsZero() && !m.Published.IsZero() && m.Published.Before(m.Formed) {
		add("FG-META", Warn, "公开日期", "“公开日期”早于“成文日期”，请核对")
	}
	if !m.Effective.IsZero() && !m.ValidUntil.IsZero() && m.ValidUntil.Before(m.Effective) {
		add("FG-META", Block, "有效期至", "“有效期至”早于“施行日期”，请核对")
	}
	if m.Policy || m.Normative {
		if m.DocNo == "" {
			add("FG-META", Warn, "文号", "政策文件没有填写“文号”")
		}
		if m.Formed.IsZero() {
			add("FG-META", Block, "成文日期", "政策文件没有填写“成文日期”，20个工作日的公开期限无从计算")
		}
		if m.Normative && m.Effective.IsZero() {
			add("FG-META", Warn, "施行日期", "规范性文件没有填写“施行日期”")
		}
		if len(m.Explained) == 0 && strings.TrimSpace(m.Exempt) == "" {
			severity := Warn
			if m.Normative {
				severity = Block
			}
			add("FG-EXPLAIN", severity, "政策解读", "政策文件没有关联解读，也没有写明不需要解读的理由")
		}
	}
	if m.Interpretation && len(m.Explains) == 0 {
		add("FG-EXPLAIN", Block, "被解读文件", "解读没有关联被解读的文件")
	}
}
