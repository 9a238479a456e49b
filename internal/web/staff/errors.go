package staff

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/http"

	"gongkai/refusal"
)

// problemPage is what stands where a page cannot.
type problemPage struct {
	Page
	Words  string // what is wrong and how to go on
	Number string // of the fault in the log, empty for a refusal
}

func (problemPage) template() string { return "problem" }

// status is the answer's number for a class of refusal.
func status(r *refusal.Refusal) int {
	switch r.Class {
	case refusal.Conflict:
		return http.StatusConflict
	case refusal.Forbidden:
		return http.StatusForbidden
	case refusal.Hidden:
		return http.StatusNotFound
	default:
		return http.StatusUnprocessableEntity
	}
}

// fail answers with a page: a refusal in its own words, anything else as a
// fault that is logged once and shown by number only.
func (a *ask) fail(err error) {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		a.w.Header().Set("Connection", "close")
		a.problem(http.StatusRequestEntityTooLarge, "提交的内容太大", tooLong, "")
		return
	}
	var web *webError
	if errors.As(err, &web) {
		a.problem(web.code, "提交的内容有误", web.words, "")
		return
	}
	if r, ok := refusal.As(err); ok {
		title := map[int]string{http.StatusNotFound: "没有这个页面", http.StatusForbidden: "您的岗位不能办理这一事项",
			http.StatusConflict: "现在不能这样办理"}[status(r)]
		if title == "" {
			title = "填写有误"
		}
		a.problem(status(r), title, err.Error(), "")
		return
	}
	a.fault(err)
}

func (a *ask) fault(err error) {
	if a.ctx().Err() != nil {
		return // the reader went away; there is nobody to tell
	}
	number, path := requestNumber(), a.r.URL.Path
	if a.r.PathValue("secret") != "" {
		path = a.r.Pattern
	}
	a.s.opt.Log.Error("desk", slog.String("number", number), slog.String("method", a.r.Method),
		slog.String("path", path), slog.Any("err", err))
	a.problem(http.StatusInternalServerError, "系统内部错误",
		"系统内部错误，编号 "+number+"。刚才的操作没有生效。请返回上一页重试；仍不行时，把编号告诉系统管理员。", number)
}

func (a *ask) problem(code int, title, words, number string) {
	p := problemPage{Page: a.page(title), Words: words, Number: number}
	if err := a.show(code, p); err != nil {
		http.Error(a.w, title, code)
	}
}

// crossOrigin answers a form that another site sent.
func (s *server) crossOrigin(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write([]byte("这次提交来自其他网站，已拒绝。请从工作台的页面上重新操作。\n"))
}

func requestNumber() string {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
