package office

import (
	"encoding/json"
	"fmt"
	"strings"

	"gongkai/calendar"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/refusal"
	"gongkai/request"
	"gongkai/writ"
)

// numbered is the number of a letter (文号): as printed and as the ledger has it.
type numbered struct {
	printed string
	code    ledger.Code
}

// number takes the next number of the series that a kind of letter belongs to.
func (m *matter) number(kind ledger.Code) (numbered, error) {
	g, err := m.body()
	if err != nil {
		return numbered{}, err
	}
	return nextNumber(m.tx, g, kind, m.today.Year())
}

func nextNumber(tx *store.Tx, g people.Organ, kind ledger.Code, year int) (numbered, error) {
	k, ok := writ.KindOf(kind)
	if !ok {
		return numbered{}, fmt.Errorf("office: no kind of letter %q", kind)
	}
	n, err := tx.NextSerial(g.ID, "writ/"+k.Series, year)
	return numbered{writ.Number(shortName(g), k.Series, year, n), ledger.Code(fmt.Sprintf("%d/%d", year, n))}, err
}

// shortName is the 机关代字 of a letter's number.
func shortName(g people.Organ) string {
	if g.ShortName != "" {
		return g.ShortName
	}
	return g.Name
}

func (m *matter) template(kind ledger.Code, on calendar.Day) (writ.Template, error) {
	all, err := m.o.templates(m.tx, m.r.Organ)
	if err != nil {
		return writ.Template{}, err
	}
	received := m.r.ReceivedOn
	if received.IsZero() {
		received = m.r.ArrivedOn
	}
	return pickTemplate(all, kind, received, on)
}

func pickTemplate(all []writ.Template, kind ledger.Code, received, on calendar.Day) (writ.Template, error) {
	if t, ok := writ.PickFor(all, kind, received, on); ok {
		return t, nil
	}
	if law.On(received).Of2007() {
		k, _ := writ.KindOf(kind)
		return writ.Template{}, refusal.Clash("request.letter.absent", "§I.3", "letter", k.Name)
	}
	return writ.Template{}, refusal.Clash("request.letter.template", "§I.3", "day", on.Chinese())
}

// letter makes a letter of today.
func (m *matter) letter(kind ledger.Code, to string, v writ.Values) error {
	return m.letterOn(m.today, kind, to, v)
}

// letterOn makes a letter of the request (制发文书) by the template in force on
// its day, numbers it and files it. v adds to what every letter knows.
func (m *matter) letterOn(on calendar.Day, kind ledger.Code, to string, v writ.Values) error {
	t, err := m.template(kind, on)
	if err != nil {
		return err
	}
	all, err := m.values(v)
	if err != nil {
		return err
	}
	no, err := m.number(kind)
	if err != nil {
		return err
	}
	paper, err := t.Compose(all, on, no.printed)
	if err != nil {
		return err
	}
	if err := m.fileLetter(on, kind, to, no, paper); err != nil || to != toApplicant {
		return err
	}
	return m.notify("《" + paper.Title + "》")
}

// fileLetter puts a finished letter into the file.
func (m *matter) fileLetter(on calendar.Day, kind ledger.Code, to string, no numbered, w writ.Paper) error {
	p, err := letterPaper(kind, to, no, w)
	if err != nil {
		return err
	}
	return m.file(on, request.Lettered{Writ: kind, Version: w.Version, No: no.code, Sum: paperSum(p)}, p)
}

// letterPaper is a finished letter as a paper of the file.
func letterPaper(kind ledger.Code, to string, no numbered, w writ.Paper) (store.Paper, error) {
	body, err := json.Marshal(w)
	return store.Paper{ID: newID(), Kind: "letter", Name: w.Title, Type: "application/json", Writ: kind, No: no.printed,
		Addressee: to, Body: body, Salt: newSalt()}, err
}

