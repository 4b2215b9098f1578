// Signatures leaks in several ways at once, as much as its first argument says, and writes its heap to the file of
// the second. With a third argument a request is under way that holds what leaks, too.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"time"
)

type session struct {
	user string
	data []byte
}

type tenant struct {
	name  string
	cache map[int]*session
}

type job struct {
	next    *job
	payload []byte
}

type app struct {
	queue   []*session
	tenants map[string]*tenant
	shared  sync.Map
}

type pending struct {
	done chan int
	body []byte
}

var (
	sessions = map[string]*session{}
	server   = &app{tenants: map[string]*tenant{}}
	jobs     *job
)

func newSession(i int) *session {
	return &session{user: "user" + strconv.Itoa(i), data: make([]byte, 64)}
}

func handle(p *pending) {
	p.done <- len(p.body)
	runtime.KeepAlive(p)
}

//go:noinline
func request(s map[string]*session, q []*session, wait chan int) {
	<-wait
	runtime.KeepAlive(s)
	runtime.KeepAlive(q)
}

func main() {
	count, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < count; i++ {
		sessions["key"+strconv.Itoa(i)] = newSession(i)
		server.queue = append(server.queue, newSession(i))
		server.shared.Store(i, newSession(i))
		jobs = &job{jobs, make([]byte, 96)}
		if i%10 == 0 {
			go handle(&pending{make(chan int), make([]byte, 1200)})
		}
	}
	for i := 0; i < 1+count/500; i++ {
		server.tenants["tenant"+strconv.Itoa(i)] = &tenant{name: "t" + strconv.Itoa(i)}
	}
	first := server.tenants["tenant0"]
	first.cache = map[int]*session{}
	for i := 0; i < count; i++ {
		first.cache[i] = newSession(i)
	}
	local := make(map[int]*session, count)
	for i := 0; i < count; i++ {
		local[i] = newSession(i)
	}
	started()
	wait := make(chan int)
	if len(os.Args) > 3 {
		go request(sessions, server.queue, wait)
	}
	time.Sleep(100 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	file, err := os.Create(os.Args[2])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(file.Fd())
	runtime.KeepAlive(local)
	close(wait)
}
