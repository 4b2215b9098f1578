// Goroutines blocks one goroutine in each way that a program can.
package main

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type Message struct {
	ID   int
	Body *[4]int
}

type Worker struct {
	Name string
	Job  *Message
}

// Frame lives as long as the call that made it.
type Frame struct {
	Depth  int
	Parent *Frame
	Notes  []byte
}

const recursion = 40

var (
	nilChannel  chan int
	inbox       = make(chan *Message)
	outbox      = make(chan *Message)
	fullOutbox  = make(chan Message, 1)
	gate        = make(chan struct{})
	threadGate  = make(chan struct{})
	bottom      = make(chan struct{})
	ticks       = make(chan time.Time)
	mutex       sync.Mutex
	writeLocked sync.RWMutex
	readLocked  sync.RWMutex
	waitGroup   sync.WaitGroup
	condition   = sync.NewCond(new(sync.Mutex))
	pipeReader  *os.File
	pipeWriter  *os.File
	rawPipe     [2]int
	spinning    int32
	stop        int32
	workers     []*Worker
	sink        int
)

func chanReceiver() {
	entered("waiting", "chan receive", "main.chanReceiver")
	<-inbox
}

func chanSender() {
	entered("waiting", "chan send", "main.chanSender")
	m := newMessage(1)
	heldByStackObject(record("chanSender.message", -1, m))
	outbox <- m // the runtime is given the address of a copy on the stack
}

func bufferedSender() {
	entered("waiting", "chan send", "main.bufferedSender")
	m := *newMessage(2)
	heldByStackObject(record("bufferedSender.body", -1, m.Body))
	fullOutbox <- m
}

func nilReceiver() {
	entered("waiting", "chan receive (nil chan)", "main.nilReceiver")
	<-nilChannel
}

func nilSender() {
	entered("waiting", "chan send (nil chan)", "main.nilSender")
	nilChannel <- 1
}

func selector() {
	entered("waiting", "select", "main.selector")
	out := newMessage(3)
	heldByStackObject(record("selector.message", -1, out))
	select {
	case m := <-inbox:
		sink = m.ID
	case outbox <- out:
	case <-ticks:
	}
}

func selectorOfNothing() {
	entered("waiting", "select (no cases)", "main.selectorOfNothing")
	select {}
}

func sleeper() {
	entered("waiting", "sleep", "time.Sleep", "main.sleeper")
	time.Sleep(time.Hour)
}

func timerWaiter() {
	entered("waiting", "chan receive", "main.timerWaiter")
	<-time.NewTimer(time.Hour).C
}

func locker() {
	entered("waiting", since(20, "sync.Mutex.Lock", "semacquire"), "main.locker")
	mutex.Lock()
}

func readLocker() {
	entered("waiting", since(20, "sync.RWMutex.RLock", "semacquire"), "main.readLocker")
	writeLocked.RLock()
}

func writeLocker() {
	entered("waiting", since(20, "sync.RWMutex.Lock", "semacquire"), "main.writeLocker")
	readLocked.Lock()
}

func groupWaiter() {
	entered("waiting", since(24, "sync.WaitGroup.Wait", "semacquire"), "sync.(*WaitGroup).Wait", "main.groupWaiter")
	waitGroup.Wait()
}

func conditionWaiter() {
	condition.L.Lock()
	entered("waiting", "sync.Cond.Wait", "sync.(*Cond).Wait", "main.conditionWaiter")
	condition.Wait()
}

func pipeWaiter() {
	entered("waiting", "IO wait", "os.(*File).Read", "main.pipeWaiter")
	var buffer [16]byte
	n, _ := pipeReader.Read(buffer[:])
	sink = n
}

func rawReader() {
	entered("syscall", "", "syscall.read", "main.rawReader")
	var buffer [16]byte
	n, _ := syscall.Read(rawPipe[0], buffer[:])
	sink = n
}

func crowdMember() {
	entered("waiting", "chan receive", "main.waitAtGate", "main.crowdMember")
	waitAtGate()
}

