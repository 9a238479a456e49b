package conv

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/signintech/gopdf"
)

// fontFolders are where systems keep typefaces.
func fontFolders() []string {
	home, _ := os.UserHomeDir() // a service may have none
	return []string{"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".fonts"), filepath.Join(home, ".local/share/fonts"),
		"/Library/Fonts", `C:\Windows\Fonts`}
}

// kinds of typefaces by what their files are called, the best for a letter first.
var fontNames = []string{"simfang", "fangsong", "fang", "wenkai-regular", "simkai", "kai", "song", "uming", "ming", "simsun", "sun", "hei", "wqy", "deng"}

// plainFont finds a TrueType typeface with Chinese characters.
func plainFont(folders []string) ([]byte, bool) {
	type found struct {
		rank int
		path string
	}
	var all []found
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.EqualFold(filepath.Ext(path), ".ttf") {
				return nil // what cannot be read holds no typeface for us
			}
			name := strings.ToLower(d.Name())
			if rank := slices.IndexFunc(fontNames, func(n string) bool { return strings.Contains(name, n) }); rank >= 0 {
				all = append(all, found{rank, path})
			}
			return nil
		})
		if err != nil {
			continue
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return strings.Compare(a.path, b.path)
	})
	for _, f := range all {
		if b, err := os.ReadFile(f.path); err == nil && speaksChinese(b) {
			return b, true
		}
	}
	return nil, false
}

// speaksChinese says that a typeface has what letters need.
func speaksChinese(font []byte) bool {
	var pdf gopdf.GoPdf
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	if pdf.AddTTFFontData("f", font) != nil || pdf.SetFont("f", "", 16) != nil {
		return false
	}
	for _, r := range "政府信息公开岳〔〕（）" {
		if has, err := pdf.IsCurrFontContainGlyph(r); err != nil || !has {
			return false
		}
	}
	return true
}
