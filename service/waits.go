package service

import "gongkai/law"

// Waits says in a few words what a case waits for.
func (c Case) Waits() string {
	switch {
	case c.Owed() && c.VerifyOn.IsZero():
		return "核实差评"
	case c.Owed() && c.Upheld && c.MendedOn.IsZero():
		return "整改差评"
	case c.Owed():
		return "回访差评"
	}
	switch c.State {
	case AtDoor:
		return "预审、收件"
	case Checked:
		return "收件"
	case InHand:
		return "受理或者一次性告知补正"
	case Lacking:
		return "申请人补正，期限" + c.SupplementBy.Chinese()
	case Working:
		if c.Step >= len(c.Terms.Steps) {
			return "作出决定"
		}
		return "审查，第" + itoa(c.Step+1) + "个环节"
	case Halted:
		return Label(Procedures, c.Stops[len(c.Stops)-1].Procedure) + "结束"
	case Concluded, NotAccepted:
		if c.DeliveredOn.IsZero() {
			return "送达"
		}
		return "归档"
	case Handed, TakenBack, SentHome, PassedOn:
		return "归档"
	}
	return ""
}

// words is the period as people say it, 20个工作日.
func (p Period) words() string {
	return itoa(p.N) + map[law.Unit]string{law.Workdays: "个工作日", law.Days: "日", law.Months: "个月"}[p.Unit]
}

// String is the period as people say it; nothing for none.
func (p Period) String() string {
	if p.Unit == "" {
		return ""
	}
	return p.words()
}
