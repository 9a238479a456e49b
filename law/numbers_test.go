package law

import "testing"

// GB 11643-1999 and GB 32100-2015: check digits and days of birth.
func TestNumbers(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{
		"11010519491231002X": true, "11010519491231002x": true, "110105194912310021": false,
		"11010519490231002X": false, "1101051949123100": false, "": false, "１１０１０５１９４９": false,
	} {
		if got := ValidID(s); got != want {
			t.Errorf("ValidID(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"91350100M000100Y43": true, "91350100m000100y43": true, "91350100M000100Y44": false, "91350100M000100I43": false, "": false} {
		if got := ValidCredit(s); got != want {
			t.Errorf("ValidCredit(%q) = %v", s, got)
		}
	}
	for s, want := range map[string]bool{"20000229": true, "19000229": false, "20230229": false, "20230431": false, "20231301": false, "2023010a": false, "": false} {
		if got := BirthDay(s); got != want {
			t.Errorf("BirthDay(%q) = %v", s, got)
		}
	}
}
