package index

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"gongkai/ledger"
	"gongkai/search"
)

// page ranks what was found and reads the page that is asked for.
func (s *seeker) page(f *Found, rows []int64) error {
	from := (s.Page - 1) * s.Ask.Size
	if from >= len(rows) {
		return nil
	}
	if s.ByDate {
		hits, err := s.heads(rows[from:min(from+s.Ask.Size, len(rows))])
		if err == nil {
			err = s.texts(hits)
		}
		f.Hits = hits
		return err
	}
	ranked, err := s.ranked(f, rows)
	if err != nil {
		return err
	}
	if from < len(ranked) {
		f.Hits = ranked[from:min(from+s.Ask.Size, len(ranked))]
	}
	if want := min(s.Ask.Size, len(rows)-from) - len(f.Hits); want > 0 { // the rest comes by date
		first := map[int64]bool{}
		for _, h := range ranked {
			first[h.row] = true
		}
		rest := slices.DeleteFunc(slices.Clone(rows), func(r int64) bool { return first[r] })
		skip := max(from-len(ranked), 0)
		if skip < len(rest) {
			more, err := s.heads(rest[skip:min(skip+want, len(rest))])
			if err != nil {
				return err
			}
			f.Hits = append(slices.Clip(f.Hits), more...)
		}
	}
	return s.texts(f.Hits)
}

// ranked are the candidates, the best first.
func (s *seeker) ranked(f *Found, rows []int64) ([]Hit, error) {
	in := map[int64]bool{}
	var some []int64
	take := func(rows []int64) {
		for _, r := range rows {
			if !in[r] {
				in[r] = true
				some = append(some, r)
			}
		}
	}
	if len(rows) <= newest {
		take(rows)
	} else {
		whole, err := s.rows(every(f.Query, titled), inTitles)
		if err != nil {
			return nil, err
		}
		take(whole)
		if len(f.Query.Terms) > 1 && len(whole) < inTitles {
			part, err := s.rows("("+every(f.Query, anywhere)+") AND ("+either(f.Query.Terms, titled)+")", inTitles-len(whole))
			if err != nil {
				return nil, err
			}
			take(part)
		}
		take(rows[:newest])
	}
	hits, err := s.heads(some)
	if err != nil {
		return nil, err
	}
	s.score(f.Query, hits)
	best := hits[:min(readWhole, len(hits))]
	if err := s.texts(best); err != nil {
		return nil, err
	}
	s.score(f.Query, best)
	return hits, nil
}

func (s *seeker) score(q search.Query, hits []Hit) {
	for i, h := range hits {
		c := &search.Candidate{Title: h.Title, Lead: h.DocNo + "\n" + h.Lead, Text: h.Text, DocNo: h.DocNo, Day: h.Day, Void: h.Void}
		if q.Sounds() {
			c.Sound = strings.Join(search.SoundTokens(h.Title), " ")
		}
		score, share := q.Score(c, s.Today)
		hits[i].Score = score * share
		if score, share = s.loose.Score(c, s.Today); share > 0 {
			hits[i].Score += score * share * share
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.row, a.row)) })
}

// heads reads rows without their texts, in the order in which they are given.
func (s *seeker) heads(rows []int64) ([]Hit, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	found, err := s.read.QueryContext(s.ctx, `select row, id, stamp, day, void, title, docno, lead from doc where row in (`+numbers(rows)+`) order by row desc`)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	at := make(map[int64]int, len(rows))
	for i, r := range rows {
		at[r] = i
	}
	out := make([]Hit, len(rows))
	for found.Next() {
		var h Hit
		var day string
		if err := found.Scan(&h.row, &h.ID, &h.Stamp, &day, &h.Void, &h.Title, &h.DocNo, &h.Lead); err != nil {
			return nil, err
		}
		if err := h.Day.UnmarshalText([]byte(day)); err != nil {
			return nil, err
		}
		f := s.facets(h.row)
		h.Organ, h.Kind, h.Column, h.Unit, h.Validity, h.Tags = s.Organ, f.kind, ledger.Code(f.column), f.unit, f.validity, f.tags
		out[at[h.row]] = h
	}
	// A row that went in between is left out.
	return slices.DeleteFunc(out, func(h Hit) bool { return h.row == 0 }), found.Err()
}

// texts reads the texts of hits that have none yet.
func (s *seeker) texts(hits []Hit) error {
	at := map[int64]int{}
	var rows []int64
	for i, h := range hits {
		if h.Text == "" {
			at[h.row] = i
			rows = append(rows, h.row)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	found, err := s.read.QueryContext(s.ctx, `select row, body from doc where row in (`+numbers(rows)+`) order by row`)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var row int64
		var packed []byte
		if err := found.Scan(&row, &packed); err != nil {
			return err
		}
		text, err := unpacker.DecodeAll(packed, nil)
		if err != nil {
			return err
		}
		hits[at[row]].Text = string(text)
	}
	return found.Err()
}

func numbers(rows []int64) string {
	var b strings.Builder
	for i, r := range rows {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(r, 10))
	}
	return b.String()
}
