// Leaks builds the kind of leak that its first argument names, and writes its heap to the file of the second.
// Without arguments it prints the kinds.
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

type batch struct {
	number int
	rows   []byte
}

type session struct {
	id   int
	data []byte
}

type element struct {
	key  string
	data []byte
}

// A queue that pops by reslicing only.
type queue struct{ items []*element }

type peer struct {
	name    string
	entries list.List
}

type cluster struct {
	client *client
	data   []byte
}

type client struct{ cluster *cluster }

type server struct {
	parent  context.Context
	queue   *queue
	byID    map[int]session
	headers map[string]string
	values  []interface{}
}

type shard struct {
	sync.Mutex
	sessions map[int]*session
}

type job struct{ data []byte }

func (j *job) expire() { j.data = nil }

var (
	app         = &server{}
	placeholder = &peer{name: "placeholder"}
	shards      [64]shard
	buffers     = sync.Pool{New: func() interface{} { return new([]byte) }}
	kept        []interface{}
	named       map[int]*wrapped
	current     *tree
)

//go:noinline
func produce(batches chan *batch) {
	for i := 0; ; i++ {
		batches <- &batch{i, make([]byte, 512)}
	}
}

func senders() {
	for i := 0; i < 20; i++ {
		batches := make(chan *batch, 10)
		go produce(batches)
		<-batches
	}
}

//go:noinline
func await(results chan *session, s *session) {
	if <-results != nil {
		s.id++
	}
}

func receivers() {
	for i := 0; i < 50; i++ {
		go await(make(chan *session), &session{i, make([]byte, 2048)})
	}
}

// The compiler inlines it into the function that it makes for the go statement.
func report(reports chan []byte, text []byte) {
	reports <- text
}

func inlined() {
	reports := make(chan []byte)
	for i := 0; i < 20; i++ {
		go report(reports, make([]byte, 4096))
	}
}

func slots() {
	app.queue = &queue{}
	for i := 0; i < 300; i++ {
		app.queue.items = append(app.queue.items, &element{fmt.Sprint("key-", i), make([]byte, 512)})
	}
	app.queue.items = app.queue.items[:9]
}

func oversized() {
	app.byID = map[int]session{}
	for i := 0; i < 6000; i++ {
		app.byID[i] = session{id: i}
	}
	for i := 0; i < 6000; i++ {
		if i%600 != 0 {
			delete(app.byID, i)
		}
	}
}

func elements() {
	for i := 0; i < 500; i++ {
		placeholder.entries.PushBack(&element{fmt.Sprint("leaf-", i), make([]byte, 128)})
	}
}

//go:noinline
func handle(parent context.Context, i int) {
	ctx, cancel := context.WithCancel(parent)
	if i < 0 {
		cancel()
	}
	_ = ctx.Err()
}

func contexts() {
	parent, cancel := context.WithCancel(context.Background())
	app.parent = parent
	kept = append(kept, cancel)
	for i := 0; i < 600; i++ {
		handle(parent, i)
	}
}

type key struct{}

//go:noinline
func chain(jobs chan int, started chan bool) {
	ctx := context.Background()
	for j := range jobs {
		ctx = context.WithValue(ctx, key{}, &session{j, make([]byte, 64)})
		started <- ctx != nil
	}
	runtime.KeepAlive(ctx)
}

func chained() {
	jobs, started := make(chan int), make(chan bool)
	kept = append(kept, jobs)
	go chain(jobs, started)
	for i := 0; i < 800; i++ {
		jobs <- i
		<-started
	}
}

//go:noinline
func poll(results chan int) int {
	select {
	case <-time.After(time.Hour):
		return 0
	case i := <-results:
		return i
	}
}

func after() {
	results := make(chan int, 1)
	for i := 0; i < 600; i++ {
		results <- i
		poll(results)
	}
}

func afterfunc() {
	for i := 0; i < 200; i++ {
		time.AfterFunc(time.Hour, (&job{make([]byte, 512)}).expire)
	}
}

