package check

// characters runs the rules on characters and punctuation (CH).
func (c *Checker) characters(f *findings) {}
