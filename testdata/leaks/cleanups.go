//go:build go1.24

package main

import (
	"fmt"
	"runtime"
)

type mapping struct {
	name string
	data []byte
}

type segment struct{ mapping *mapping }

//go:noinline
func open(i int) *segment {
	m := &mapping{fmt.Sprint("segment-", i), make([]byte, 2048)}
	return &segment{m}
}

// The function of each cleanup captures what leads to its own object.
func cleanups() {
	for i := 0; i < 60; i++ {
		s := open(i)
		runtime.AddCleanup(s.mapping, func(int) { s.mapping.data = nil }, i)
	}
}

// The argument of each cleanup leads to its own object.
func arguments() {
	for i := 0; i < 60; i++ {
		s := open(i)
		runtime.AddCleanup(s.mapping, func(s *segment) { s.mapping.data = nil }, s)
	}
}

// No leak: each argument is the object's own, and leads to nothing else.
func released() {
	for i := 0; i < 60; i++ {
		s := open(i)
		buffer := make([]byte, 1024)
		runtime.AddCleanup(s.mapping, func(buffer []byte) { buffer[0] = 0 }, buffer)
		kept = append(kept, s)
	}
}

func init() {
	leaks["cleanups"] = cleanups
	leaks["arguments"] = arguments
	leaks["released"] = released
}