func pool() {
	var taken []*[]byte
	for i := 0; i < 4; i++ {
		b := buffers.Get().(*[]byte)
		*b = make([]byte, 64<<10)
		taken = append(taken, b)
	}
	for _, b := range taken {
		buffers.Put(b)
	}
}

func substrings() {
	app.headers = map[string]string{}
	for i := 0; i < 20; i++ {
		text := fmt.Sprintf("%08d", i) + string(make([]byte, 16<<10))
		app.headers[text[:8]] = text[2:6]
	}
}

func subslices() {
	for i := 0; i < 20; i++ {
		packet := make([]byte, 16<<10)
		app.values = append(app.values, packet[:12])
	}
}

func sharded() {
	for i := range shards {
		shards[i].sessions = map[int]*session{}
	}
	for i := 0; i < 1000; i++ {
		shards[i%64].sessions[i] = &session{i, make([]byte, 128)}
	}
}

func cycles() {
	for i := 0; i < 60; i++ {
		c := &client{&cluster{data: make([]byte, 2048)}}
		c.cluster.client = c
		runtime.SetFinalizer(c, func(c *client) { c.cluster = nil })
	}
}

//go:noinline
func deferred() {
	for i := 0; i < 400; i++ {
		b := make([]byte, 256)
		defer func() { b[0]++ }()
	}
	finish()
	os.Exit(0)
}

//go:noinline
func deep(n int) int {
	var frame [512]byte
	frame[n%512] = 1
	if n == 0 {
		time.Sleep(time.Hour)
		return int(frame[3])
	}
	return deep(n-1) + int(frame[n%512])
}

//go:noinline
func compress() { deep(40) }

func stacks() {
	for i := 0; i < 40; i++ {
		go compress()
	}
	time.Sleep(20 * time.Millisecond)
}

func buffered() {
	events := make(chan *session, 200)
	kept = append(kept, events)
	for i := 0; i < 150; i++ {
		events <- &session{i, make([]byte, 512)}
	}
}

type account struct {
	sync.Mutex
	statement []byte
}

//go:noinline
func transfer(from, to *account, both *sync.WaitGroup) {
	from.Lock()
	both.Done()
	both.Wait()
	to.Lock()
	to.statement, from.statement = from.statement, to.statement
	to.Unlock()
	from.Unlock()
}

// Two goroutines each hold the lock that the other waits for.
func locks() {
	for i := 0; i < 20; i++ {
		a, b := &account{statement: make([]byte, 2048)}, &account{statement: make([]byte, 2048)}
		var both sync.WaitGroup
		both.Add(2)
		go transfer(a, b, &both)
		go transfer(b, a, &both)
	}
}

//go:noinline
func waitForAll(s *session) {
	var parts sync.WaitGroup
	parts.Add(2)
	go parts.Done()
	parts.Wait()
	s.id++
	s.data[0]++
}

func waitgroups() {
	for i := 0; i < 40; i++ {
		go waitForAll(&session{i, make([]byte, 2048)})
	}
}

type mailbox struct {
	sync.Mutex
	arrived *sync.Cond
	letters []*session
}

//go:noinline
func (m *mailbox) take(s *session) {
	m.Lock()
	for len(m.letters) == 0 {
		m.arrived.Wait()
	}
	s.data[0]++
	m.Unlock()
}

func conditions() {
	for i := 0; i < 40; i++ {
		m := &mailbox{}
		m.arrived = sync.NewCond(m)
		go m.take(&session{i, make([]byte, 2048)})
	}
}

//go:noinline
func enrich(in, out chan *batch, table []byte) {
	for b := range in {
		b.rows[0]++
		out <- b
		table[0]++
	}
}

// Nobody reads what the second stage sends, and the first stage waits for the second.
func pipeline() {
	for i := 0; i < 20; i++ {
		in, out := make(chan *batch, 4), make(chan *batch)
		go produce(in)
		go enrich(in, out, make([]byte, 2048))
		<-out
	}
}

