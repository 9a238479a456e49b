package main

import (
	"context"
	"fmt"
	"time"
)

type indexCmd struct {
	Rebuild rebuildCmd `cmd:"" help:"由数据重建搜索索引，建成后换上，网站不停。"`
}

type rebuildCmd struct {
	place
}

// Help is the example.
func (rebuildCmd) Help() string {
	return `网站的搜索读数据文件夹里的 search。它由数据生成，里面只有公开的内容；丢失、损坏或者落后时，
运行中的网站自己会重建。换了用词表（search/synonyms.txt、search/words.txt）或者要立即重建时，用这条命令。
网站正在运行时也可以做：旧的一直用到新的建成。

例：gongkai index rebuild --data /srv/gongkai`
}

// Run rebuilds, and says each tenth.
func (c *rebuildCmd) Run(ctx context.Context, s streams) error {
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	began, tenth, all := time.Now(), 0, 0
	err = h.office.RebuildIndex(ctx, func(done, of int) {
		if all = of; of > 0 && 10*done/of > tenth {
			tenth = 10 * done / of
			fmt.Fprintf(s.out, "已收入 %d/%d 篇，%.0f 秒\n", done, of, time.Since(began).Seconds())
		}
	})
	if err != nil {
		return fmt.Errorf("搜索索引没有建成，原来的还在用：%w", err)
	}
	fmt.Fprintf(s.out, "搜索索引已建成并换上：%d 篇，%.1f MB，%.1f 秒。\n", all, float64(h.shelf.Size())/(1<<20), time.Since(began).Seconds())
	return nil
}
