package check

// figures runs the rules on figures and references (FG).
func (c *Checker) figures(f *findings) {}
