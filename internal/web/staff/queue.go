package staff

import (
	"net/http"
	"slices"
	"strings"

	"gongkai/access"
	"gongkai/internal/office"
)

// queuePage is the desk's first page: what waits for this officer.
type queuePage struct {
	Page
	Desk  office.Desk
	Write bool   // may begin a new article
	For   string // those whom this officer stands in for today (代理)
}

func (queuePage) template() string { return "queue" }

// queue shows what waits, by working days left. An administrator has no queue
// and goes to the mail that could not be sent, or else to the first page that
// is theirs.
func (s *server) queue(a *ask) error {
	if !a.may(access.ReadDesk) {
		if a.may(access.ReadMail) {
			n, err := a.failedMail()
			if err != nil {
				return err
			}
			if n > 0 {
				return a.to(a.path("/mail")+"?state=failed", "")
			}
		}
		if nav := a.nav(); len(nav) > 0 {
			return a.to(nav[0].Href, "")
		}
	}
	d, err := s.o.Desk(a.ctx(), a.who)
	if err != nil {
		return err
	}
	sortTasks(d.Tasks)
	var names []string
	for _, x := range a.who.For {
		names = append(names, x.Name)
	}
	return a.show(http.StatusOK, queuePage{Page: a.page("待办"), Desk: d, Write: a.may(access.DraftArticle), For: strings.Join(names, "、")})
}

// tasks are what waits for the reader, in the order of the queue.
func (a *ask) tasks() ([]office.Task, error) {
	d, err := a.s.o.Desk(a.ctx(), a.who)
	sortTasks(d.Tasks)
	return d.Tasks, err
}

// sortTasks puts first what is due first, then what waits longest.
func sortTasks(tasks []office.Task) {
	slices.SortStableFunc(tasks, func(x, y office.Task) int {
		switch {
		case x.HasDue != y.HasDue && x.HasDue:
			return -1
		case x.HasDue != y.HasDue:
			return 1
		case x.HasDue && x.Left != y.Left:
			return x.Left - y.Left
		default:
			return x.Since.Compare(y.Since)
		}
	})
}
