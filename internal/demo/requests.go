package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/calendar"
	"gongkai/internal/office"
	"gongkai/ledger"
)

// requests are the applications of January 2020, after the year that the
// report is about: each stands somewhere else when the clock stops, so that
// every desk has something to do. The applicants are invented, and so are
// their numbers, which are of the shape that the check digits ask for.
func (b *builder) requests() ([]step, error) {
	var steps []step
	for _, l := range lives {
		steps = append(steps, step{day(l.day, 9), "收到申请：" + l.form.Content, func(ctx context.Context) error { return b.receive(ctx, l) }})
		for _, a := range l.acts {
			steps = append(steps, step{day(a.day, 10), "依申请公开：" + l.form.Content, func(ctx context.Context) error {
				who, err := b.as(ctx, a.who)
				if err != nil {
					return err
				}
				id := b.ids[l.form.Content]
				v, err := b.o.RequestMatter(ctx, who, id)
				if err != nil {
					return err
				}
				return a.do(ctx, b.o, who, id, v)
			}})
		}
	}
	return steps, nil
}

func day(d, hour int) time.Time { return time.Date(2020, 1, d, hour, 0, 0, 0, calendar.Shanghai) }

// receive hands the application in by its door: the site's own, or the desk.
func (b *builder) receive(ctx context.Context, l life) error {
	f := l.form
	f.Once = "demo " + f.Content
	var got office.Receipt
	var err error
	if f.Door == "web" {
		got, err = b.o.ApplyRequest(ctx, Token, f, nil, "demo")
	} else {
		var who access.Actor
		if who, err = b.as(ctx, "zhuren"); err != nil {
			return err
		}
		f.Arrived = fmt.Sprintf("2020-01-%02d", l.day)
		got, err = b.o.RegisterRequest(ctx, who, f, nil)
	}
	b.ids[f.Content] = got.ID
	return err
}

// life is an application and what was done with it until the clock stopped.
type life struct {
	day  int // of January 2020
	form office.RequestForm
	acts []act
}

type act struct {
	day int
	who string
	do  func(context.Context, *office.Office, access.Actor, ledger.ID, office.RequestView) error
}

func person(name, idNo, phone, content string) office.RequestForm {
	return office.RequestForm{Door: "web", Applicant: "natural", Name: name, IDKind: "居民身份证", IDNo: idNo, Phone: phone,
		Content: content, Carrier: "email", Way: "web"}
}

func body(kind, name, contact, phone, content string) office.RequestForm {
	return office.RequestForm{Door: "web", Applicant: kind, Name: name, Credit: "91350100M000100Y43", Contact: contact, Phone: phone,
		Address: "岳阳市（演示地址）1号", Content: content, Carrier: "paper", Way: "post"}
}

func through(door string, f office.RequestForm) office.RequestForm {
	f.Door = door
	return f
}

// The verbs, in the few words that the lives below are written in.
func assign(day int, unit string) act {
	return act{day, "zhuren", func(ctx context.Context, o *office.Office, who access.Actor, id ledger.ID, v office.RequestView) error {
		return o.AssignRequest(ctx, who, id, office.RequestAct{Rev: v.Request.Rev, Unit: string(unitID(unit))})
	}}
}

// decide drafts an answer; with a text, a file of that text is supplied.
func decide(day int, who string, d office.Draft, text string) act {
	return act{day, who, func(ctx context.Context, o *office.Office, who access.Actor, id ledger.ID, v office.RequestView) error {
		var files []office.Upload
		if text != "" {
			files = append(files, office.Upload{Kind: "supplied", Name: v.Ask.Content + ".txt", R: strings.NewReader(text)})
		}
		return o.DecideRequest(ctx, who, id, office.RequestAct{Rev: v.Request.Rev, Files: files}, d)
	}}
}

