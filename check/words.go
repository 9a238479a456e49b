package check

// words runs the rules on words and expressions (WD).
func (c *Checker) words(f *findings) {}
