package staff

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"gongkai/access"
	"gongkai/internal/office"
	"gongkai/people"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

// templated is a page: a struct of its own for each template.
type templated interface{ template() string }

// Page is what every page shows around its own matter.
type Page struct {
	Title string
	Organ people.Organ
	Base  string // address of the desk, without a slash at the end
	Who   access.Actor
	Roles string
	Nav   []navItem
	Flash string
	Warns []office.Warning // what an administrator, who has no queue, must know on every page
	Bare  bool             // without the menu: sign-in
	Wide  bool             // takes the whole width: report, writing
}

// navItem is a line of the menu; Group is the heading that begins with it.
type navItem struct {
	Group, Name, Href string
	Here              bool
}

// page fills the frame for the actor. The flash line is shown once.
func (a *ask) page(title string) Page {
	p := Page{Title: title, Organ: a.site.Organ, Base: "", Who: a.who}
	if a.site.Organ.ID == "" {
		p.Bare = true
		return p
	}
	p.Base = a.base()
	if a.who.Public() {
		p.Bare = true
		return p
	}
	p.Flash = a.s.sessions.PopString(a.ctx(), "flash")
	names := make([]string, len(a.who.Roles))
	for i, r := range a.who.Roles {
		names[i] = r.Name()
	}
	p.Roles = strings.Join(names, "、")
	p.Nav = a.nav()
	if !a.may(access.ReadDesk) && a.may(access.EditCalendar) && a.r.URL.Path != a.path("/calendar") { // no queue to say it
		if year := a.s.o.Calendar().Missing(a.s.o.Today()); year > 0 {
			p.Warns = append(p.Warns, office.Warning{Words: strconv.Itoa(year) + "年节假日安排尚未录入，跨入该年的期限为暂估。", Path: "/calendar", Link: "录入放假安排"})
		}
	}
	if !a.may(access.ReadDesk) && a.may(access.ReadWatch) && a.r.URL.Path != a.path("/watch") {
		alarms, err := a.s.o.Alarms(a.ctx(), a.who)
		if err != nil && a.ctx().Err() == nil {
			a.s.opt.Log.Error("desk alarms", "err", err) // the page itself can still be shown
		}
		p.Warns = append(alarms, p.Warns...)
	}
	return p
}

// nav lists the pages that the actor's roles open.
func (a *ask) nav() []navItem {
	lines := []struct {
		group, name, path string
		show              bool
	}{
		{"", "待办", "", a.may(access.ReadDesk)},
		{"公开", "文章", "/articles", a.may(access.ReadDesk)},
		{"公开", "发布日历", "/batches", a.may(access.ReadDesk)},
		{"公开", "内容检查", "/checks", a.may(access.ReadDesk)},
		{"公开", "网站自检", "/inspection", a.may(access.ReadInspection)},
		{"公开", "先发后审", "/emergencies", a.may(access.ReadLedger)},
		{"公开", "依申请公开", "/requests", a.may(access.ReadRequest)},
		{"公开", "更正申请", "/records", a.may(access.ReadRecord)},
		{"公开", "复议诉讼", "/remedies", a.may(access.ReadRemedy)},
		{"互动", "来信", "/letters", a.may(access.ReadLetter)},
		{"互动", "建议提案", "/proposals", a.may(access.ReadProposal)},
		{"互动", "征集调查", "/consultations", a.may(access.ReadTalk)},
		{"互动", "在线访谈", "/interviews", a.may(access.ReadTalk)},
		{"服务", "办件", "/cases", a.may(access.ReadService)},
		{"服务", "服务窗口", "/window", a.may(access.ReadWindow)},
		{"服务", "技术合同", "/contracts", a.may(access.ReadContract) && a.s.o.ReadsContracts(a.ctx(), a.who)},
		{"服务", "办事事项", "/items", a.may(access.ReadDesk)},
		{"报告", "年度报告", "/report", a.may(access.ReadLedger)},
		{"报告", "网站报表", "/website", a.may(access.ReadLedger)},
		{"报告", "访问统计", "/visits", a.may(access.ReadVisits)},
		{"报告", "数字说明", "/statements", a.may(access.ReadDesk)},
		{"报告", "事项清单", "/registers", a.may(access.ReadDesk)},
		{"报告", "台账", "/ledger", a.may(access.ReadLedger)},
		{"设置", "文书模板", "/writs", a.may(access.ReadDesk)},
		{"设置", "审核流程", "/chart", a.may(access.ReadDesk)},
		{"设置", "栏目", "/columns", a.may(access.EditColumn)},
		{"设置", "本机关", "/organ", a.may(access.EditOrgan)},
		{"设置", "邮件", "/mail", a.may(access.ReadMail)},
		{"设置", "收信", "/inboxes", a.may(access.ReadInbox)},
		{"设置", "人员", "/officers", a.may(access.AppointOfficer)},
		{"设置", "代理", "/deputies", a.may(access.AppointOfficer)},
		{"设置", "工作日历", "/calendar", a.may(access.ReadCalendar)},
		{"设置", "网站巡查", "/watch", a.may(access.ReadWatch)},
		{"设置", "访问记录", "/access", a.may(access.ReadAccess)},
	}
	var out []navItem
	group := ""
	for _, l := range lines {
		if !l.show {
			continue
		}
		begins := "" // the heading stands over the first that this officer sees
		if l.group != group {
			begins, group = l.group, l.group
		}
		href := a.base() + l.path
		here := a.r.URL.Path == href || l.path != "" && strings.HasPrefix(a.r.URL.Path, href+"/") ||
			l.path == "/registers" && strings.HasPrefix(a.r.URL.Path, a.base()+"/listing/")
		out = append(out, navItem{begins, l.name, href, here})
	}
	return out
}

