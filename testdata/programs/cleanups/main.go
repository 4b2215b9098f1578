// Cleanups attaches cleanups (Go 1.24 and later): to objects in use, whose cleanups alone hold what they will free,
// and to objects that nothing else uses, whose cleanups hold the objects themselves and so never run.
package main

import (
	"os"
	"runtime"
	"strconv"
	"unique"
)

// Descriptor is what a cleanup frees.
type Descriptor struct {
	Number int
	Name   string
}

type File struct {
	Path string
	Size [6]int
}

type Journal struct {
	Entries [][]byte
}

// Mapping is kept by its own cleanup.
type Mapping struct {
	Name string
	Data []byte
}

// Region is the argument of a mapping's cleanup.
type Region struct {
	Mapping *Mapping
	Start   int
}

const (
	openFiles = 60
	journals  = 30
	mappings  = 200
	names     = 40
	mapped    = 4096
)

var (
	files       []*File
	connections []*File
	opened      *os.File
	handles     []unique.Handle[string]
	closed      int
)

func closeDescriptor(d *Descriptor) { closed += d.Number }
func unmap(r *Region)               { closed += len(r.Mapping.Data) }

//go:noinline
func newFile(i int) *File { return &File{Path: "/srv/data/" + strconv.Itoa(10000+i)} }

// openFile attaches a cleanup with a pointer as its argument.
//
//go:noinline
func openFile(i int) *File {
	f := newFile(i)
	d := &Descriptor{Number: i, Name: "descriptor " + strconv.Itoa(1000+i)}
	runtime.AddCleanup(f, closeDescriptor, d)
	keptByCleanup(record("descriptor", i, d))
	return f
}

// connect attaches a cleanup whose function is a closure, with a number as its argument.
//
//go:noinline
func connect(i int) *File {
	f, j := newFile(1000+i), &Journal{Entries: [][]byte{make([]byte, 100+i)}}
	flush := func(n int) { j.Entries[0][0] += byte(n) }
	runtime.AddCleanup(f, flush, i)
	keptByCleanup(record("journal", i, j))
	keptByCleanup(recordFunc("flush", i, flush))
	return f
}

// mapFile drops an object that the argument of its cleanup leads to: the bug.
//
//go:noinline
func mapFile(i int) int {
	m := &Mapping{Name: "segment " + strconv.Itoa(1000+i), Data: make([]byte, mapped)}
	runtime.AddCleanup(m, unmap, &Region{Mapping: m, Start: i})
	keptByCleanup(record("mapping", i, m))
	keptByCleanup(recordSlice("mapping.Data", i, m.Data))
	return len(m.Data)
}

//go:noinline
func build() {
	for i := 0; i < openFiles; i++ {
		f := openFile(i)
		files = append(files, f)
		record("file", i, f)
	}
	for i := 0; i < journals; i++ {
		connections = append(connections, connect(i))
	}
	for i := 0; i < mappings; i++ {
		closed += mapFile(i)
	}
	for i := 0; i < names; i++ {
		handles = append(handles, unique.Make("name "+strconv.Itoa(1000+i)))
	}
	var err error
	if opened, err = os.Open("/dev/null"); err != nil {
		panic(err)
	}
}

func main() {
	build()
	counted("cleanups of files", openFiles)
	counted("cleanups of connections", journals)
	counted("cleanups of mappings", mappings)
	counted("bytes mapped", mappings*mapped)
	collect()
	finish("cleanups")
}
