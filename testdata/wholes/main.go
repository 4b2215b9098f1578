// Wholes builds heaps with one large whole whose parts could be taken for several, as its first argument names it, and
// writes its heap to the file of the second. Without arguments it prints the names.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"time"
)

type key struct{}

type session struct {
	id   int
	body []byte
}

var app struct {
	parent context.Context
	queue  chan *session
}

// Contexts with a timer each that are not cancelled: their parent has them, and the processors have their timers.
func deadlines() {
	app.parent, _ = context.WithCancel(context.Background())
	for i := 0; i < 600; i++ {
		context.WithTimeout(context.WithValue(app.parent, key{}, &session{i, make([]byte, 128)}), 48*time.Hour)
	}
}

// A channel whose elements are large each.
func elements() {
	app.queue = make(chan *session, 10)
	for i := 0; i < 8; i++ {
		app.queue <- &session{i, make([]byte, 200000+20000*i)}
	}
}

func main() {
	wholes := map[string]func(){"deadlines": deadlines, "elements": elements}
	if len(os.Args) < 3 {
		os.Stdout.WriteString("deadlines\nelements\n")
		return
	}
	wholes[os.Args[1]]()
	f, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	runtime.GC()
	runtime.GC()
	debug.WriteHeapDump(f.Fd())
	if err := f.Close(); err != nil {
		panic(err)
	}
	runtime.KeepAlive(&app)
}
