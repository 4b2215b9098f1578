// Names makes objects and goroutines that are hard to name, of the kind that its first argument names, and writes a
// heap dump to the file of the second. Without arguments it prints the kinds:
//
//	types      different types with one name in Go
//	iterators  goroutines of iter.Pull, of which half have not started
package main

import (
	"iter"
	"os"
	"runtime"
	"runtime/debug"
)

type item[T any] struct{ values [10]T }

type result struct{ code [7]int }

type page [8192]byte

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

//go:noinline
func rows(n int) iter.Seq[*page] {
	return func(yield func(*page) bool) {
		row := &page{}
		for i := 0; i < n && yield(row); i++ {
			row[0]++
		}
	}
}

func main() {
	if len(os.Args) < 3 {
		os.Stdout.WriteString("types\niterators\n")
		return
	}
	switch os.Args[1] {
	case "types":
		for i := 0; i < 30; i++ {
			all = append(all, &item[int]{}, &result{})
		}
		local()
	case "iterators":
		for i := 0; i < 10; i++ {
			next, _ := iter.Pull(rows(100))
			if i%2 == 0 {
				next()
			}
			all = append(all, next)
		}
	}
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(all)
}
