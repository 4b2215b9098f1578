// Syncmap fills maps for concurrent use, and writes a heap dump to the file that its second argument names. Without
// arguments it prints the name of the dump.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
)

type session struct {
	token string
	body  [16]int64
}

type store struct {
	sessions sync.Map
	read     sync.Map
}

var app = &store{}

var deleted sync.Map

func newSession(i int) *session { return &session{token: "token-" + strconv.Itoa(i)} }

func main() {
	if len(os.Args) < 3 {
		os.Stdout.WriteString("entries\n")
		return
	}
	for i := 0; i < 300; i++ {
		app.sessions.Store("s-"+strconv.Itoa(i), newSession(i))
		app.read.Store(i, newSession(1000+i))
	}
	// up to Go 1.23, Range moves all entries to the map for reading
	app.read.Range(func(key, value any) bool { return true })
	for i := 0; i < 10; i++ {
		deleted.Store(i, newSession(2000+i))
	}
	deleted.Range(func(key, value any) bool { return true })
	for i := 0; i < 4; i++ {
		deleted.Delete(i)
	}
	deleted.Store("new", 17)
	deleted.Store("nil", nil)
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(app)
}
