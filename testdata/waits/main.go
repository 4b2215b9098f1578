// Waits lets goroutines wait in the way that its first argument names, and writes its heap to the file of the second.
// Without arguments it prints the ways.
package main

import (
	"container/list"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"sync"
	"time"
)

type request struct {
	id   int
	body []byte
}

func newRequest(i int) *request { return &request{i, make([]byte, 4096)} }

type channels struct {
	all   [8]chan int
	count int
}

//go:noinline
func (c *channels) add() chan int {
	made := make(chan int)
	c.all[c.count] = made
	c.count++
	return made
}

//go:noinline
func (c *channels) release() {
	write()
	for _, each := range c.all {
		each <- 1
	}
}

//go:noinline
func take(from chan int, r *request) { r.id += <-from }

// No leak: main has the channels in a variable on its stack, whose address is taken.
func variable() {
	var all channels
	for i := range all.all {
		go take(all.add(), newRequest(i))
	}
	wait()
	all.release()
}

// What they hold is in variables that only their deferred calls use.
func empty() {
	for i := 0; i < 40; i++ {
		r := newRequest(i)
		go func() {
			defer func() { r.id++ }()
			select {}
		}()
	}
}

type batcher struct {
	pending [][]byte
	kick    chan struct{}
	sink    chan []byte
}

//go:noinline
func (b *batcher) flush() {
	for range b.kick {
		b.sink <- nil
	}
}

// Only the goroutine that waits to send has the messages.
func pending() {
	b := &batcher{kick: make(chan struct{}, 1), sink: make(chan []byte)}
	go b.flush()
	b.kick <- struct{}{}
	for i := 0; i < 200; i++ {
		b.pending = append(b.pending, make([]byte, 512))
	}
}

type bus struct{ topics map[string]chan *request }

//go:noinline
func (b *bus) consume(topic string, r *request) {
	for next := range b.topics[topic] {
		r.id += next.id
	}
}

func topics() {
	for i := 0; i < 60; i++ {
		topic := fmt.Sprint("topic ", i)
		events.topics[topic] = make(chan *request)
	}
	for i := 0; i < 60; i++ {
		go events.consume(fmt.Sprint("topic ", i), newRequest(i))
	}
}

type call struct {
	done  sync.WaitGroup
	value int
}

type flights struct{ calls map[string]*call }

//go:noinline
func (f *flights) join(key string, r *request) {
	c := f.calls[key]
	c.done.Wait()
	r.id += c.value
}

func calls() {
	for i := 0; i < 5; i++ {
		c := &call{}
		c.done.Add(1)
		started.calls[fmt.Sprint("key ", i)] = c
	}
	for i := 0; i < 60; i++ {
		go started.join(fmt.Sprint("key ", i%5), newRequest(i))
	}
}

type pool struct{ tasks, results chan *request }

//go:noinline
func (p *pool) work() {
	for r := range p.tasks {
		p.results <- r
	}
}

// Nobody receives the results, though the pool leads to them.
func full() {
	workers.tasks, workers.results = make(chan *request, 100), make(chan *request, 60)
	for i := 0; i < 100; i++ {
		workers.tasks <- newRequest(i)
	}
	for i := 0; i < 4; i++ {
		go workers.work()
	}
}

type session struct{ buffer []byte }

type statement struct{ driver.Stmt }

type answer struct{ driver.Rows }

func (s *session) Open(string) (driver.Conn, error)           { return &session{make([]byte, 4096)}, nil }
func (s *session) Prepare(string) (driver.Stmt, error)        { return statement{}, nil }
func (s *session) Begin() (driver.Tx, error)                  { return nil, errors.New("no transactions") }
func (s *session) Close() error                               { return nil }
func (s statement) NumInput() int                             { return 0 }
func (s statement) Query([]driver.Value) (driver.Rows, error) { return answer{}, nil }
func (s statement) Close() error                              { return nil }
func (a answer) Columns() []string                            { return nil }
func (a answer) Close() error                                 { return nil }

// Rows are not closed, so their connections stay in use; one connection is idle.
func database() {
	sql.Register("sessions", &session{})
	db, _ = sql.Open("sessions", "")
	for i := 0; i < 61; i++ {
		rows, err := db.Query("")
		if err != nil {
			panic(err)
		}
		if i == 0 {
			defer rows.Close()
		}
	}
	for i := 0; i < 20; i++ {
		if _, err := db.Prepare(fmt.Sprint("statement ", i)); err != nil {
			panic(err)
		}
	}
}

func (r *request) expire() { r.body = nil }

// The timers run, and the map may be in use.
func timers() {
	for i := 0; i < 100; i++ {
		expiry[i] = time.AfterFunc(time.Hour, newRequest(i).expire)
	}
	expiry[0].Stop()
}

type waiter struct {
	count int
	ready chan<- struct{}
}

type semaphore struct{ waiters list.List }

//go:noinline
func (s *semaphore) acquire(ready chan struct{}, done <-chan struct{}) {
	select {
	case <-ready:
	case <-done:
	}
}

//go:noinline
func convert(ready chan struct{}, r *request) {
	slots.acquire(ready, nil)
	r.id++
}

func queue() {
	for i := 0; i < 60; i++ {
		ready := make(chan struct{})
		slots.waiters.PushBack(waiter{1, ready})
		go convert(ready, newRequest(i))
	}
}

// No leak: the main goroutine has a table, and waits for ever, as that of a server may.
func main1() {
	table := make([]*request, 100)
	for i := range table {
		table[i] = newRequest(i)
	}
	go func() {
		wait()
		write()
		os.Exit(0)
	}()
	block(table)
}

//go:noinline
func block(table []*request) {
	defer func() { table[0].id++ }()
	<-make(chan int)
	table[1].id++
}

var (
	events  = &bus{map[string]chan *request{}}
	started = &flights{map[string]*call{}}
	slots   semaphore
	workers = &pool{}
	expiry  = map[int]*time.Timer{}
	db      *sql.DB
)

func wait() { time.Sleep(20 * time.Millisecond) }

var written bool

func write() {
	if written {
		return
	}
	written = true
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
	ways := map[string]func(){
		"calls": calls, "database": database, "empty": empty, "full": full, "main": main1, "pending": pending, "queue": queue,
		"timers": timers, "topics": topics, "variable": variable,
	}
	if len(os.Args) < 3 {
		var names []string
		for name := range ways {
			names = append(names, name)
		}
		sort.Strings(names)
		for _, name := range names {
			fmt.Println(name)
		}
		return
	}
	ways[os.Args[1]]()
	wait()
	write()
	runtime.KeepAlive(events)
	runtime.KeepAlive(started)
	runtime.KeepAlive(&slots)
	runtime.KeepAlive(workers)
	runtime.KeepAlive(expiry)
	runtime.KeepAlive(db)
}
