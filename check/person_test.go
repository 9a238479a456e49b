package check

import (
	"fmt"
	"strings"
	"testing"
)

// id makes an identity number with its check digit.
func id(head string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(head[i]-'0') * w
	}
	return head + string("10X98765432"[sum%11])
}

// bank makes a card number with its check digit.
func bank(head string) string {
	for d := byte('0'); d <= '9'; d++ {
		if luhn(head + string(d)) {
			return head + string(d)
		}
	}
	return ""
}

func personal1(t *testing.T, text Text) string {
	t.Helper()
	f := gather(&text)
	(&Checker{}).persons(f)
	var out []string
	for _, x := range f.all {
		if x.Found != text.Words[x.At:x.End] {
			t.Errorf("found %q, but the bytes are %q", x.Found, text.Words[x.At:x.End])
		}
		out = append(out, fmt.Sprintf("%s %s %s>%s", x.Rule, x.Severity, x.Found, x.Suggest))
	}
	return strings.Join(out, "; ")
}

func widened(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, s)
}

// PD-ID, PD-ID15: identity numbers in every way that they are written.
func TestIdentity(t *testing.T) {
	t.Parallel()
	n, x := id("43060219900307451"), "11010519491231002X"
	apart := n[:6] + " " + n[6:14] + " " + n[14:]
	for words, want := range map[string]string{
		"公民身份号码" + n + "。":                      "PD-ID block " + n + ">430***********" + n[14:],
		"（" + x + "）":                           "PD-ID block " + x + ">110***********002X",
		strings.ToLower(x):                      "PD-ID block 11010519491231002x>110***********002x",
		"张三" + apart:                            "PD-ID block " + apart + ">430*** ******** " + n[14:],
		n[:6] + "-" + n[6:14] + "-" + n[14:]:    "PD-ID block " + n[:6] + "-" + n[6:14] + "-" + n[14:] + ">430***-********-" + n[14:],
		widened(n):                              "PD-ID block " + widened(n) + ">４３０***********" + widened(n[14:]),
		n[:10] + "\n" + n[10:]:                  "PD-ID block " + n[:10] + "\n" + n[10:] + ">430*******\n****" + n[14:],
		strings.Join(strings.Split(x, ""), " "): "PD-ID block 1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X>1 1 0 * * * * * * * * * * * 0 0 2 X",
		n[:9] + "\u200b" + n[9:]:                "PD-ID block " + n[:9] + "\u200b" + n[9:] + ">430******\u200b*****" + n[14:],
		"张三_" + n + "_材料":                       "PD-ID block " + n + ">430***********" + n[14:],
		n + "，" + x:                             "PD-ID block " + n + ">430***********" + n[14:] + "; PD-ID block " + x + ">110***********002X",
		n + "13812345678":                       "PD-ID block " + n + ">430***********" + n[14:] + "; PD-MOBILE block 13812345678>138****5678",
		"居民身份证430602199003074510":               "PD-ID warn 430602199003074510>430***********4510",
		"合同编号430602199003074510":                "",
		"身份证号430602199013074510":                "", // no such month
		"身份证号430602199003074000":                "PD-ID block 430602199003074000>430***********4000",
		"身份证号：430602900307451":                  "PD-ID15 block 430602900307451>430********7451",
		"姓名\t证件号\n张三\t430602199003074510\n李四\t430602199003074529": "PD-ID warn 430602199003074510>430***********4510; PD-ID warn 430602199003074529>430***********4529",
		"批号430602900307451":            "",
		"430***********4512":           "",
		"43060219900307****":           "",
		"4306021990****4512":           "",
		"1234" + n:                     "",
		"统一社会信用代码91430600MA4L138123":   "",
		"91350100M000100Y43":           "",
		"91430600" + "712345678" + "X": "",
		"12430600446201234E":           "",
		"2019-430602-73-03-012345":     "",
		"2020年1月23日至2020年12月31日":       "",
		"岳政办发〔2019〕12号":                "",
	} {
		if got := personal1(t, Plain(words)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", words, got, want)
		}
	}
}

// credit makes a code that has every check digit of GB 32100 and GB 11714.
func credit(head string) string {
	sum := 0
	for i, w := range [8]int{3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(head[8+i]-'0') * w
	}
	head += string("0X987654321"[sum%11])
	sum, w := 0, 1
	const letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for i := range 17 {
		sum += strings.IndexByte(letters, head[i]) * w
		w = w * 3 % 31
	}
	return head + string(letters[(31-sum%31)%31])
}

