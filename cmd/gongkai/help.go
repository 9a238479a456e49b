package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// helped is a command with a longer text and an example.
type helped interface{ Help() string }

// help prints one page: what the command does, how it is written, its options
// and an example.
func help(_ kong.HelpOptions, ctx *kong.Context) error {
	w := ctx.Stdout
	node := ctx.Selected()
	if node == nil {
		fmt.Fprintf(w, "gongkai 公开：一个机关的全部政府信息公开工作。\n\n用法：gongkai 命令 [选项]\n\n命令：\n")
		for _, c := range ctx.Model.Node.Children {
			fmt.Fprintf(w, "  %-10s %s\n", c.Name, c.Help)
		}
		fmt.Fprintf(w, "\n每个命令的说明和例子：gongkai 命令 --help\n先看一看：gongkai demo\n")
		return nil
	}
	fmt.Fprintf(w, "%s\n\n用法：gongkai %s", node.Help, path(node))
	for _, p := range node.Positional {
		fmt.Fprintf(w, " %s", strings.ToUpper(p.Name))
	}
	if len(node.Children) > 0 {
		fmt.Fprintf(w, " 命令 [选项]\n\n命令：\n")
		for _, c := range node.Children {
			fmt.Fprintf(w, "  %-10s %s\n", c.Name, c.Help)
		}
		fmt.Fprintf(w, "\n说明和例子：gongkai %s 命令 --help\n", path(node))
		return nil
	}
	fmt.Fprintf(w, " [选项]\n")
	if len(node.Positional) > 0 {
		fmt.Fprintf(w, "\n")
		for _, p := range node.Positional {
			fmt.Fprintf(w, "  %-22s %s\n", strings.ToUpper(p.Name), p.Help)
		}
	}
	fmt.Fprintf(w, "\n选项：\n")
	for _, group := range node.AllFlags(true) {
		for _, f := range group {
			name := "--" + f.Name
			if !f.IsBool() {
				name += " " + f.FormatPlaceHolder()
			}
			words := f.Help
			if f.Name == "help" {
				words = "显示这一页。"
			}
			fmt.Fprintf(w, "  %-22s %s\n", name, words)
		}
	}
	if h, ok := node.Target.Addr().Interface().(helped); ok {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(h.Help()))
	}
	return nil
}

// path is a command with those above it.
func path(node *kong.Node) string {
	if node.Parent == nil || node.Parent.Parent == nil {
		return node.Name
	}
	return path(node.Parent) + " " + node.Name
}

// sentence says kong's commonest faults in Chinese.
func sentence(err error) string {
	s := err.Error()
	if name, ok := strings.CutPrefix(s, `expected "<`); ok { // a positional argument that is not there
		name, _, _ = strings.Cut(name, ">")
		return "缺少 " + strings.ToUpper(name)
	}
	for _, p := range [][2]string{
		{"unknown flag ", "没有选项 "}, {"unexpected argument ", "多写了 "}, {"missing flags: ", "缺少选项 "},
		{"missing positional arguments ", "缺少 "}, {"expected one of ", "应写命令之一："}, {"expected ", "应写 "},
	} {
		if rest, ok := strings.CutPrefix(s, p[0]); ok {
			return p[1] + rest
		}
	}
	return s
}
