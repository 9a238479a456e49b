package check

// personal runs the rules on personal data (PD) over one text. What is masked
// in the official form (138****1234, 张*) never looks like a number here, for a
// star joins no digits.
type personal struct {
	*findings
	grids map[int]*grid
	run   run // the digits being read
	done  int // bytes before it are told already
	lived int // likewise of addresses
}

// persons runs the rules on personal data (PD).
func (c *Checker) persons(f *findings) {
	p := &personal{findings: f, grids: grids(f.text)}
	p.meta()
	p.lists()
	p.scan()
	p.calls()
}

// Classes of bytes at which a rule may begin; all others are skipped.
const (
	digitByte = 1 + iota
	wideByte  // the first of ０ to ９
	upperByte
	mailByte
	doorByte // the last of 室, 号, 户, 组
)

var begins = func() (c [256]byte) {
	for b := byte('0'); b <= '9'; b++ {
		c[b] = digitByte
	}
	for b := byte('A'); b <= 'Z'; b++ {
		c[b] = upperByte
	}
	c[0xef], c['@'] = wideByte, mailByte
	for _, d := range doors {
		c[d.end[2]] = doorByte
	}
	return c
}()

// scan goes once over the bytes.
func (p *personal) scan() {
	words := p.text.Words
	for i := 0; i < len(words); {
		switch begins[words[i]] {
		case 0:
			i++
		case digitByte:
			i = p.numbers(i)
		case wideByte:
			if _, _, ok := digitAt(words, i); ok {
				i = p.numbers(i)
			} else {
				i += 3
			}
		case upperByte:
			i = p.capital(i)
		case mailByte:
			p.mail(i)
			i++
		default:
			p.address(i)
			i++
		}
	}
}
