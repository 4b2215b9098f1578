// List builds a heap of a single doubly linked list of ten million nodes, which is what no recursion
// and no search that is short of stack gets through. The heap dump goes to the file named by the argument.
package main

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
)

const nodes = 10_000_000

type node struct {
	next, prev *node
	number     int
	payload    [56]byte
}

var head *node

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: list DUMP")
	}
	last := &node{}
	head = last
	for i := 1; i < nodes; i++ {
		last.next = &node{prev: last, number: i}
		last = last.next
	}
	dump(os.Args[1])
}

func dump(name string) {
	f, err := os.Create(name)
	if err != nil {
		log.Fatal(err)
	}
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintln(os.Stderr, "HeapObjects", m.HeapObjects, "HeapAlloc", m.HeapAlloc)
	debug.WriteHeapDump(f.Fd())
	if err := f.Close(); err != nil {
		log.Fatal(err)
	}
}
