package mirror

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

// Names at the root of a mirror.
const (
	Manifest = "manifest.sha256" // as sha256sum writes and checks it
	mark     = ".gongkai-site"   // says that the folder is a mirror
	lock     = ".gongkai-lock"   // there while one is written
	unready  = ".gongkai-new-"   // begins a file that is not whole yet
)

// tree is the folder. A file is written beside its place and then put there, and
// the manifest comes last: whoever copies sees whole files, and by the manifest
// whether he has all of one export. Nothing is written where the bytes are the same,
// so that their times stay and rsync passes them by.
type tree struct {
	dir     string
	held    *os.File
	written atomic.Int64
	temp    atomic.Int64

	mu     sync.Mutex
	sums   map[string][sha256.Size]byte // of what this export holds
	places map[string]bool              // folders that are there
}

// open takes a folder that is empty, new or a mirror.
func open(dir string) (*tree, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("建不了文件夹 %s：%w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("读不了文件夹 %s：%w", dir, err)
	}
	if _, err := os.Stat(filepath.Join(dir, mark)); err != nil {
		if len(entries) > 0 {
			return nil, fmt.Errorf("文件夹 %s 里有别的文件，不是以前导出的网站。请换一个空文件夹：导出会删去不属于网站的文件", dir)
		}
		if err := os.WriteFile(filepath.Join(dir, mark), []byte("gongkai export site\n"), 0o644); err != nil {
			return nil, fmt.Errorf("写不了文件夹 %s：%w", dir, err)
		}
	}
	t := &tree{dir: dir, sums: map[string][sha256.Size]byte{}, places: map[string]bool{}}
	if t.held, err = hold(filepath.Join(dir, lock)); err != nil {
		return nil, fmt.Errorf("另一次导出正在写文件夹 %s，请等它做完", dir)
	}
	return t, nil
}

// hold keeps a second export out of the folder; the system lets go when the
// process ends, however it ends.
func hold(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

func (t *tree) close() { t.held.Close() }

func (t *tree) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.sums)
}

// put writes a file where it is not there with the same bytes.
func (t *tree) put(name string, b []byte) error {
	sum := sha256.Sum256(b)
	t.mu.Lock()
	_, twice := t.sums[name]
	t.sums[name] = sum
	place := filepath.Dir(name)
	there := t.places[place]
	t.places[place] = true
	t.mu.Unlock()
	if twice {
		return fmt.Errorf("mirror: two addresses have the file %s", name)
	}
	return t.write(name, place, there, b)
}

func (t *tree) write(name, place string, there bool, b []byte) error {
	to := filepath.Join(t.dir, filepath.FromSlash(name))
	if i, err := os.Lstat(to); err == nil && i.Mode().IsRegular() && i.Size() == int64(len(b)) {
		if old, err := os.ReadFile(to); err == nil && bytes.Equal(old, b) {
			return nil
		}
	}
	if !there {
		if err := os.MkdirAll(filepath.Join(t.dir, place), 0o755); err != nil {
			return fmt.Errorf("建不了文件夹 %s：%w", place, err)
		}
	}
	temp := filepath.Join(t.dir, place, fmt.Sprintf("%s%d", unready, t.temp.Add(1)))
	err := os.WriteFile(temp, b, 0o644)
	if errors.Is(err, fs.ErrNotExist) { // another worker is just making the folder
		if err = os.MkdirAll(filepath.Dir(temp), 0o755); err == nil {
			err = os.WriteFile(temp, b, 0o644)
		}
	}
	if err == nil {
		err = os.Rename(temp, to)
	}
	if err != nil {
		return fmt.Errorf("写不了文件 %s：%w", to, errors.Join(err, remove(temp)))
	}
	t.written.Add(1)
	return nil
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// finish takes out what the site has no more, and writes the manifest.
func (t *tree) finish() (removed int, err error) {
	var folders []string
	err = filepath.WalkDir(t.dir, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(t.dir, at)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		switch _, ours := t.sums[name]; {
		case d.IsDir():
			folders = append(folders, at)
			return nil
		case ours, name == Manifest, name == mark, name == lock:
			return nil
		case !strings.HasPrefix(d.Name(), unready):
			removed++
		}
		return remove(at)
	})
	if err != nil {
		return removed, fmt.Errorf("删不了网站上已经没有的文件：%w", err)
	}
	for _, f := range slices.Backward(folders[1:]) {
		_ = os.Remove(f) // stays while something is in it
	}
	var b bytes.Buffer
	names := make([]string, 0, len(t.sums))
	for name := range t.sums {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		sum := t.sums[name]
		fmt.Fprintf(&b, "%s  %s\n", hex.EncodeToString(sum[:]), name)
	}
	before := t.written.Load()
	err = t.write(Manifest, ".", true, b.Bytes())
	t.written.Store(before)
	return removed, err
}
