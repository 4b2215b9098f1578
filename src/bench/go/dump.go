package main

// This file is compiled into every program.

import (
	"fmt"
	"log"
	"os"
	"runtime"
	"runtime/debug"
)

// dump collects garbage, prints to standard error what the runtime counts, and writes a heap dump to the
// named file.
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