//go:noinline
func publish(events chan *session, s *session) {
	events <- s
	s.data[0]++
}

func nilchannels() {
	for i := 0; i < 40; i++ {
		go publish(nil, &session{i, make([]byte, 2048)})
	}
}

//go:noinline
func load(i int) *session { return &session{i, make([]byte, 4096)} }

// Nobody waits for the results any more, which only the goroutines have.
func abandoned() {
	for i := 0; i < 40; i++ {
		result := make(chan *session)
		go func(i int) { result <- load(i) }(i)
	}
}

type wrapped struct {
	fmt.Stringer
	name string
	data []byte
}

// Each value starts with an interface.
func interfaces() {
	named = map[int]*wrapped{}
	for i := 0; i < 200; i++ {
		named[i] = &wrapped{time.Second, fmt.Sprint("connection-", i), make([]byte, 512)}
	}
}

type leaf struct {
	owner *peer
	entry *list.Element
	key   [4]byte
}

type tree struct{ leaves []*leaf }

// The list has the leaves of all trees that ever were; only one tree is left.
func forgotten() {
	for i := 0; i < 100; i++ {
		current = &tree{}
		for j := 0; j < 10; j++ {
			l := &leaf{owner: placeholder, key: [4]byte{byte(i), byte(j)}}
			l.entry = placeholder.entries.PushBack(l)
			current.leaves = append(current.leaves, l)
		}
	}
}

//go:noinline
func request(parent context.Context, s *session) {
	ctx, cancel := context.WithTimeout(context.WithValue(parent, key{}, s), time.Hour)
	if s.id < 0 {
		cancel()
	}
	_ = ctx.Err()
}

func timeouts() {
	for i := 0; i < 200; i++ {
		request(context.Background(), &session{i, make([]byte, 256)})
	}
}

// No leak: a cache of a fixed size, and a table.
func healthy() {
	entries := list.New()
	index := map[int]*list.Element{}
	for i := 0; i < 1000; i++ {
		index[i] = entries.PushFront(&session{i, make([]byte, 512)})
		if entries.Len() > 60 {
			oldest := entries.Back()
			entries.Remove(oldest)
			delete(index, oldest.Value.(*session).id)
		}
	}
	names := map[string]*element{}
	for i := 0; i < 100; i++ {
		k := fmt.Sprint("name-", i)
		names[k] = &element{k, make([]byte, 128)}
	}
	kept = append(kept, entries, index, names)
}

// finish collects garbage and writes the heap to the file of the second argument.
func finish() {
	time.Sleep(20 * time.Millisecond)
	collections := 2
	if os.Args[1] == "pool" {
		collections = 1
	}
	for i := 0; i < collections; i++ {
		runtime.GC()
	}
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	file.Close()
}

var leaks = map[string]func(){
	"senders": senders, "receivers": receivers, "inlined": inlined, "slots": slots, "oversized": oversized, "elements": elements,
	"contexts": contexts, "chained": chained, "after": after, "afterfunc": afterfunc, "pool": pool,
	"substrings": substrings, "subslices": subslices, "sharded": sharded, "cycles": cycles,
	"deferred": deferred, "stacks": stacks, "buffered": buffered, "locks": locks, "waitgroups": waitgroups,
	"conditions": conditions, "pipeline": pipeline, "nilchannels": nilchannels, "abandoned": abandoned,
	"interfaces": interfaces, "forgotten": forgotten, "timeouts": timeouts, "healthy": healthy,
}

func main() {
	if len(os.Args) == 1 {
		var kinds []string
		for kind := range leaks {
			kinds = append(kinds, kind)
		}
		sort.Strings(kinds)
		for _, kind := range kinds {
			fmt.Println(kind)
		}
		return
	}
	leaks[os.Args[1]]()
	finish()
	runtime.KeepAlive(kept)
	runtime.KeepAlive(app)
}
