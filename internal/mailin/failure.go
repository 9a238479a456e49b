package mailin

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strconv"
	"syscall"

	"github.com/emersion/go-imap/v2"

	"gongkai/internal/office"
)

// words says why a mailbox could not be read, for whoever set it.
func words(b office.Inbox, err error) string {
	server := net.JoinHostPort(b.Host, strconv.Itoa(b.Port))
	if w, ok := busy(err); ok {
		return w
	}
	var at *stepError
	if !errors.As(err, &at) {
		return "系统内部错误，没有收成"
	}
	var name *net.DNSError
	var slow net.Error
	var untrusted *tls.CertificateVerificationError
	var no *imap.Error
	switch {
	case errors.As(err, &name):
		return "找不到邮件服务器 " + b.Host + "，请核对主机名"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "邮件服务器 " + server + " 拒绝连接，请核对端口"
	case errors.As(err, &untrusted):
		return "邮件服务器 " + server + " 的证书不可信或与主机名不符"
	case errors.Is(err, errNear):
		return "不加密的连接只能用于本机"
	case errors.Is(err, errNoAuth):
		return "邮件服务器 " + server + " 不接受用账号密码登录"
	case errors.Is(err, errNoMove):
		return "邮件服务器 " + server + " 不能移动邮件，请改为标为已读"
	case errors.Is(err, errLate), errors.As(err, &slow) && slow.Timeout():
		return "邮件服务器 " + server + " 没有应答"
	case at.at == connecting:
		return "连不上邮件服务器 " + server + said(err)
	case at.at == securing:
		return "与邮件服务器 " + server + " 建立不了加密连接，请核对端口和加密方式" + said(err)
	case at.at == signingIn && errors.As(err, &no):
		return "账号或密码不对，或者没有开通 IMAP" + said(err)
	case at.at == opening && errors.As(err, &no):
		return "邮箱里没有文件夹“" + b.Folder + "”，或者不能打开" + said(err)
	case at.at == moving && errors.As(err, &no):
		return "邮箱里没有文件夹“" + b.DoneFolder + "”，或者不能移入" + said(err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed), errors.Is(err, syscall.ECONNRESET):
		return "邮件服务器 " + server + " 中途断开连接"
	}
	return "邮件服务器 " + server + " 出错" + said(err)
}
