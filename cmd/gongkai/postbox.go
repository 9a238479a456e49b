package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"gongkai/internal/post"
)

// postbox says how e-mail leaves. Nothing said means that it waits in the
// outbox, where the desk shows it.
type postbox struct {
	SMTP         string `name:"smtp" env:"GONGKAI_SMTP" help:"邮件服务器，如 smtp://账号:密码@主机:587（STARTTLS）或 smtps://账号:密码@主机:465；不写则邮件留在发件箱里等候。" placeholder:"URL"`
	MailFrom     string `env:"GONGKAI_MAIL_FROM" help:"发件地址，如 gongkai@example.gov.cn。" placeholder:"ADDR"`
	SMTPPassword string `name:"smtp-password-file" env:"GONGKAI_SMTP_PASSWORD_FILE" help:"存有邮件账号密码的文件，用来代替写在地址里的密码。" placeholder:"FILE"`
}

// sender is the way out, nil when none is configured.
func (b postbox) sender() (*post.SMTP, error) {
	if b.SMTP == "" {
		if b.MailFrom != "" || b.SMTPPassword != "" {
			return nil, errors.New("写了 --mail-from 或 --smtp-password-file，还要用 --smtp 写明邮件服务器")
		}
		return nil, nil
	}
	if b.MailFrom == "" {
		return nil, errors.New("写了 --smtp，还要用 --mail-from 写明发件地址")
	}
	password := ""
	if b.SMTPPassword != "" {
		text, err := os.ReadFile(b.SMTPPassword)
		if err != nil {
			return nil, fmt.Errorf("读不了邮件密码文件：%w", err)
		}
		if password = strings.TrimSpace(string(text)); password == "" {
			return nil, fmt.Errorf("邮件密码文件 %s 是空的", b.SMTPPassword)
		}
	}
	return post.NewSMTP(b.SMTP, b.MailFrom, password)
}
