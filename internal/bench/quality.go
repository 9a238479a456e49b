package bench

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// side is one of the searches that are compared.
type side struct {
	name string
	find Engine
}

// quality gives marks to our search, to LIKE and to plain bigrams.
func quality(ctx context.Context, e *Env) (r Result, err error) {
	all, err := Judged()
	if err != nil {
		return r, err
	}
	dir, err := os.MkdirTemp(e.Dir, "judged-")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	for _, c := range all {
		sides := []side{{"二元切分", c.Bigrams()}, {"LIKE", c.Like}}
		if e.Search != nil {
			x, err := e.Search(ctx, filepath.Join(dir, c.Name))
			if err != nil {
				return r, err
			}
			defer x.Close()
			if err := errors.Join(x.Put(ctx, c.Texts), x.Done(ctx)); err != nil {
				return r, err
			}
			sides = slices.Insert(sides, 0, side{"本系统", func(q string) ([]string, error) { return x.Find(ctx, q) }})
		}
		e.Say("  %s：%d 篇，%d 条查询", c.Name, len(c.Texts), len(c.Queries))
		for _, side := range sides {
			sorts := map[string]Marks{}
			m, err := c.Judge(side.find, func(q Query, _ []string, m Marks) { sorts[q.Sort] = sorts[q.Sort].plus(m) })
			if err != nil {
				return r, err
			}
			var by []string
			for _, s := range strings.Split("词 语 号 近 音 首 繁 误 效 多", " ") {
				if sorts[s].N > 0 {
					by = append(by, s+" "+sorts[s].mean().short())
				}
			}
			e.Say("    %s：%s；各类 MRR：%s", side.name, m, strings.Join(by, "，"))
		}
	}
	return r, nil
}
