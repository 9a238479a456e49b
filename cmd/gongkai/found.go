package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"gongkai/internal/office"
	"gongkai/internal/secret"
	"gongkai/ledger"
	"gongkai/people"
	"gongkai/publication"
)

// openOrFound opens the folder; an empty one gets its first organ.
func (p place) openOrFound(ctx context.Context, s streams, token string) (*house, error) {
	_, err := os.Stat(filepath.Join(p.dir(), "keys", "data.key"))
	if !errors.Is(err, fs.ErrNotExist) {
		return p.open(ctx, s)
	}
	h, err := p.create(ctx, s, time.Now)
	if err != nil {
		return nil, err
	}
	if err := found(ctx, h, s, token); err != nil {
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// found sets up the first organ of an empty folder and prints the accounts of
// its first officers. The administrators (三员) can do none of the bureau's
// work; the security administrator appoints those who do it.
func found(ctx context.Context, h *house, s streams, token string) error {
	unit := string(office.UnitID(ledger.ID(token), "bgs"))
	f := office.Founding{Organ: people.Organ{Token: token, Name: "本机关"}, Columns: publication.DefaultColumns(),
		Units: []people.Unit{{Code: "bgs", Name: "办公室", Kind: people.Division}}}
	for _, o := range []struct {
		login, name string
		role        people.Role
	}{
		{"bangong", "办公室", people.Office}, {"gongkai", "政府信息公开工作机构负责人", people.DisclosureHd},
		{"xitong", "系统管理员", people.SystemAdmin}, {"anquan", "安全管理员", people.SecurityAdmin},
		{"shenji", "审计管理员", people.AuditAdmin},
	} {
		f.Officers = append(f.Officers, office.FoundingOfficer{Password: secret.Word(), OfficerForm: office.OfficerForm{
			Login: o.login, Name: o.name, Unit: unit, Roles: []string{string(o.role)}}})
	}
	if err := h.office.Found(ctx, f); err != nil {
		return err
	}
	fmt.Fprintf(s.out, "已在 %s 开户。首批账号（密码只显示这一次，请抄下并尽快修改）:\n", h.dir)
	for _, o := range f.Officers {
		fmt.Fprintf(s.out, "  %-9s %-26s %s\n", o.Login, o.Password, o.Name)
	}
	return nil
}