//go:noinline
func waitAtGate() { <-gate }

func threadOwner() {
	runtime.LockOSThread()
	id := entered("waiting", "chan receive", "main.threadOwner")
	factsLock.Lock()
	for i := range goroutineFacts {
		if goroutineFacts[i].id == id {
			goroutineFacts[i].locked = true
		}
	}
	factsLock.Unlock()
	<-threadGate
}

func spinner() {
	entered("runnable", "", "main.spinner")
	for atomic.LoadInt32(&stop) == 0 {
		atomic.AddInt32(&spinning, 1)
	}
}

func recurser() {
	id := entered("waiting", "chan receive", "main.recurse", "main.recurser")
	recurse(0, nil, id)
}

//go:noinline
func recurse(depth int, parent *Frame, id int) int {
	frame := newFrame(depth, parent)
	record("frame", depth, frame)
	retainedByStack(frame, id)
	if depth == recursion-1 {
		<-bottom
	} else {
		depth = recurse(depth+1, frame, id)
	}
	return depth + len(frame.Notes)
}

// newFrame gives every second frame no parent: then nothing but the stack leads to that parent.
//
//go:noinline
func newFrame(depth int, parent *Frame) *Frame {
	frame := &Frame{Depth: depth, Parent: parent, Notes: make([]byte, 100)}
	if depth%2 == 1 {
		frame.Parent = nil
	}
	return frame
}

func busyWorker() {
	w := newWorker("busy worker", 99)
	id := entered("waiting", "chan receive", "main.busyWorker")
	record("busyWorker.worker", -1, w)
	record("busyWorker.job", -1, w.Job)
	retainedByStack(w.Job, id)
	<-inbox
	sink = w.Job.ID
	runtime.KeepAlive(w)
}

//go:noinline
func newWorker(name string, job int) *Worker {
	return &Worker{Name: name, Job: &Message{ID: job}}
}

type Box struct {
	Count  int
	Worker *Worker
}

// boxHolder has a variable that it reaches through a pointer only.
func boxHolder() {
	var box Box
	id := entered("waiting", "chan receive", "main.boxHolder")
	filled := fill(&box)
	retainedByStack(filled.Worker.Job, id)
	<-inbox
	sink = filled.Worker.Job.ID
}

//go:noinline
func fill(box *Box) *Box {
	box.Worker = newWorker("boxed worker", 100)
	heldByStackObject(record("boxHolder.worker", -1, box.Worker))
	heldByStackObject(record("boxHolder.job", -1, box.Worker.Job))
	return box
}

//go:noinline
func newMessage(id int) *Message { return &Message{ID: id, Body: new([4]int)} }

func prepare() {
	mutex.Lock()
	writeLocked.Lock()
	readLocked.RLock()
	waitGroup.Add(1)
	fullOutbox <- Message{ID: 0}
	var err error
	if pipeReader, pipeWriter, err = os.Pipe(); err != nil {
		panic(err)
	}
	if err = syscall.Pipe(rawPipe[:]); err != nil {
		panic(err)
	}
	for i := 0; i < 10; i++ {
		workers = append(workers, newWorker("idle worker", i))
		record("workers", i, workers[i])
		retained(workers[i], "main.workers", &workers)
	}
}

func main() {
	runtime.GOMAXPROCS(4)
	prepare()
	go chanReceiver()
	go chanSender()
	go bufferedSender()
	go nilReceiver()
	go nilSender()
	go selector()
	go selectorOfNothing()
	go sleeper()
	go timerWaiter()
	go locker()
	go readLocker()
	go writeLocker()
	go groupWaiter()
	go conditionWaiter()
	go pipeWaiter()
	go rawReader()
	go threadOwner()
	go recurser()
	go busyWorker()
	go boxHolder()
	for i := 0; i < 20; i++ {
		go crowdMember()
	}
	settle()
	collect()
	go spinner()
	for atomic.LoadInt32(&spinning) == 0 {
		runtime.Gosched()
	}
	counted("main.crowdMember", 20)
	finish("goroutines")
}
