package public

import "encoding/xml"

// openSearch tells browsers how to search here (OpenSearch 1.1).
type openSearch struct {
	XMLName   xml.Name         `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName string           `xml:"ShortName"`
	About     string           `xml:"Description"`
	Language  string           `xml:"Language"`
	Encoding  string           `xml:"InputEncoding"`
	Image     openSearchImage  `xml:"Image"`
	URLs      []openSearchURLs `xml:"Url"`
}

type openSearchImage struct {
	Type string `xml:"type,attr"`
	At   string `xml:",chardata"`
}

type openSearchURLs struct {
	Type     string `xml:"type,attr"`
	Template string `xml:"template,attr"`
}

// openSearch describes the search of the organ's site.
func (a *ask) openSearch() error {
	name := []rune(a.organ.Name)
	doc := openSearch{
		ShortName: string(name[:min(len(name), 16)]), // the most that the format takes
		About:     "搜索" + a.organ.Name + "公开的信息", Language: "zh-CN", Encoding: "UTF-8",
		Image: openSearchImage{"image/svg+xml", a.root() + a.s.assets.path("icon.svg")},
		URLs: []openSearchURLs{{"text/html", a.absolute("/search?q={searchTerms}")},
			{"application/x-suggestions+json", a.absolute("/search/suggest?q={searchTerms}")}},
	}
	return a.xml("/opensearch.xml", "application/opensearchdescription+xml; charset=utf-8", func() (any, error) { return doc, nil })
}
