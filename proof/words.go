package proof

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"gongkai/calendar"
)

// Fingerprint is a public key as it is read out on the telephone or printed: the
// SHA-256 of its bytes in groups of four.
func Fingerprint(key string) string {
	parts := strings.SplitN(key, "+", 3)
	raw, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil {
		return "（无法识别）"
	}
	sum := sha256.Sum256(raw)
	hex := hex.EncodeToString(sum[:])
	var groups []string
	for i := 0; i < 32; i += 4 {
		groups = append(groups, hex[i:i+4])
	}
	return strings.Join(groups, " ")
}

func stamp(t time.Time) string { return t.In(calendar.Shanghai).Format("2006-01-02 15:04:05") }

// Proved is what the file shows, in sentences.
func (v Verdict) Proved() []string {
	what := "更新为"
	if v.First {
		what = "首次公开"
	}
	out := []string{fmt.Sprintf("稿件 %s 的第%d版于 %s %s：台账第%d号。", v.Entry.Subject, v.Edition, stamp(v.Entry.At), what, v.Entry.Seq)}
	if v.IndexNo != "" {
		out = append(out, fmt.Sprintf("索引号是 %s。", v.IndexNo))
	}
	if v.Text != nil {
		out = append(out, fmt.Sprintf("这一版题为《%s》，正文、元数据和%d个附件的散列值就是文件里的这些，一个字节也没有改动：散列值 %s。", v.Text.Title, len(v.Text.Files), v.Sum))
	} else {
		out = append(out, fmt.Sprintf("这一版全部内容的散列值是 %s。", v.Sum))
	}
	if v.Ended.Seq > 0 {
		how := "被新的一版取代"
		if v.Withdrawn {
			how = "撤回"
		}
		out = append(out, fmt.Sprintf("它于 %s %s：台账第%d号。", stamp(v.Ended.At), how, v.Ended.Seq))
	}
	return append(out, fmt.Sprintf("上述记录都在本机关 %s 签名的根值之下（末号第%d号）：此后改动它们，根值就对不上。", stamp(v.Head.SignedAt), v.Head.Seq))
}

// NotProved is what the file leaves open, in sentences: what a careful reader
// has to ask elsewhere.
func (v Verdict) NotProved() []string {
	out := unpinned(v.Keys, v.Pinned)
	if v.Text == nil {
		out = append(out, "文件不带正文：这一版今天已不公开，或者已依法删除。手里有当时的文本和盐值的人，可以自己算出散列值对照。")
	} else if len(v.Text.Files) > 0 {
		out = append(out, "附件的内容不在文件里。请算出手中附件的 SHA-256，与文件里的对照。")
	}
	if v.Ended.Seq > 0 {
		out = append(out, "两条记录之间有没有别的变动（例如撤回后又重新公开），单凭这个文件看不出来，要看机关公布的全部各版。")
	} else {
		out = append(out, "这一版公开到何时，文件没有说明：它可能仍在公开，也可能在这个文件作成以后被更新或撤回。")
	}
	return append(out, "时间是机关的机器所记，由机关签名负责；能从旁佐证的，只有别人当时抄下的根值。")
}

// unpinned names the keys that were taken as the file has them.
func unpinned(keys, pinned []string) (out []string) {
	if len(pinned) > 0 {
		return nil
	}
	for _, k := range keys {
		out = append(out, fmt.Sprintf("公钥是文件自带的，没有与另外得到的公钥对照。请向机关核对它的指纹 %s，或者用 --key 写明公钥。", Fingerprint(k)))
	}
	return out
}
