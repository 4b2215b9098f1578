// Program waiting writes a heap dump, says so, and waits in a system call that the runtime knows nothing of, so
// that its memory stays as it was.
//
//	waiting DUMP
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
	"unsafe"
)

type node struct {
	next *node
	name string
	data []byte
}

var (
	list    *node
	byName  = map[string]*node{}
	never   = make(chan *node)
	spinner *node
)

func main() {
	for i := 0; i < 2000; i++ {
		list = &node{list, fmt.Sprint("node ", i), make([]byte, i%300)}
		if i%10 == 0 {
			byName[list.name] = list
		}
	}
	for i := 0; i < 5; i++ {
		go func(local *node) {
			received := <-never
			fmt.Println(received, local)
		}(&node{name: fmt.Sprint("waits ", i)})
	}
	go spin(&node{name: "spins"})
	time.Sleep(50 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	fd := file.Fd()
	debug.WriteHeapDump(fd)
	ready := []byte("ready\n")
	syscall.RawSyscall(syscall.SYS_WRITE, 1, uintptr(unsafe.Pointer(&ready[0])), uintptr(len(ready)))
	for {
		n, _, err := syscall.RawSyscall(syscall.SYS_READ, 0, uintptr(unsafe.Pointer(&ready[0])), 1)
		if n == 0 || err != syscall.EINTR {
			break
		}
	}
	runtime.KeepAlive(file)
}

// spin runs without a call, so that its thread stands anywhere in it when it is stopped.
//
//go:noinline
func spin(local *node) {
	for n := 0; ; n++ {
		if n < 0 {
			spinner = local
		}
	}
}
