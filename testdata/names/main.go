// Names makes objects of different types that have one name in Go, and writes a heap dump to the file that its second
// argument names. Without arguments it prints the name of the dump.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

type item[T any] struct{ values [10]T }

type result struct{ code [7]int }

var all []any

//go:noinline
func local() {
	type item[T any] struct {
		next   *int
		values [20]T
	}
	type result struct{ text [9]string }
	for i := 0; i < 20; i++ {
		all = append(all, &item[int]{}, &result{})
	}
}

func main() {
	if len(os.Args) < 3 {
		os.Stdout.WriteString("types\n")
		return
	}
	for i := 0; i < 30; i++ {
		all = append(all, &item[int]{}, &result{})
	}
	local()
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(all)
}