// values are what every letter of the request knows, and those given.
func (m *matter) values(more writ.Values) (writ.Values, error) {
	p, err := m.applicant()
	if err != nil {
		return nil, err
	}
	a, err := m.asked()
	if err != nil {
		return nil, err
	}
	g, err := m.body()
	if err != nil {
		return nil, err
	}
	sheet := m.r.Clock(m.today, m.o.Calendar())
	due := "双方确认收到申请之日起第20个工作日"
	if sheet.Runs() {
		due = sheet.Due.Day.Chinese()
	}
	door, _ := law.Label("door", string(m.r.Door))
	received := m.r.ReceivedOn
	if received.IsZero() {
		received = m.r.ArrivedOn
	}
	v := writ.Values{
		writ.Organ: g.Name, writ.No: m.r.No, writ.Applicant: p.Name, writ.Reader: writ.You(m.r.Applicant), writ.Received: received.Chinese(),
		writ.ReceiptRule: m.r.ReceiptRule(), writ.Door: door, writ.Content: oneLine(a.Content), writ.Due: due,
		writ.QueryCode: p.Code, writ.Phone: orElse(g.Phone, "见本机关网站"), writ.Contact: "政府信息公开工作机构", writ.Address: g.Address,
		writ.Payment: "凭本通知书到本机关开具非税收入缴款书，缴入同级国库",
	}
	if v[writ.Applicant] == "" {
		v[writ.Applicant] = "申请人"
	}
	for k, x := range more {
		v[k] = x
	}
	return v, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// remedy is the paragraph on remedies for the day and the outcome (§A.6).
func (m *matter) remedy(on calendar.Day) (string, error) {
	all, err := m.o.templates(m.tx, m.r.Organ)
	if err != nil {
		return "", err
	}
	g, err := m.body()
	if err != nil {
		return "", err
	}
	return writ.RemedyOf(all, on, m.r.Outcome, reviewBody(g), "人民法院"), nil
}

// reviewBody is who reviews the acts of a department: the government of its
// own level (行政复议法 Art. 24).
func reviewBody(g people.Organ) string {
	if g.Region == "" {
		return "本级人民政府"
	}
	return g.Region + "人民政府"
}

// answerValues are what the letter of an answer takes from its draft.
func answerValues(d Draft) writ.Values {
	v := writ.Values{writ.FactsFound: d.Facts, writ.Ground: d.Ground, writ.Reasons: d.Reasons, writ.Channel: d.Supply,
		writ.DeliveryWay: d.Supply, writ.Earlier: d.Earlier, writ.RightOrgan: d.RightOrgan, writ.RightContact: d.RightContact}
	var items []writ.Item
	for _, it := range d.Items {
		decision := "予以公开"
		if it.Ground != "open" {
			decision = "不予公开（" + request.GroundName(ledger.Code(it.Ground)) + "）"
		}
		items = append(items, writ.Item{What: it.Text, Decision: decision, Ground: it.Reason})
	}
	v[writ.ItemList] = writ.Items(items)
	return v
}

// abandoned are the days that the letter of a request given up states.
func (m *matter) abandoned() writ.Values {
	told, last := m.r.ClarifiedOn, m.r.SupplementBy
	v := writ.Values{}
	if !m.r.ChargedOn.IsZero() {
		told, last = m.r.ChargedOn, m.r.PayBy(m.o.Calendar()).Day
		v[writ.Amount] = yuan(m.r.Charge)
	}
	v[writ.ToldOn], v[writ.Period] = told.Chinese(), last.Chinese()
	return v
}

func yuan(fen int64) string {
	if fen%100 == 0 {
		return fmt.Sprintf("%d元", fen/100)
	}
	return fmt.Sprintf("%d.%02d元", fen/100, fen%100)
}

// chargeValues say in words how a fee comes about (§F.2).
func chargeValues(on calendar.Day, f request.Levied) writ.Values {
	t, _ := law.On(on).Tariff(string(f.Tariff))
	v := writ.Values{writ.Amount: yuan(f.Fen), writ.Tariff: t.Words, writ.Calculation: fmt.Sprintf("本件共提供%d页，按超额累进方式计算为%s", f.N, yuan(f.Fen))}
	if f.Tariff == request.ByItem {
		v[writ.Calculation] = fmt.Sprintf("本件为您（单位）本月提出的第%d件申请，收费%s", f.N, yuan(f.Fen))
	}
	return v
}

// interest is what the third party is told of a disclosure over its objection.
func (m *matter) interest(d Draft) (writ.Values, error) {
	words, err := m.tx.RequestWords(m.r.ID)
	if err != nil {
		return nil, err
	}
	v := writ.Values{writ.Party: "第三方", writ.Info: "征求意见的政府信息", writ.Reasons: d.Interest}
	said, err := m.lastConsult(words)
	if err != nil {
		return nil, err
	}
	if len(said) > 1 {
		v[writ.Party], v[writ.Info] = said[0], said[1]
	}
	if v[writ.RemedyWords], err = m.remedy(m.today); err != nil {
		return nil, err
	}
	return v, nil
}

// lastConsult is what was said of the last consultation: name, what it is about.
func (m *matter) lastConsult(words map[int64]store.Words) ([]string, error) {
	entries, err := m.tx.Entries(m.r.Organ, store.EntryFilter{Subject: m.r.ID, Kinds: []string{request.Consulted{}.Kind()}, Desc: true, Limit: 1})
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	return words[entries[0].Seq].Words, nil
}
