// Checks notes and proofs with Go's own checksum-database code, which shares nothing with this
// project. Reads one JSON document, prints one line of counts, and fails at the first disagreement.
package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type proof struct {
	Old     int64    // index of a record, or size of the older tree
	OldHash string   // hash of the record, or root of the older tree
	Size    int64    // size of the tree
	Root    string   // root of the tree
	Nodes   []string // the proof
}

type document struct {
	Key         string   // verifier key
	Notes       []string // signed notes, each good
	BadNotes    []string // notes to be refused
	Inclusion   []proof
	Consistency []proof
}

func hash(text string) (result tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != tlog.HashSize {
		log.Fatalf("not a hash: %q", text)
	}
	copy(result[:], data)
	return result
}

func hashes(texts []string) (result []tlog.Hash) {
	for _, text := range texts {
		result = append(result, hash(text))
	}
	return result
}

func flipped(value tlog.Hash) tlog.Hash {
	value[0] ^= 1
	return value
}

func main() {
	var given document
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		log.Fatal(err)
	}
	verifier, err := note.NewVerifier(given.Key)
	if err != nil {
		log.Fatal(err)
	}
	known := note.VerifierList(verifier)
	for _, text := range given.Notes {
		opened, err := note.Open([]byte(text), known)
		if err != nil {
			log.Fatal(err)
		}
		if _, err := tlog.ParseTree([]byte("go.sum database tree\n" + lines(opened.Text))); err != nil {
			log.Fatal(err)
		}
	}
	for _, text := range given.BadNotes {
		if _, err := note.Open([]byte(text), known); err == nil {
			log.Fatalf("accepted an altered note: %q", text)
		}
	}
	for _, p := range given.Inclusion {
		nodes, root, leaf := hashes(p.Nodes), hash(p.Root), hash(p.OldHash)
		if err := tlog.CheckRecord(nodes, p.Size, root, p.Old, leaf); err != nil {
			log.Fatal(err)
		}
		if tlog.CheckRecord(nodes, p.Size, root, p.Old, flipped(leaf)) == nil {
			log.Fatal("accepted another record")
		}
	}
	for _, p := range given.Consistency {
		nodes, root, old := hashes(p.Nodes), hash(p.Root), hash(p.OldHash)
		if err := tlog.CheckTree(nodes, p.Size, root, p.Old, old); err != nil {
			log.Fatal(err)
		}
		if tlog.CheckTree(nodes, p.Size, root, p.Old, flipped(old)) == nil {
			log.Fatal("accepted another tree")
		}
	}
	answer(given)
}

// lines returns the size and the root of a checkpoint, without its name.
func lines(text string) string {
	for i := range text {
		if text[i] == '\n' {
			return text[i+1:]
		}
	}
	return ""
}

// answer prints the counts, and a key and a note made here, for the other side to verify.
func answer(given document) {
	private, public, err := note.GenerateKey(rand.Reader, "example.org/from-go")
	if err != nil {
		log.Fatal(err)
	}
	signer, err := note.NewSigner(private)
	if err != nil {
		log.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: "made elsewhere\n"}, signer)
	if err != nil {
		log.Fatal(err)
	}
	err = json.NewEncoder(os.Stdout).Encode(map[string]any{
		"notes":       len(given.Notes),
		"inclusion":   len(given.Inclusion),
		"consistency": len(given.Consistency),
		"key":         public,
		"note":        string(signed),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println()
}
