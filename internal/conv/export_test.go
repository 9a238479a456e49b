package conv

// PrintWith is PDF with a browser and folders of typefaces that a test names.
var (
	PrintWith   = pdf
	FontFolders = fontFolders
)