// PD-ID: a code that is also well formed as an identity number is told by what
// stands before it, and left to the reader where nothing does.
func TestCreditIsNotPersonal(t *testing.T) {
	t.Parallel()
	var both string
	for i := 0; both == "" && i < 1000000; i++ {
		// 51 registers 社会团体; 110119 is a district, and reads as born in 19xx
		head := fmt.Sprintf("51110119%02d%02d%02d%02d", 50+i%50, 1+i/50%12, 1+i/600%28, i/16800)
		if c := credit(head); id(c[:17]) == c {
			both = c
		}
	}
	if both == "" {
		t.Fatal("no number is both")
	}
	for words, want := range map[string]string{
		"统一社会信用代码：" + both: "",
		"身份证号：" + both:     "PD-ID block " + both + ">" + both[:3] + "***********" + both[14:],
		"某协会 " + both:      "PD-ID warn " + both + ">" + both[:3] + "***********" + both[14:],
	} {
		if got := personal1(t, Plain(words)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", words, got, want)
		}
	}
}

// PD-MOBILE: who is rung up, and what is no telephone.
func TestMobile(t *testing.T) {
	t.Parallel()
	const hit = "PD-MOBILE block 13812345678>138****5678"
	const office = "PD-MOBILE warn 13812345678>138****5678"
	for words, want := range map[string]string{
		"申请人张三，联系电话13812345678":                  hit,
		"张三13812345678":                          hit,
		"13812345678":                            hit,
		"Tel13812345678":                         hit,
		"微信13812345678@qq":                       hit,
		"手机号138-1234-5678":                       "PD-MOBILE block 138-1234-5678>138-****-5678",
		"手机138 1234 5678":                        "PD-MOBILE block 138 1234 5678>138 **** 5678",
		"手机１３８１２３４５６７８":                          "PD-MOBILE block １３８１２３４５６７８>１３８****５６７８",
		"电话：+86 13812345678":                     "PD-MOBILE block 13812345678>138****5678",
		"电话：+8613812345678":                      "PD-MOBILE block 8613812345678>86138****5678",
		"电话：008613812345678":                     "PD-MOBILE block 008613812345678>0086138****5678",
		"电话：013812345678":                        "PD-MOBILE block 013812345678>0138****5678",
		"电话1381234\n5678":                        "PD-MOBILE block 1381234\n5678>138****\n5678",
		"0730-8888123、13812345678":               hit,
		"13812345678/13912345678":                hit + "; PD-MOBILE block 13912345678>139****5678",
		"身份证号43060219900307，13812345678":         hit,
		"联系人：王科长，联系电话：13812345678":               office,
		"咨询电话：13812345678":                       office,
		"联系人：王科长\n联系电话：13812345678":              office,
		"咨询电话：0730-8888123\n张三 13812345678":      hit,
		"联系人：李四。申请人：张三，电话13812345678":            hit,
		"咨询电话：0730-8888123，监督电话0730-8888456":     "",
		"服务热线12345":                              "",
		"138****5678":                            "",
		"138****1234，139xxxx5678":                "",
		"项目编号13812345678":                        "",
		"总投资13812345678元":                        "",
		"13812345678.50元":                        "",
		"￥13812345678":                           "",
		"13,812,345,678元":                        "",
		"http://www.x.gov.cn/a/13812345678.html": "",
		"www.x.gov.cn/?id=13812345678":           "",
		"2013812345678":                          "",
		"MA4L13812345678":                        "",
		"2020-430602-13812345678-1":              "",
		"12812345678":                            "",
		"138 1234 56":                            "",
		"第13812345678号":                          "",
	} {
		if got := personal1(t, Plain(words)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", words, got, want)
		}
	}
}

// PD-MOBILE: a link that rings up.
func TestCalls(t *testing.T) {
	t.Parallel()
	for href, want := range map[string]string{"tel:+86-13812345678": "PD-MOBILE block 找我>", "tel:0730-8888123": "", "http://x.cn/13812345678": ""} {
		text := Plain("请点这里找我")
		text.Links = []Link{{At: 12, End: 18, Href: href}}
		if got := personal1(t, text); got != want {
			t.Errorf("%s: %s, want %s", href, got, want)
		}
	}
}

