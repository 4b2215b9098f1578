// Growth dumps itself three times: sessions grow from 100 to 300 to 500, workers from 5 to 25 to 45, the catalogue
// stays as it is, and scratch buffers come and go. Every allocation is sampled.
package main

import (
	"runtime"
	"strconv"
	"sync/atomic"
	"unsafe"
)

func init() { runtime.MemProfileRate = 1 }

type Session struct {
	ID     string
	User   *User
	Buffer []byte // 1 KiB
	Number int
}

type User struct {
	Name  string
	Email string
}

type Product struct {
	SKU   string
	Title string
	Price int
	Tags  []string
}

type Task struct {
	Owner  string
	Buffer [240]byte
}

const (
	products = 40
	users    = 20
	buffer   = 1024
	scratch  = 2048
	sampled  = 5
)

var (
	sessions  map[string]*Session
	catalogue map[string]*Product
	accounts  [users]*User
	scratches [][]byte
	jobs      = make(chan *Task)
	started   int32
	done      int
)

//go:noinline
func newSession(i int) *Session {
	s := &Session{ID: "session-" + strconv.Itoa(1000000+i), User: accounts[i%users], Buffer: make([]byte, buffer), Number: i}
	copy(s.Buffer, "GET / HTTP/1.1\r\n")
	return s
}

//go:noinline
func newTask(owner string) *Task { return &Task{Owner: owner} }

func worker() {
	task := newTask("worker")
	if atomic.AddInt32(&started, 1)%sampled == 0 {
		retainedByStack(task, entered("waiting", "chan receive", "main.worker"))
	}
	<-jobs
	done += len(task.Owner)
	runtime.KeepAlive(task)
}

func growSessions(count int) {
	for i := len(sessions); i < count; i++ {
		s := newSession(i)
		sessions[s.ID] = s
	}
}

func startWorkers(running, count int) {
	for ; running < count; running++ {
		go worker()
	}
}

func useScratch(count int) {
	scratches = make([][]byte, count)
	for i := range scratches {
		scratches[i] = append(make([]byte, 0, scratch), "scratch"...)
	}
}

func buildCatalogue() {
	for i := range accounts {
		accounts[i] = &User{Name: "user " + strconv.Itoa(1000000+i), Email: "user" + strconv.Itoa(1000000+i) + "@example.com"}
	}
	sessions, catalogue = map[string]*Session{}, map[string]*Product{}
	for i := 0; i < products; i++ {
		p := &Product{SKU: "sku-" + strconv.Itoa(1000000+i), Title: "product number " + strconv.Itoa(1000000+i), Price: 100 * i}
		for t := 0; t < i%4; t++ {
			p.Tags = append(p.Tags, "tag-"+strconv.Itoa(t))
		}
		catalogue[p.SKU] = p
	}
}

func recordAll() {
	holder := recordMap("sessions", -1, sessions)
	for i := 0; i < len(sessions); i += len(sessions) / 10 {
		s := sessions["session-"+strconv.Itoa(1000000+i)]
		allocatedBy(record("session", i, s), "main.newSession")
		recordSlice("session.Buffer", i, s.Buffer)
		reaches(holder, s)
		retained(s, "main.sessions", &sessions)
	}
	m := recordMap("catalogue", -1, catalogue)
	p := catalogue["sku-1000000"]
	record("product", 0, p)
	reaches(m, p)
	retained(p, "main.catalogue", &catalogue)
	counted("sessions", len(sessions))
	counted("session_buffer_bytes", len(sessions)*buffer)
	counted("products", len(catalogue))
	counted("scratches", len(scratches))
	counted("scratch_bytes", len(scratches)*scratch)
	leakedBy("sessions are never dropped", holder, "main.sessions", &sessions, len(sessions)*(buffer+int(unsafe.Sizeof(Session{}))), len(sessions)*2, len(sessions))
}

// stage brings the numbers to what they are in a dump.
func stage(visitors, workers, running, buffers int) {
	growSessions(visitors)
	startWorkers(running, workers)
	useScratch(buffers)
	recordAll()
	counted("main.worker", workers)
	collect()
}

func main() {
	buildCatalogue()
	stage(100, 5, 0, 20)
	snapshot("growth-1")
	stage(300, 25, 5, 60)
	snapshot("growth-2")
	stage(500, 45, 25, 30)
	snapshot("growth-3")
}
