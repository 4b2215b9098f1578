// Interfaces holds values of many types in interfaces, uses the standard library's containers, and has
// every allocation sampled.
package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"time"
)

func init() { runtime.MemProfileRate = 1 }

type Animal interface{ Sound() string }

type Dog struct{ Name *string }
type Cat struct {
	Name  string
	Lives int
}
type Fish int
type Bird string
type Herd []Animal
type Zoo map[string]Animal
type Call func() string
type Echo struct{ Animal }

func (d *Dog) Sound() string { return "woof " + *d.Name }
func (c Cat) Sound() string  { return "meow " + c.Name }
func (f Fish) Sound() string { return "blub" }
func (b Bird) Sound() string { return string(b) }
func (h Herd) Sound() string { return strconv.Itoa(len(h)) }
func (z Zoo) Sound() string  { return strconv.Itoa(len(z)) }
func (c Call) Sound() string { return c() }

type Money struct {
	Units    int64
	Currency string
}

func (m Money) String() string { return strconv.FormatInt(m.Units, 10) + m.Currency }

type Temperature float64

func (t *Temperature) String() string { return "warm" }

type NotFound struct{ Key string }

func (e *NotFound) Error() string { return e.Key + " not found" }

type Denied struct {
	User string
	Why  error
}

func (e Denied) Error() string { return e.User + " denied" }
func (e Denied) Unwrap() error { return e.Why }

type Pair[K comparable, V any] struct {
	Key   K
	Value V
}

func (p *Pair[K, V]) String() string { return fmt.Sprint(p.Key) }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(item T) { s.items = append(s.items, item) }

type Buffer struct {
	Bytes [256]byte
	Next  *Buffer
}

type requestKey struct{}

type Request struct {
	Path string
	ID   int
}

var (
	animals  []Animal
	values   []any
	printers []fmt.Stringer
	failures []error
	numbers  *Stack[int]
	orders   *Stack[*Pair[string, int]]
	buffers  sync.Pool
	spare    [5]*Buffer
	registry sync.Map
	request  context.Context
	cancel   context.CancelFunc
	ticker   *time.Ticker
	timer    *time.Timer
	later    *time.Timer
	fired    int
)

//go:noinline
func newDog(name string) *Dog { return &Dog{Name: &name} }

//go:noinline
func newPair(i int) *Pair[string, int] {
	return &Pair[string, int]{Key: "pair " + strconv.Itoa(i), Value: i}
}

//go:noinline
func newRequest(i int) *Request { return &Request{Path: "/item/" + strconv.Itoa(i), ID: i} }

//go:noinline
func newBuffer() *Buffer { return new(Buffer) }

func buildAnimals() {
	dog := newDog("rex " + strconv.Itoa(1))
	allocatedBy(record("dog", -1, dog), "main.newDog")
	animals = make([]Animal, 0, 16)
	animals = append(animals, dog, Cat{"tom " + strconv.Itoa(2), 9}, Fish(123456+len(animals)), Bird("tweet "+strconv.Itoa(3)),
		Herd{dog}, Zoo{"dog": dog}, Call(func() string { return *dog.Name }), Echo{dog}, &Echo{dog})
	recordSlice("animals", -1, animals)
	recordBoxed("animals.Cat", -1, animals[1])
	recordBoxed("animals.Fish", -1, animals[2])
	recordBoxed("animals.Bird", -1, animals[3])
	recordBoxed("animals.Herd", -1, animals[4])
	recordBoxed("animals.Echo", -1, animals[7])
	recordBoxed("animals.EchoPointer", -1, animals[8])
	retained(dog, "main.animals", &animals)
}

func buildValues() {
	values = make([]any, 0, 16)
	values = append(values, 1000000+len(animals), "text "+strconv.Itoa(4), 3.5*float64(len(animals)), []int{1, 2, len(animals)}, Money{int64(len(animals)), "EUR"},
		&Money{2, "CHF"}, [2]string{"a " + strconv.Itoa(5), "b"}, true, nil, struct{}{}, make(chan int, 4), map[int]bool{1: true}, uint8(5))
	recordSlice("values", -1, values)
	for i := 0; i < 7; i++ {
		recordBoxed("values", i, values[i])
	}
	t := Temperature(20 + len(values))
	printers = make([]fmt.Stringer, 0, 8)
	printers = append(printers, Money{int64(len(values)), "USD"}, &t, newPair(6), &Pair[int, Cat]{Key: 7, Value: Cat{"cat " + strconv.Itoa(7), 7}}, time.Duration(123456789+len(values)))
	recordSlice("printers", -1, printers)
	for i, p := range printers {
		recordBoxed("printers", i, p)
	}
	failures = make([]error, 0, 8)
	first := errors.New("failure " + strconv.Itoa(8))
	failures = append(failures, first, &NotFound{"key " + strconv.Itoa(9)}, Denied{"user " + strconv.Itoa(10), first}, fmt.Errorf("wrapped %d: %w", 11, first))
	recordSlice("failures", -1, failures)
	for i, f := range failures {
		recordBoxed("failures", i, f)
	}
}

func buildGenerics() {
	numbers, orders = new(Stack[int]), new(Stack[*Pair[string, int]])
	for i := 0; i < 20; i++ {
		numbers.Push(i)
		orders.Push(newPair(100 + i))
	}
	record("numbers", -1, numbers)
	record("orders", -1, orders)
	recordSlice("orders.items", -1, orders.items)
	for i, p := range orders.items {
		allocatedBy(record("orders.items", i, p), "main.newPair")
	}
	counted("main.newPair", 21)
}

func buildContainers() {
	for i := 0; i < 40; i++ {
		r := newRequest(i)
		registry.Store("request "+strconv.Itoa(i), r)
		allocatedBy(record("registry.value", i, r), "main.newRequest")
		retained(r, "main.registry", &registry)
	}
	r := newRequest(1000)
	allocatedBy(record("request", -1, r), "main.newRequest")
	request, cancel = context.WithCancel(context.Background())
	recordBoxed("request.cancel", -1, request)
	request = context.WithValue(request, requestKey{}, r)
	recordBoxed("request.value", -1, request)
	request, _ = context.WithTimeout(request, time.Hour)
	recordBoxed("request.timeout", -1, request)
	retained(r, "main.request", &request)
	counted("main.newRequest", 41)

	ticker = time.NewTicker(time.Hour)
	timer = time.NewTimer(2 * time.Hour)
	later = time.AfterFunc(3*time.Hour, func() { fired++ })
	record("ticker", -1, ticker)
	record("timer", -1, timer)
	record("later", -1, later)
}

func buildBuffers() {
	for i := range spare {
		spare[i] = newBuffer()
		allocatedBy(record("buffers", i, spare[i]), "main.newBuffer")
		retained(spare[i], "main.buffers", &buffers)
		buffers.Put(spare[i])
	}
	counted("main.newBuffer", len(spare))
}

// fillPool runs last: a collection empties the pool.
func fillPool() {
	for i := range spare {
		buffers.Put(spare[i])
		spare[i] = nil
	}
}

func contextWaiter() {
	entered("waiting", "chan receive", "main.contextWaiter")
	<-request.Done()
}

func main() {
	buildAnimals()
	buildValues()
	buildGenerics()
	buildContainers()
	buildBuffers()
	go contextWaiter()
	settle()
	var profile [1]runtime.MemProfileRecord
	runtime.MemProfile(profile[:], true) // or the linker would switch sampling off
	collect()
	runtime.GC()
	fillPool()
	finish("interfaces")
}