// PD-CARD: cards of banks, and what offices receive money on.
func TestCard(t *testing.T) {
	t.Parallel()
	c := bank("622202190300123456")
	c16 := bank("622848012345678")
	bad := c16[:15] + string('0'+(c16[15]-'0'+1)%10)
	four := c[:4] + " " + c[4:8] + " " + c[8:12] + " " + c[12:16] + " " + c[16:]
	visa := bank("411111111111112")
	for words, want := range map[string]string{
		"卡号" + c:                     "PD-CARD block " + c + ">***************" + c[15:],
		"张三 " + c:                    "PD-CARD block " + c + ">***************" + c[15:],
		four:                         "PD-CARD block " + four + ">**** **** **** ***" + four[18:],
		"卡号：6222 0212 3456 7890 123": "PD-CARD block 6222 0212 3456 7890 123>**** **** **** ***0 123",
		"社保卡号" + visa[:15] + "0":     "PD-CARD warn " + visa[:15] + "0>************" + visa[12:15] + "0",
		"银行卡号" + bad:                 "PD-CARD block " + bad + ">************" + bad[12:],
		"开户行建设银行，持卡人张三，账号" + visa: "PD-CARD block " + visa + ">************" + visa[12:],
		visa:       "",
		"合同编号" + c: "",
		"财政专户，开户行工商银行，账号" + c:        "PD-CARD warn " + c + ">***************" + c[15:],
		"收款单位某局，账号43001234567890123": "",
		"6222********1234":  "",
		"************1234":  "",
		"2019010220200304":  "",
		"20190102-20200304": "",
	} {
		if got := personal1(t, Plain(words)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", words, got, want)
		}
	}
}

// PD-ADDRESS, PD-PASSPORT, PD-PLATE, PD-EMAIL.
func TestPlaces(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"住址：岳阳楼区某某镇新建村三组12号。":    "PD-ADDRESS warn 新建村三组12号>***",
		"家住金鹗山街道阳光小区5号楼2单元301室":  "PD-ADDRESS warn 阳光小区5号楼2单元301室>***",
		"张三，某小区3栋402室":           "PD-ADDRESS warn 某小区3栋402室>***",
		"户籍地址：某县某乡大屋村第三村民小组":     "PD-ADDRESS warn 大屋村第三村民小组>***",
		"征收新建村三组土地20亩":           "",
		"地址：岳阳市岳阳大道123号":         "",
		"办公地址：金鹗中路1号科技大楼5号楼301室": "",
		"请到政务中心3号楼402室领取":        "",
		"岳科发〔2019〕12号，领导小组":      "",
		"住址：某某镇***":              "",
		"护照号码E12345678":          "PD-PASSPORT block E12345678>E*****678",
		"持护照EA1234567入境":         "PD-PASSPORT block EA1234567>E*****567",
		"港澳通行证C12345678":         "PD-PASSPORT block C12345678>C*****678",
		"零件E12345678":            "",
		"车牌号湘F12345":             "PD-PLATE warn 湘F12345>湘F****5",
		"湘F·D12345的车":            "PD-PLATE warn 湘F·D12345>湘F·*****5",
		"车主张三，湘F·8A123":          "PD-PLATE block 湘F·8A123>湘F·****3",
		"湘F1234警":                "PD-PLATE hint 湘F1234警>湘F***4警",
		"湘ICP备12345678号":         "",
		"湘B2-20100058":           "",
		"湘F·****5":               "",
		"邮箱12345678@qq.com":      "PD-EMAIL hint 12345678@qq.com>1***@qq.com",
		"邮箱yykjj@163.com":        "",
	} {
		if got := personal1(t, Plain(words)); got != want {
			t.Errorf("%q:\n got %s\nwant %s", words, got, want)
		}
	}
}

// A text that is full of numbers is read to its end: a rule that looked back at
// all of it each time would run into the limit of go test.
func TestManyNumbers(t *testing.T) {
	t.Parallel()
	for _, one := range []string{"13812345678，", "1 ", "1\n", "1\t", "1-", "A1", "1A", "湘F12345", "a@b.c", "@", "某小区3栋402室", "张三\t13812345678\n", "11010519491231002X", "E12345678护照", "1@", "1.", "０"} {
		personal1(t, Plain(strings.Repeat(one, 100_000/len(one))))
	}
}
