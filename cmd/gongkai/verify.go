package main

import (
	"context"
	"errors"
	"fmt"
)

type verifyCmd struct {
	place
	Organ string   `help:"只核对这个机关；默认核对全部。" placeholder:"CODE"`
	Proof string   `help:"改为核对一个发布证明或续接证明文件：不要数据文件夹，不连数据库，不上网。" placeholder:"FILE"`
	Key   []string `help:"与 --proof 同用：另外得到的公钥，或存有公钥的文件；写了，就只认用它签的。" placeholder:"KEY" sep:"none"`
}

// Help is the example.
func (verifyCmd) Help() string {
	return `逐条重算台账的哈希，直到公布的根；再由台账推出每一行数据，与库里的逐行比较，两个方向都比；最后核对附件的内容。
签过名的根值也逐个核对：签名、当时的根、与前一个相接。
一致时以 0 结束；不一致时说出第一处，并以 1 结束。

例：gongkai verify --data ./gongkai-data
   gongkai verify --proof fabu-zhengming.json --key 'gongkai/yykjj+1a2b3c4d+AXh…'`
}

// Run verifies every organ and says what it found.
func (c *verifyCmd) Run(ctx context.Context, s streams) error {
	if c.Proof != "" {
		return c.proof(s)
	}
	if len(c.Key) > 0 {
		return errors.New("--key 要与 --proof 同用")
	}
	h, err := c.open(ctx, s)
	if err != nil {
		return err
	}
	defer h.Close()
	organs, err := h.chosen(ctx, c.Organ)
	if err != nil {
		return err
	}
	bad := 0
	for _, g := range organs {
		v, err := h.office.Verify(ctx, g.ID)
		if err != nil {
			return err
		}
		if len(v.Findings) == 0 {
			fmt.Fprintf(s.out, "%s：台账%d条，根 %s，与数据一致。\n", g.Name, v.Entries, v.Head.Hex())
			if v.Signed > 0 {
				fmt.Fprintf(s.out, "  签过名的根值%d个，签名和台账都对得上。\n", v.Signed)
			}
			continue
		}
		bad++
		fmt.Fprintf(s.out, "%s：台账与数据不一致。第一处：%s\n", g.Name, v.Findings[0])
		for _, f := range v.Findings[1:] {
			fmt.Fprintf(s.out, "  还有：%s\n", f)
		}
	}
	if bad > 0 {
		return exit(1)
	}
	return nil
}
