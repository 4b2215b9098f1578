// Leak_finalizers has a finalizer that waits for a lock nobody lets go of, so that all objects with a finalizer
// that were dropped since then stay queued, with their pages.
package main

import (
	"runtime"
	"strconv"
	"sync"
	"unsafe"
)

type Mapping struct {
	Number int
	Path   string
	Page   []byte // 4 KiB
}

type Volume struct {
	Name   string
	Blocks []uint32
}

const (
	dropped = 400
	kept    = 20
	page    = 4096
	volumes = 25
	sampled = 40
)

var (
	journal  sync.Mutex
	written  int
	mappings []*Mapping
	disks    []*Volume
)

// release is the finalizer.
//
//go:noinline
func (m *Mapping) release() {
	entered("waiting", since(20, "sync.Mutex.Lock", "semacquire"), "main.(*Mapping).release", since(25, "runtime.runFinalizers", "runtime.runfinq"))
	journal.Lock() // the bug: whoever has it never unlocks
	written += len(m.Page)
	journal.Unlock()
}

//go:noinline
func open(i int) *Mapping {
	m := &Mapping{Number: i, Path: "/var/lib/store/" + strconv.Itoa(1000000+i), Page: make([]byte, page)}
	copy(m.Page, m.Path)
	runtime.SetFinalizer(m, (*Mapping).release)
	return m
}

func use(done chan struct{}) {
	for i := 0; i < volumes; i++ {
		v := &Volume{Name: "volume " + strconv.Itoa(100000+i)}
		for b := 0; b < 2048; b++ {
			v.Blocks = append(v.Blocks, uint32(b%16))
		}
		disks = append(disks, v)
	}
	for i := 0; i < kept; i++ {
		m := open(i)
		mappings = append(mappings, m)
		if i%10 == 0 {
			record("mappings", i, m)
			retained(m, "main.mappings", &mappings)
			finalizer(m, (*Mapping).release, "registered")
		}
	}
	for i := 0; i < dropped; i++ {
		m := open(kept + i)
		if i%sampled == 0 {
			record("dropped", i, m)
			recordSlice("dropped.Page", i, m.Page)
			finalizer(m, (*Mapping).release, "queued")
		}
	}
	close(done)
}

func main() {
	journal.Lock()
	done := make(chan struct{})
	go use(done)
	<-done
	collect()
	counted("queued", dropped)
	counted("registered_mappings", kept)
	counted("volumes", len(disks))
	leak = leakFact{what: fixed("the queue of finalizers is stuck: one of them blocks for ever"), function: fixed("main.(*Mapping).release"), finalizerQueue: true,
		bytes: dropped * (page + int(unsafe.Sizeof(Mapping{}))), objects: dropped * 2, group: dropped}
	finish("leak_finalizers")
}
