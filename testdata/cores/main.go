// Program pair writes a heap dump, and then a signal that nobody handles ends it with a core file:
// the same process twice, at almost the same moment.
//
//	pair DUMP
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

type node struct {
	next *node
	name string
	data []byte
	any  interface{}
}

// wide objects have a malloc header since Go 1.22.
type wide struct {
	head [70]*node
	text [40]string
}

type account struct {
	id    int
	owner *node
	tags  map[string]*node
}

type shape interface{ area() int }

type square struct{ side int }

type circle struct{ r int }

func (s *square) area() int { return s.side * s.side }

func (c circle) area() int { return 3 * c.r * c.r }

var (
	list     *node
	accounts = map[int]*account{}
	wides    []*wide
	shapes   []shape
	bytes    [][]byte
	pointers [][]*node
	nodes    [][]node
	arrays   [][]wide
	queue    = make(chan *node, 100)
	mutex    sync.Mutex
	finals   []*node
	garbage  interface{}
	never    = make(chan *node)
)

func main() {
	runtime.MemProfileRate = 4096
	runtime.MemProfile(nil, false) // else the linker turns the profile off
	build()
	cleanups()
	for i := 0; i < 5; i++ {
		go blocked(i, never, newNode(i, list))
	}
	go deferring(make(chan int), accounts[50])
	go func() { mutex.Lock(); mutex.Lock() }()
	go time.Sleep(time.Hour)
	go selecting()
	go deferringInLoop(4, accounts[100])
	go panicking(newNode(8, list))
	blockFinalizers()
	time.Sleep(50 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	for i := 0; i < 100; i++ {
		garbage = newNode(i, nil)
	}
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	fd := file.Fd()
	var defaultAction [4]uint64
	debug.WriteHeapDump(fd)
	syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(syscall.SIGABRT), uintptr(unsafe.Pointer(&defaultAction)), 0, 8, 0, 0)
	pid, _, _ := syscall.RawSyscall(syscall.SYS_GETPID, 0, 0, 0)
	thread, _, _ := syscall.RawSyscall(syscall.SYS_GETTID, 0, 0, 0)
	syscall.RawSyscall(syscall.SYS_TGKILL, pid, thread, uintptr(syscall.SIGABRT))
	runtime.KeepAlive(file)
}

func build() {
	for i := 0; i < 300; i++ {
		list = newNode(i, list)
		if i%50 == 0 {
			accounts[i] = &account{i, list, map[string]*node{list.name: list}}
		}
	}
	for i := 0; i < 8; i++ {
		w := new(wide)
		w.head[i] = list
		w.text[i] = fmt.Sprint(i)
		wides = append(wides, w)
		shapes = append(shapes, &square{i}, circle{i})
		bytes = append(bytes, make([]byte, 10000*i))
		p := make([]*node, 1000*i)
		for j := range p {
			p[j] = list
		}
		pointers = append(pointers, p)
		nodes = append(nodes, make([]node, 100*i))
		arrays = append(arrays, make([]wide, 5*i))
		queue <- list
		n := newNode(i, nil)
		runtime.SetFinalizer(n, func(n *node) { fmt.Fprintln(os.Stderr, "finalized", n.name) })
		finals = append(finals, n)
	}
}

func newNode(i int, next *node) *node {
	return &node{next: next, name: fmt.Sprint("node ", i), data: make([]byte, i%300), any: i}
}

func blocked(n int, ch chan *node, local *node) {
	var array [4]*node
	array[n%4] = local
	received := <-ch
	fmt.Fprintln(os.Stderr, received, array, local)
}

func deferring(ch chan int, keep *account) {
	defer func() { fmt.Fprintln(os.Stderr, keep.id) }()
	defer mutex.Unlock()
	<-ch
}

// deferringInLoop has a record of each deferred call.
func deferringInLoop(n int, keep *account) {
	for i := 0; i < n; i++ {
		kept := newNode(i, keep.owner)
		defer func() { fmt.Fprintln(os.Stderr, kept.name) }()
	}
	<-never
}

// panicking waits in a deferred call while it panics.
func panicking(n *node) {
	defer func() {
		<-never
		fmt.Fprintln(os.Stderr, recover())
	}()
	panic(n)
}

// blockFinalizers makes the goroutine of finalizers wait, and others wait for it.
func blockFinalizers() {
	for i := 0; i < 5; i++ {
		runtime.SetFinalizer(newNode(i, list), func(n *node) { fmt.Fprintln(os.Stderr, <-never, n.name) })
	}
}

func selecting() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1)
	select {
	case <-signals:
	case <-never:
	}
}
