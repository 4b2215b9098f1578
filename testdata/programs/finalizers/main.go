// Finalizers leaves finalizers registered and queued, deferred calls pending and panics in flight.
package main

import (
	"errors"
	"os"
	"runtime"
	"strconv"
	"unsafe"
)

type Registry struct{ Name string }

type Resource struct {
	ID     int
	Name   string
	Parent *Registry
}

// Handle is small and without pointers: several share one 16-byte block.
type Handle struct{ Descriptor int32 }

// Table is large enough to have a header before it on Go 1.22 and later.
type Table struct {
	Rows [100]*Resource
	Used int
}

type TimeoutError struct {
	Operation string
	Cause     error
}

func (e *TimeoutError) Error() string { return e.Operation + ": timeout" }

const queuedResources = 30

var (
	registry  *Registry
	resources []*Resource
	handles   []*Handle
	tables    []*Table
	opened    *os.File
	never     = make(chan struct{})
	releasers [3]func()
	released  int
)

//go:noinline
func newResource(i int) *Resource {
	return &Resource{ID: i, Name: "resource " + strconv.Itoa(10000+i), Parent: registry}
}

func freeResource(*Resource) { released++ }
func freeHandle(*Handle)     { released++ }
func freeTable(*Table)       { released++ }

// holdUp keeps the finalizer goroutine in the first finalizer that runs, so that all others stay queued.
func holdUp(*Resource) {
	entered("waiting", "chan receive", "main.holdUp", since(25, "runtime.runFinalizers", "runtime.runfinq"))
	<-never
}

func buildRegistered() {
	registry = &Registry{Name: "registry " + strconv.Itoa(1)}
	record("registry", -1, registry)
	for i := 0; i < 10; i++ {
		h := &Handle{int32(i)}
		runtime.SetFinalizer(h, freeHandle)
		handles = append(handles, h)
		record("handles", i, h)
		finalizer(h, freeHandle, "registered")
	}
	for i := 0; i < 10; i++ {
		r, t := newResource(i), &Table{Used: 1}
		t.Rows[0] = newResource(100 + i)
		runtime.SetFinalizer(r, freeResource)
		runtime.SetFinalizer(t, freeTable)
		resources, tables = append(resources, r), append(tables, t)
		record("resources", i, r)
		record("tables", i, t)
		record("tables.row", i, t.Rows[0])
		finalizer(r, freeResource, "registered")
		finalizer(t, freeTable, "registered")
	}
	captured := newResource(200)
	withClosure := newResource(201)
	free := func(*Resource) { captured.ID++ }
	runtime.SetFinalizer(withClosure, free)
	resources = append(resources, withClosure)
	record("withClosure", -1, withClosure)
	// Only the finalizer's function leads to this one.
	record("captured", -1, captured)
	reaches(recordFunc("withClosure.finalizer", -1, free), captured)
	finalizer(withClosure, free, "registered")

	var err error
	if opened, err = os.Open("/dev/null"); err != nil {
		panic(err)
	}
	record("opened", -1, opened)
}

func buildQueued(done chan struct{}) {
	for i := 0; i < queuedResources; i++ {
		r := newResource(1000 + i)
		runtime.SetFinalizer(r, holdUp)
		record("queued", i, r)
		recordString("queued.Name", i, r.Name)
		finalizer(r, holdUp, "queued")
	}
	close(done)
}

//go:noinline
func waitForever() { <-never }

func closeReport() { released++ }
func closeStore()  { released++ }

// deferrer has deferred calls in a loop, and one outside it, that wait for its end.
func deferrer() {
	id := entered("waiting", "chan receive", "main.waitForever", "main.deferrer")
	for i := range releasers {
		n := newResource(2000 + i)
		record("releaser", i, n)
		releasers[i] = func() { n.ID++ }
	}
	deferred(id, "main.closeReport", closeReport, true)
	defer closeReport()
	for _, release := range releasers {
		deferred(id, "main.deferrer.func", release, true)
		defer release()
	}
	waitForever()
}

// plainDeferrer has deferred calls that the compiler turned into code at the end of the function.
func plainDeferrer() {
	id := entered("waiting", "chan receive", "main.waitForever", "main.plainDeferrer")
	deferred(id, "main.closeStore", closeStore, false)
	defer closeStore()
	deferred(id, "main.closeReport", closeReport, false)
	defer closeReport()
	waitForever()
}

func panicsWithError() {
	id := entered("waiting", "chan receive", "main.waitForever", "main.panicsWithError")
	defer waitForever()
	err := errors.New("lost connection " + strconv.Itoa(id))
	recordBoxed("panicsWithError.value", -1, err)
	panicking(id, err)
	panic(err)
}

func panicsWithString() {
	id := entered("waiting", "chan receive", "main.waitForever", "main.panicsWithString")
	defer waitForever()
	var value any = "impossible state " + strconv.Itoa(id)
	recordBoxed("panicsWithString.value", -1, value)
	panicking(id, value)
	panic(value)
}

func panicsTwice() {
	id := entered("waiting", "chan receive", "main.waitForever", "main.panicsAgain", "main.panicsTwice")
	defer panicsAgain(id)
	err := &TimeoutError{Operation: "first " + strconv.Itoa(id)}
	record("panicsTwice.first", -1, err)
	panicking(id, err)
	panic(err)
}

//go:noinline
func panicsAgain(id int) {
	defer waitForever()
	err := &TimeoutError{Operation: "second " + strconv.Itoa(id), Cause: errors.New("cause " + strconv.Itoa(id))}
	record("panicsTwice.second", -1, err)
	panicking(id, err)
	panic(err)
}

func exits() {
	id := entered("waiting", "chan receive", "main.waitForever", "runtime.Goexit", "main.exits")
	defer waitForever()
	panicking(id, nil)
	runtime.Goexit()
}

func main() {
	buildRegistered()
	go deferrer()
	go plainDeferrer()
	go panicsWithError()
	go panicsWithString()
	go panicsTwice()
	go exits()
	settle()
	done := make(chan struct{})
	go buildQueued(done)
	<-done
	collect()
	noteFile()
	counted("registered", 31)
	counted("queued", queuedResources)
	finish("finalizers")
}

// noteFile notes the structure inside the os.File, which is what has the finalizer.
func noteFile() {
	inner := *(*uintptr)(unsafe.Pointer(opened))
	add(&finalizerFacts, finalizerFact{address: inner, state: fixed("registered")})
}
