// Causes builds the heap that its first argument names, and writes it to the file of the second. Without arguments it
// prints the names.
package main

import (
	"container/list"
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"
	"time"
)

type session struct {
	id   int
	data [2]int
	next *session
}

type request struct {
	id   int
	body [64]int
}

type item struct {
	key  *[40]byte
	size int
}

type hub struct {
	events chan int
	done   chan struct{}
}

type event struct{ name string }

type entry struct {
	key   string
	value []byte
}

type stacks struct {
	pointers []*session
	structs  []item
}

type state struct {
	table     sync.RWMutex
	lock      sync.Mutex
	ready     *sync.Cond
	all       sync.WaitGroup
	first     sync.Once
	unused    sync.Once
	values    map[string]int
	cancelled context.Context
}

type callbacks struct {
	byName map[string]func() int
	all    []func() int
}

var (
	sessions = map[int]*session{}
	byNumber = map[int]interface{}{}
	recent   []*session
	stack    stacks
	values   []interface{}
	jobs     = make(chan int)
	server   = &hub{make(chan int), make(chan struct{})}
	shared   state
	hooks    callbacks
	index    = map[string]*list.Element{}
	order    list.List
	messages []event
	label    string
)

// Of 3,000 sessions, a slice has 100 as well.
func entries() {
	for i := 0; i < 3000; i++ {
		s := &session{id: i}
		sessions[i] = s
		if i%30 == 0 {
			recent = append(recent, s)
		}
	}
}

// Nothing else has the values, which are of two types, and one of them is large.
func mixed() {
	for i := 0; i < 2000; i++ {
		if i%20 == 0 {
			byNumber[i] = &item{new([40]byte), i}
		} else {
			byNumber[i] = &session{id: i}
		}
	}
}

// The allocator puts the label and the first message into one tiny block.
func history() {
	label = fmt.Sprint("t", 1)
	for i := 0; i < 30000; i++ {
		messages = append(messages, event{fmt.Sprint("message ", i)})
	}
}

// The stack was emptied by reslicing, so that 1,000 of its slots keep objects behind the length.
func emptied() {
	for i := 0; i < 1000; i++ {
		stack.pointers = append(stack.pointers, &session{id: i})
		stack.structs = append(stack.structs, item{new([40]byte), i})
	}
	recent = append(recent, stack.pointers[7])
	stack.pointers = stack.pointers[:0]
	stack.structs = stack.structs[:10]
}

// 100 slices of 16 bytes keep 100 arrays of 16 KiB.
func parts() {
	for i := 0; i < 100; i++ {
		packet := make([]byte, 16<<10)
		values = append(values, packet[i*100:i*100+16])
	}
}

//go:noinline
func work(from chan int, s *request) {
	for i := range from {
		s.id += i
	}
}

//go:noinline
func listen(h *hub, s *request) {
	select {
	case i := <-h.events:
		s.id += i
	case <-h.done:
	}
}

//go:noinline
func reply(replies chan int, s *request) {
	s.id += <-replies
}

func channels() {
	local := make(chan int)
	for i := 0; i < 150; i++ {
		go work(jobs, &request{id: i})
		go listen(server, &request{id: i})
		go reply(local, &request{id: i})
	}
	wait()
	write()
	local <- 1
	jobs <- 1
}

//go:noinline
func serve(ctx context.Context, s *request) {
	<-ctx.Done()
	s.id++
}

// All wait until one context is cancelled, as the goroutines of a server do.
func cancellation() {
	ctx, cancel := context.WithCancel(context.Background())
	for i := 0; i < 150; i++ {
		go serve(ctx, &request{id: i})
	}
	wait()
	write()
	cancel()
}

func waiting() {
	s := &shared
	s.ready = sync.NewCond(&s.lock)
	s.values = map[string]int{}
	s.all.Add(3)
	s.table.RLock()
	s.first.Do(func() { s.values["a"] = 1 })
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), event{"key"}, "value"), time.Hour)
	s.cancelled, _ = context.WithCancel(ctx)
	for i := 0; i < 2; i++ {
		go func() { s.lock.Lock(); s.ready.Wait(); s.lock.Unlock() }()
		go func() { s.all.Wait() }()
	}
	go func() { s.table.Lock(); s.table.Unlock() }()
	wait()
	go func() { s.table.RLock(); s.table.RUnlock() }()
	go func() { s.table.RLock(); s.table.RUnlock() }()
	go func() { s.table.Lock(); s.table.Unlock() }()
	wait()
	write()
	cancel()
}

//go:noinline
func read(s *state, r *request) {
	s.table.RLock()
	r.id++
	s.table.RUnlock()
}

//go:noinline
func change(s *state, r *request) {
	s.table.Lock()
	r.id++
	s.table.Unlock()
}

//go:noinline
func take(s *state, r *request) {
	s.lock.Lock()
	s.ready.Wait()
	r.id++
	s.lock.Unlock()
}

// Readers and writers wait for one lock, others for a condition.
func queues() {
	s := &shared
	s.ready = sync.NewCond(&s.lock)
	s.table.RLock()
	go change(s, &request{})
	wait()
	for i := 0; i < 100; i++ {
		go read(s, &request{id: i})
		go change(s, &request{id: i})
		go take(s, &request{id: i})
	}
	wait()
	write()
	s.table.RUnlock()
	s.ready.Broadcast()
}

// Closures in a map and a slice of a struct.
func closures() {
	hooks.byName = map[string]func() int{}
	for i := 0; i < 500; i++ {
		s := &session{id: i}
		hooks.byName[fmt.Sprint("hook ", i)] = func() int { return s.id }
		hooks.all = append(hooks.all, func() int { return s.id + 1 })
	}
}

// Elements were removed from the list, but not from the map, as a cache must do.
func removed() {
	for i := 0; i < 500; i++ {
		key := fmt.Sprint("key ", i)
		index[key] = order.PushBack(&entry{key, make([]byte, 256)})
		if i >= 20 {
			order.Remove(order.Front())
		}
	}
}

func tickers() {
	for i := 0; i < 300; i++ {
		values = append(values, time.NewTicker(time.Hour))
	}
}

//go:noinline
func decode(depth int) int {
	var buffer [24 << 10]byte
	buffer[depth] = 1
	wait()
	time.Sleep(time.Hour)
	return int(buffer[depth+1])
}

// Each goroutine has one frame of 24 KiB.
func frames() {
	for i := 0; i < 40; i++ {
		go decode(i)
	}
}

func wait() { time.Sleep(20 * time.Millisecond) }

var written bool

func write() {
	if written {
		return
	}
	written = true
	wait()
	f, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	runtime.GC()
	runtime.GC()
	debug.WriteHeapDump(f.Fd())
	if err := f.Close(); err != nil {
		panic(err)
	}
}

func main() {
	heaps := map[string]func(){
		"cancellation": cancellation, "channels": channels, "closures": closures, "emptied": emptied,
		"entries": entries, "frames": frames, "history": history, "mixed": mixed, "parts": parts,
		"queues": queues, "removed": removed,
		"tickers": tickers, "waiting": waiting,
	}
	if len(os.Args) < 3 {
		var names []string
		for name := range heaps {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Println(name)
		}
		return
	}
	heaps[os.Args[1]]()
	write()
	runtime.KeepAlive(sessions)
	runtime.KeepAlive(byNumber)
	runtime.KeepAlive(recent)
	runtime.KeepAlive(stack)
	runtime.KeepAlive(values)
	runtime.KeepAlive(index)
	runtime.KeepAlive(&order)
	runtime.KeepAlive(hooks)
	runtime.KeepAlive(&shared)
}
