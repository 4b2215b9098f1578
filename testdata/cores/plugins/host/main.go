// Program host loads a plugin, calls C, and leaves a core file.
//
//	host PLUGIN
package main

// #include <unistd.h>
import "C"

import (
	"os"
	"plugin"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

func main() {
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	make500, err := p.Lookup("Make")
	if err != nil {
		panic(err)
	}
	make500.(func(int))(500)
	block, err := p.Lookup("Block")
	if err != nil {
		panic(err)
	}
	go block.(func(chan int))(make(chan int))
	go func() { C.sleep(1000) }()
	time.Sleep(100 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	var defaultAction [4]uint64
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGABRT), uintptr(unsafe.Pointer(&defaultAction)), 0, 8, 0, 0)
	pid, _, _ := syscall.RawSyscall(syscall.SYS_GETPID, 0, 0, 0)
	thread, _, _ := syscall.RawSyscall(syscall.SYS_GETTID, 0, 0, 0)
	syscall.RawSyscall(syscall.SYS_TGKILL, pid, thread, uintptr(syscall.SIGABRT))
}
