// Fleet is a service that leaks as its build does: fleet HOST FILE writes the heap of a host to a file.
//
//	build 1 leaks nothing
//	build 2 keeps 200 entries and one more for each number of its host
//	build 3 keeps twice as many, and leaves goroutines that nobody receives from
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"
)

// An entry takes a slot of 1,024 bytes.
type entry struct {
	next    *entry
	payload [1000]byte
}

type task struct {
	result chan int
	body   [2000]byte
}

var (
	build   string // set by the linker
	history *entry
	config  = map[string]string{}
)

func work(t *task) {
	t.result <- len(t.body)
	runtime.KeepAlive(t)
}

func main() {
	number, _ := strconv.Atoi(build)
	host, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < 500; i++ {
		config["setting"+strconv.Itoa(i)] = strconv.Itoa(i * host)
	}
	for i := 0; i < (number-1)*(200+host); i++ {
		history = &entry{next: history}
	}
	for i := 0; number == 3 && i < 100; i++ {
		go work(&task{result: make(chan int)})
	}
	time.Sleep(20 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(config)
}