func verb(day int, who string, a office.RequestAct, do func(*office.Office) func(context.Context, access.Actor, ledger.ID, office.RequestAct) error) act {
	return act{day, who, func(ctx context.Context, o *office.Office, who access.Actor, id ledger.ID, v office.RequestView) error {
		a.Rev = v.Request.Rev
		return do(o)(ctx, who, id, a)
	}}
}

type method = func(context.Context, access.Actor, ledger.ID, office.RequestAct) error

var lives = []life{
	{2, person("赵晓明", "11010519491231002X", "13800000001", "2019年度市级科技计划项目立项清单"), []act{
		assign(2, "ghcw"),
		decide(7, "ghcw", office.Draft{Reply: "provided", Facts: "您申请的清单由本机关制作", Supply: "在查询页面下载该清单的电子文本"},
			"序号 项目名称 承担单位\n1 （演示）项目甲 （演示）单位甲\n"),
		verb(8, "fazhi", office.RequestAct{Text: "同意"}, func(o *office.Office) method { return o.ReviewRequest }),
		verb(8, "fenguan", office.RequestAct{Text: "同意"}, func(o *office.Office) method { return o.SignRequest }),
		verb(9, "zhuren", office.RequestAct{Way: "web"}, func(o *office.Office) method { return o.SendRequest }),
		verb(10, "zhuren", office.RequestAct{Text: "申请人电话确认已经收到"}, func(o *office.Office) method { return o.DeliverRequest }),
		verb(13, "zhuren", office.RequestAct{}, func(o *office.Office) method { return o.ArchiveRequest }),
	}},
	{3, through("counter", body("business", "（演示）洞庭科技有限公司", "钱经理", "13800000002", "高新技术企业培育入库名单和评审意见")), []act{
		assign(3, "gxjs"),
		decide(16, "kezhang", office.Draft{Reply: "partial", Facts: "入库名单已经公示，评审意见在评审卷中", Reasons: "评审意见属于评审过程中形成的讨论记录",
			Supply: "邮寄入库名单复印件", Items: []office.DraftItem{{Text: "入库名单", Ground: "open"},
				{Text: "专家评审意见", Ground: "d_process", Reason: "属于讨论记录"}}}, ""),
	}},
	{6, person("孙丽", "11010519491231002X", "13800000003", "（演示）湘江新材料公司技术改造项目合同文本"), []act{
		assign(6, "cgzh"),
		verb(9, "cgzh", office.RequestAct{Party: "third", Name: "（演示）湘江新材料公司", Text: "技术改造项目合同文本", Contact: "周经理 0730-0000003"},
			func(o *office.Office) method { return o.ConsultRequest }),
	}},
	{8, person("李国强", "11010519491231002X", "13800000004", "科技特派员的材料"), []act{
		assign(8, "nshs"),
		verb(10, "nshs", office.RequestAct{By: "2020-02-07", Text: "请写明所需材料的名称、年度，例如“2019年度科技特派员选派名单”"},
			func(o *office.Office) method { return o.ClarifyRequest }),
	}},
	{10, through("fax", body("research", "（演示）岳阳农业科学研究院", "吴研究员", "13800000005", "2017年至2019年农业科技成果登记情况")), []act{
		verb(13, "zhuren", office.RequestAct{How: "phone"}, func(o *office.Office) method { return o.ConfirmRequest }),
		assign(13, "cgzh"),
	}},
	{14, person("郑红", "11010519491231002X", "13800000006", "本市外国人来华工作许可办理数量"), []act{
		verb(15, "zhuren", office.RequestAct{Text: "申请人来电，已在网站上查到，撤回申请"}, func(o *office.Office) method { return o.WithdrawRequest }),
	}},
	{17, through("post-signed", body("legal", "（演示）巴陵律师事务所", "王律师", "13800000007", "2019年科技项目验收专家抽取规则")), nil},
	{21, through("post", person("陈老伯", "", "13800000008", "过去发过的科普大篷车下乡路线安排")), nil},
}