// show writes a page. It is made whole before the first byte goes out, so that
// a fault in a template does not leave half a page.
func (a *ask) show(code int, p templated) error {
	var b bytes.Buffer
	if err := a.s.pages.execute(&b, p); err != nil {
		return err
	}
	h := a.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	a.w.WriteHeader(code)
	_, _ = a.w.Write(b.Bytes()) // a reader who went away is nobody's fault
	return nil
}

// What the program brings is read once, for all desks of this process.
var (
	theAssets = sync.OnceValue(loadAssets)
	thePages  = sync.OnceValue(func() *pages { return loadPages(theAssets()) })
)

// pages are the parsed templates: each page with the layout and the parts.
type pages struct{ byName map[string]*template.Template }

func loadPages(as *assets) *pages {
	common := template.New("").Funcs(fields).Funcs(words).Funcs(template.FuncMap{"asset": as.path})
	common = template.Must(common.ParseFS(templateFiles, "templates/_*.html"))
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic("staff: embedded templates: " + err.Error())
	}
	out := &pages{byName: map[string]*template.Template{}}
	for _, f := range files {
		if strings.HasPrefix(f.Name(), "_") {
			continue
		}
		t := template.Must(template.Must(common.Clone()).ParseFS(templateFiles, "templates/"+f.Name()))
		out.byName[strings.TrimSuffix(f.Name(), ".html")] = t
	}
	return out
}

func (ps *pages) execute(b *bytes.Buffer, p templated) error {
	t := ps.byName[p.template()]
	if t == nil {
		return fmt.Errorf("staff: no template %q", p.template())
	}
	if err := t.ExecuteTemplate(b, "layout", p); err != nil {
		return fmt.Errorf("staff: template %s: %w", p.template(), err)
	}
	return nil
}

// assets are served under names that hold their hash, so that they may be kept
// for ever.
type assets struct {
	hashed map[string]string // desk.css → desk.1a2b3c4d.css
	bytes  map[string][]byte // by hashed name
}

func loadAssets() *assets {
	as := &assets{hashed: map[string]string{}, bytes: map[string][]byte{}}
	files, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic("staff: embedded assets: " + err.Error())
	}
	for _, f := range files {
		b, err := assetFiles.ReadFile("assets/" + f.Name())
		if err != nil {
			panic("staff: embedded assets: " + err.Error())
		}
		sum := sha256.Sum256(b)
		ext := path.Ext(f.Name())
		name := strings.TrimSuffix(f.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext
		as.hashed[f.Name()], as.bytes[name] = name, b
	}
	return as
}

// path is the address of an asset below the desk's base.
func (as *assets) path(base, name string) string {
	if base == "" {
		base = "/-/desk" // a page of no organ
	}
	return base + "/assets/" + as.hashed[name]
}

func (as *assets) serve(w http.ResponseWriter, r *http.Request) {
	b, ok := as.bytes[r.PathValue("name")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	types := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
	w.Header().Set("Content-Type", types[path.Ext(r.PathValue("name"))])
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = w.Write(b)
}
