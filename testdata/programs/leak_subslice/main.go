// Leak_subslice reads documents of 64 KiB and keeps 20 bytes of each in an index, which keeps all of them.
package main

import (
	"bytes"
	"strconv"
	"strings"
	"unsafe"
)

// Entry has a Title if the document was text, a Token if it was bytes.
type Entry struct {
	Number int
	Title  string
	Token  []byte
}

type Author struct {
	Name      string
	Biography []byte
	Works     []int
}

const (
	documents = 40
	document  = 64 << 10
	kept      = 20
	authors   = 20
	sampled   = 4
)

var (
	index   []Entry
	byName  map[string]*Author
	longest int
)

// load reads a document, as from a file.
//
//go:noinline
func load(i int) []byte {
	line := []byte("title: document " + strconv.Itoa(100000+i) + "\n" + "token: " + strconv.Itoa(100000+i) + "-abcdefghijklmnop\n")
	d := append(make([]byte, 0, document), line...)
	for len(d)+len(line) <= document {
		d = append(d, line...)
	}
	return d
}

//go:noinline
func loadText(i int) string { return string(load(i)[:document]) }

// parse keeps a substring or a subslice: the bug, it should keep a copy.
func parse(i int) {
	if i%2 == 0 {
		text := loadText(i)
		start := strings.Index(text, "document ")
		index = append(index, Entry{Number: i, Title: text[start : start+kept]})
		data := *(*unsafe.Pointer)(unsafe.Pointer(&text))
		if i%sampled == 0 {
			recordSlice("text", i, unsafe.Slice((*byte)(data), len(text)))
		}
	} else {
		d := load(i)
		start := bytes.Index(d, []byte("token: ")) + len("token: ")
		index = append(index, Entry{Number: i, Token: d[start : start+kept]})
		if i%sampled == 1 {
			recordSlice("bytes", i, d)
		}
	}
	if i > longest {
		longest = i
	}
}

func buildAuthors() {
	byName = map[string]*Author{}
	for i := 0; i < authors; i++ {
		a := &Author{Name: "author number " + strconv.Itoa(100000+i), Biography: make([]byte, 8000)}
		a.Works = append(a.Works, i, i+1, i+2)
		byName[a.Name] = a
	}
	recordMap("byName", -1, byName)
}

// first takes what an entry points at, which lies within a document.
func first(e *Entry) *byte {
	if e.Token != nil {
		return &e.Token[0]
	}
	return (*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&e.Title)))
}

func recordIndex() {
	holder := recordSlice("index", -1, index)
	for i := range index {
		if i%sampled > 1 {
			continue
		}
		reaches(holder, first(&index[i]))
		retained(first(&index[i]), "main.index", &index)
	}
	leakedBy("20 bytes of each document are kept, and with them all 64 KiB", holder, "main.index", &index, documents*document, documents+1, documents)
}

func main() {
	done := make(chan struct{})
	go func() { // a stack of its own, that is gone when the dump is written
		buildAuthors()
		for i := 0; i < documents; i++ {
			parse(i)
		}
		close(done)
	}()
	<-done
	recordIndex()
	counted("documents", documents)
	counted("document_bytes", documents*document)
	counted("kept_bytes", documents*kept)
	counted("authors", authors)
	collect()
	finish("leak_subslice")
}
