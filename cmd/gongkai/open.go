package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"gongkai/internal/demo"
	"gongkai/internal/files"
	"gongkai/internal/index"
	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/internal/store"
	"gongkai/people"
	"gongkai/search"
)

// house is an opened data folder:
//
//	gongkai.db   the rows and the ledger, unless they are in PostgreSQL
//	files/       uploads by the SHA-256 of their bytes
//	search/      what the site search reads, made from the rest and made again when
//	             it is lost; synonyms.txt and words.txt of the organ's own, if any
//	keys/        data.key, which opens personal data; sign.key and sign-sm2.key,
//	             which sign the ledger's heads; mode 0600
//	backups/     copies set aside before a schema upgrade
//	demo         present when the data is a demonstration: where its clock stands
type house struct {
	dir    string
	db     *store.DB
	shelf  *index.Shelf
	office *office.Office
	log    *slog.Logger
}

func (h *house) Close() error { return errors.Join(h.shelf.Close(), h.db.Close()) }

func (p place) dir() string {
	for _, d := range []string{p.Data, os.Getenv("GONGKAI_DATA")} {
		if d != "" {
			return d
		}
	}
	return "gongkai-data"
}

// errEmpty says how to begin.
func errEmpty(dir string) error {
	return fmt.Errorf("数据文件夹 %s 还是空的。看演示请运行 gongkai demo;为本机关开户请运行 gongkai serve --data %s;"+
		"数据在别处时，用 --data 指明", dir, dir)
}

// open opens what is there, and refuses an empty folder.
func (p place) open(ctx context.Context, s streams) (*house, error) {
	_, err := os.Stat(filepath.Join(p.dir(), "keys", "data.key"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errEmpty(p.dir())
	}
	if err != nil {
		return nil, fmt.Errorf("读不了数据文件夹：%w。请核对它的权限", err)
	}
	if _, err := os.Stat(filepath.Join(p.dir(), demoBuilding)); err == nil {
		return nil, fmt.Errorf("数据文件夹 %s 里的演示没有建完。请再运行一次 gongkai demo --data %s", p.dir(), p.dir())
	}
	return p.create(ctx, s, clockOf(p.dir()))
}

// create opens the folder and makes what is missing in it.
func (p place) create(ctx context.Context, s streams, now func() time.Time) (_ *house, err error) {
	dir := p.dir()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("建不了数据文件夹：%w", err)
	}
	url := p.Database
	if url == "" {
		url = "sqlite:" + filepath.Join(dir, "gongkai.db")
	}
	db, err := store.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if err := upgrade(ctx, db, dir, p.Database, s); err != nil {
		return nil, err
	}
	key, err := secret.Load(filepath.Join(dir, "keys"))
	if err != nil {
		return nil, err
	}
	db.SetSealer(key)
	folder, err := files.Open(filepath.Join(dir, "files"))
	if err != nil {
		return nil, err
	}
	shelf, err := shelfIn(filepath.Join(dir, "search"))
	if err != nil {
		return nil, err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	return &house{dir: dir, db: db, log: log, shelf: shelf,
		office: office.New(office.Config{DB: db, Files: folder, Index: shelf, Now: now, Log: log})}, nil
}

// shelfIn is the search index of a folder, with the words that the installation
// adds to those of the release.
func shelfIn(dir string) (*index.Shelf, error) {
	var own [2]string
	for i, name := range []string{"synonyms.txt", "words.txt"} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("读不了 %s：%w", filepath.Join(dir, name), err)
		}
		own[i] = string(b)
	}
	return index.At(dir, search.NewLexicon(own[0], own[1])), nil
}

// upgrade brings an older schema up to date, after a copy is set aside.
func upgrade(ctx context.Context, db *store.DB, dir, url string, s streams) error {
	from, to, err := db.Pending(ctx)
	if err != nil {
		return err
	}
	if from > 0 && from < to {
		copied, err := setAside(ctx, db, dir, url, from)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.err, "数据结构由第%d版升到第%d版；原样已存为 %s\n", from, to, copied)
	}
	return db.Migrate(ctx)
}

func setAside(ctx context.Context, db *store.DB, dir, url string, from int64) (string, error) {
	backups := filepath.Join(dir, "backups")
	if err := os.MkdirAll(backups, 0o700); err != nil {
		return "", fmt.Errorf("升级前存不了备份：%w", err)
	}
	name := filepath.Join(backups, fmt.Sprintf("schema-%d-%s", from, time.Now().Format("20060102-150405")))
	if db.Dialect() == "sqlite" {
		return name + ".db", db.Backup(ctx, name+".db")
	}
	dump, err := exec.LookPath("pg_dump")
	if err != nil {
		return "", errors.New("升级数据结构之前要先备份，而这台机器上没有 pg_dump。请安装 PostgreSQL 客户端后再启动")
	}
	if out, err := exec.CommandContext(ctx, dump, "--format=custom", "--file", name+".dump", url).CombinedOutput(); err != nil {
		return "", fmt.Errorf("升级前用 pg_dump 备份没有成功：%s", strings.TrimSpace(string(out)))
	}
	return name + ".dump", nil
}

// clockOf is the machine's clock, or that of the demonstration in the folder.
func clockOf(dir string) func() time.Time {
	b, err := os.ReadFile(filepath.Join(dir, demoMark))
	if err != nil {
		return time.Now
	}
	at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(b)))
	if err != nil {
		at = demo.Ended
	}
	var c demo.Clock
	c.Run(at)
	return c.Now
}

// organ is the one that is meant: the named one, or the only one there is.
func (h *house) organ(ctx context.Context, token string) (people.Organ, error) {
	all, err := h.office.Sites(ctx)
	if err != nil {
		return people.Organ{}, err
	}
	var names []string
	for _, g := range all {
		if g.Token == token || token == "" && len(all) == 1 {
			return g, nil
		}
		names = append(names, fmt.Sprintf("%s（%s）", g.Token, g.Name))
	}
	switch {
	case len(all) == 0:
		return people.Organ{}, errEmpty(h.dir)
	case token == "":
		return people.Organ{}, fmt.Errorf("这里有%d个机关，请用 --organ 指明一个：%s", len(all), strings.Join(names, "、"))
	}
	return people.Organ{}, fmt.Errorf("没有机关 %s。这里有：%s", token, strings.Join(names, "、"))
}

// chosen are the organs that a command is about: the one that was named, else
// all. In a folder without any, h.organ says so.
func (h *house) chosen(ctx context.Context, token string) ([]people.Organ, error) {
	all, err := h.office.Sites(ctx)
	if err != nil || token == "" && len(all) > 0 {
		return all, err
	}
	g, err := h.organ(ctx, token)
	return []people.Organ{g}, err
}
