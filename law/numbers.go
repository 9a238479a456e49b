package law

import "strings"

// ValidID checks a resident identity number (公民身份号码, GB 11643-1999):
// eighteen characters, a day of birth that exists, the check digit.
func ValidID(s string) bool {
	if len(s) != 18 || !BirthDay(s[6:14]) {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * w
	}
	last := s[17]
	if last == 'x' {
		last = 'X'
	}
	return last == "10X98765432"[sum%11]
}

// BirthDay says whether eight digits are a day since 1800 that the calendar has.
func BirthDay(s string) bool {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		n = n*10 + int(s[i]-'0')
	}
	year, month, day := n/10000, n/100%100, n%100
	if len(s) != 8 || year < 1800 || year > 2099 || month < 1 || month > 12 || day < 1 {
		return false
	}
	days := [12]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[month-1]
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		days++
	}
	return day <= days
}

const creditLetters = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// ValidCredit checks a unified social credit code (统一社会信用代码, GB 32100-2015).
func ValidCredit(s string) bool {
	s = strings.ToUpper(s)
	if len(s) != 18 {
		return false
	}
	sum, w := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditLetters, s[i])
		if v < 0 {
			return false
		}
		sum += v * w
		w = w * 3 % 31
	}
	return s[17] == creditLetters[(31-sum%31)%31]
}
