package office

import (
	"encoding/base64"
	"io"
	"strings"
	"testing"
)

// TestPassIsNoUpload sees that what somebody uploaded and found again sealed, in
// a copy of the folder, opens nobody's request.
func TestPassIsNoUpload(t *testing.T) {
	t.Parallel()
	o := sealing(t, true)
	good, err := o.pass("r1", "kjj")
	if err != nil {
		t.Fatal(err)
	}
	if id, err := o.holder("kjj", good); err != nil || id != "r1" {
		t.Errorf("a pass of ours: %q, %v", id, err)
	}
	if _, err := o.holder("other", good); err == nil {
		t.Error("a pass opens a request of another organ")
	}
	f, err := o.putSealed(t.Context(), "证.pdf", strings.NewReader(`{"Request":"r1","Organ":"kjj","Until":99999999999999}`), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	blob, err := o.files.Get(f.SHA)
	if err != nil {
		t.Fatal(err)
	}
	defer blob.Close()
	sealed, err := io.ReadAll(blob)
	if err != nil {
		t.Fatal(err)
	}
	if id, err := o.holder("kjj", base64.RawURLEncoding.EncodeToString(sealed)); err == nil {
		t.Errorf("an upload is a pass to %q", id)
	}
}
