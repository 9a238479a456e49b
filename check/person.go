package check

// persons runs the rules on personal data (PD).
func (c *Checker) persons(f *findings) {}
