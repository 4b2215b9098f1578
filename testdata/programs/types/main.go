// Types holds values of every kind that Go has, so that what is said of their types can be held against
// what the program knew.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type Point struct{ X, Y int32 }

type Line struct {
	From, To *Point
	Label    string
}

type Named struct{ Name string }

// Employee embeds a struct, so that one begins with the other.
type Employee struct {
	Named
	Boss    *Employee
	Skills  []string
	Ratings map[string]float64
	Extra   any
}

type Grid struct {
	Cells [6][4]*Point
	Sums  [4]float64
}

type Key struct {
	A, B int64
	C    string
}

type Wide struct{ Data [160]byte }

type WideKey struct{ Data [144]byte }

type List[T any] struct {
	Head *Element[T]
	Len  int
}

type Element[T any] struct {
	Value T
	Next  *Element[T]
}

func (l *List[T]) Push(v T) {
	l.Head = &Element[T]{v, l.Head}
	l.Len++
}

type Speaker interface{ Speak() string }

type Dog struct {
	Named
	Age int
}

func (d *Dog) Speak() string { return d.Name }

type Cat struct{ Name, Colour string }

func (c Cat) Speak() string { return c.Name }

type Failure struct {
	Code  int
	Cause error
}

func (f *Failure) Error() string { return fmt.Sprint("failure ", f.Code) }

type Large struct {
	Next *Large
	Body [700]byte
	Tail *Point
}

// Service holds everything; only global leads to it.
type Service struct {
	Employees  []*Employee
	Lines      []Line
	Grid       *Grid
	Bytes      []byte
	Floats     []float64
	Flags      []bool
	Texts      []string
	Tables     [][]int16
	Sub        []Line
	SubText    string
	Builder    strings.Builder
	Buffer     *bytes.Buffer
	ByName     map[string]*Employee
	ByKey      map[Key]Point
	Numbers    map[int]int
	WideValues map[int]Wide
	WideKeys   map[WideKey]*Point
	Nested     map[string]map[string][]*Point
	Set        map[string]struct{}
	Empty      map[string]int
	Events     chan *Line
	Ticks      chan int64
	Done       chan struct{}
	Speakers   []Speaker
	Anything   []any
	Errors     []error
	Callbacks  []func(int) int
	Method     func() string
	Ints       List[int]
	Names      List[Named]
	Pool       sync.Pool
	Shared     sync.Map
	Current    atomic.Pointer[Employee]
	Loaded     atomic.Value
	Context    context.Context
	Timer      *time.Timer
	Ticker     *time.Ticker
	Raw        unsafe.Pointer
	Reflected  reflect.Value
	Made       any
	Larges     []Large
	One        *Large
	Mutex      *sync.Mutex
	Inner      *int32
	Small      []*int64
	Boxed      []any
}

var (
	global   *Service
	instants [3]*Line
	current  = map[string]Speaker{}
)

func at(i int) *Point { return &Point{int32(i), int32(-i)} }

func words(i int) string { return strings.Repeat("text ", i%9+1) + fmt.Sprint(i) }

func main() {
	global = &Service{}
	collections(global)
	maps(global)
	dynamic(global)
	library(global)
	for i := range instants {
		instants[i] = &Line{at(i), nil, words(i)}
		record("instants", i, instants[i])
	}
	ready := make(chan bool)
	for i := 0; i < 4; i++ {
		go wait(i, ready)
		<-ready
	}
	collect()
	deferring(global)
}

func collections(s *Service) {
	for i := 0; i < 40; i++ {
		e := &Employee{Named: Named{words(i)}, Skills: []string{words(i), "go"}, Ratings: map[string]float64{words(i): 1}, Extra: i * 1000}
		if i > 0 {
			e.Boss = s.Employees[i/2]
		}
		s.Employees = append(s.Employees, e)
		record("employees", i, e)
		recordSlice("employees.skills", i, e.Skills)
	}
	s.Lines = make([]Line, 0, 25)
	for i := 0; i < 20; i++ {
		s.Lines = append(s.Lines, Line{at(i), at(2 * i), words(i)})
	}
	s.Grid = &Grid{}
	for i := range s.Grid.Cells {
		s.Grid.Cells[i][i%4] = at(i)
	}
	s.Bytes = make([]byte, 3000, 5000)
	s.Floats = make([]float64, 77)
	s.Flags = make([]bool, 33)
	for i := 0; i < 50; i++ {
		s.Texts = append(s.Texts, words(i))
	}
	for i := 1; i < 9; i++ {
		s.Tables = append(s.Tables, make([]int16, 10*i))
		recordSlice("tables.row", i, s.Tables[i-1])
	}
	s.Sub = make([]Line, 64)[32:48]
	s.Sub[0].From = at(7)
	s.SubText = strings.Repeat("a long text ", 300)[1200:1300]
	s.Builder.WriteString(strings.Repeat("builder", 30))
	s.Buffer = bytes.NewBuffer(make([]byte, 10, 900))
	s.Larges = make([]Large, 3)
	s.One = &Large{Tail: at(5)}
	s.Inner = &s.One.Tail.Y
	for i := 0; i < 10; i++ {
		n := int64(i)
		s.Small = append(s.Small, &n)
	}
	recordSlice("employees", -1, s.Employees)
	recordSlice("lines", -1, s.Lines)
	record("grid", -1, s.Grid)
	recordSlice("bytes", -1, s.Bytes)
	recordSlice("floats", -1, s.Floats)
	recordSlice("flags", -1, s.Flags)
	recordSlice("texts", -1, s.Texts)
	recordSlice("tables", -1, s.Tables)
	recordSlice("larges", -1, s.Larges)
	record("one", -1, s.One)
	recordSlice("small", -1, s.Small)
	for i, t := range s.Texts {
		recordString("texts.text", i, t)
	}
	record("buffer", -1, s.Buffer)
}

func maps(s *Service) {
	s.ByName = map[string]*Employee{}
	s.ByKey = map[Key]Point{}
	s.Numbers = map[int]int{}
	s.WideValues = map[int]Wide{}
	s.WideKeys = map[WideKey]*Point{}
	s.Nested = map[string]map[string][]*Point{}
	s.Set = map[string]struct{}{}
	s.Empty = map[string]int{}
	for i := 0; i < 40; i++ {
		s.ByName[fmt.Sprint("name-", i)] = s.Employees[i]
		s.ByKey[Key{int64(i), 1, words(i)}] = Point{int32(i), 0}
		s.WideValues[i] = Wide{}
		s.WideKeys[WideKey{[144]byte{byte(i)}}] = at(i)
		s.Set[words(i)] = struct{}{}
	}
	for i := 0; i < 3000; i++ {
		s.Numbers[i] = i
	}
	for i := 0; i < 12; i++ {
		s.Nested[words(i)] = map[string][]*Point{"a": {at(i), at(i + 1)}, "b": nil}
	}
	recordMap("byName", -1, s.ByName)
	recordMap("byKey", -1, s.ByKey)
	recordMap("numbers", -1, s.Numbers)
	recordMap("wideValues", -1, s.WideValues)
	recordMap("wideKeys", -1, s.WideKeys)
	recordMap("nested", -1, s.Nested)
	recordMap("set", -1, s.Set)
}

func dynamic(s *Service) {
	for i := 0; i < 16; i++ {
		dog, cat := &Dog{Named{words(i)}, i}, Cat{words(i), "black"}
		s.Speakers = append(s.Speakers, dog, cat)
		record("dogs", i, dog)
		recordBoxed("cats", i, s.Speakers[len(s.Speakers)-1])
		s.Anything = append(s.Anything, at(i), int64(i+1000), words(i), []int{i}, map[string]int{"x": i}, Point{1, 2}, [2]*Point{at(1), nil})
		cause := errors.New(words(i))
		s.Errors = append(s.Errors, &Failure{i, cause}, fmt.Errorf("wrapped: %w", cause))
		n := i
		s.Callbacks = append(s.Callbacks, func(x int) int { n += x; return n + len(dog.Name) })
		recordFunc("callbacks", i, s.Callbacks[i])
		s.Ints.Push(i)
		s.Names.Push(Named{words(i)})
		record("ints", i, s.Ints.Head)
		record("names", i, s.Names.Head)
		s.Boxed = append(s.Boxed, float64(i)+0.5, Line{at(i), nil, words(i)}, complex(1, float64(i)))
		recordBoxed("boxed.line", i, s.Boxed[len(s.Boxed)-2])
		current[words(i)] = dog
	}
	s.Method = (&Dog{Named{"method"}, 3}).Speak
	recordSlice("speakers", -1, s.Speakers)
	recordSlice("anything", -1, s.Anything)
	recordSlice("errors", -1, s.Errors)
	recordSlice("calls", -1, s.Callbacks)
	recordFunc("method", -1, s.Method)
	s.Events = make(chan *Line, 20)
	for i := 0; i < 11; i++ {
		s.Events <- &Line{at(i), at(i), "event"}
	}
	s.Ticks = make(chan int64, 50)
	s.Done = make(chan struct{})
	recordChan("events", -1, s.Events)
	recordChan("ticks", -1, s.Ticks)
	recordChan("done", -1, s.Done)
}

type contextKey struct{}

func library(s *Service) {
	s.Pool.New = func() any { return &Wide{} }
	s.Pool.Put(&Wide{})
	for i := 0; i < 60; i++ {
		s.Shared.Store(words(i), s.Employees[i%40])
	}
	s.Current.Store(&Employee{Named: Named{"current"}})
	s.Loaded.Store(&Cat{"loaded", "grey"})
	s.Context = context.WithValue(context.Background(), contextKey{}, &Point{9, 9})
	s.Context, _ = context.WithCancel(s.Context)
	s.Timer = time.NewTimer(time.Hour)
	s.Ticker = time.NewTicker(time.Hour)
	s.Raw = unsafe.Pointer(&Line{at(1), at(2), "raw"})
	s.Reflected = reflect.ValueOf(&Line{at(3), at(4), "reflected"})
	s.Made = reflect.New(reflect.TypeOf(Line{})).Interface()
	s.Mutex = &sync.Mutex{}
	runtime.SetFinalizer(s.One, func(*Large) {})
	record("current", -1, s.Current.Load())
	record("loaded", -1, s.Loaded.Load().(*Cat))
	record("timer", -1, s.Timer)
	record("ticker", -1, s.Ticker)
	record("reflected", -1, s.Reflected.Interface().(*Line))
	record("made", -1, s.Made.(*Line))
}

// wait keeps objects that only its stack leads to.
//
//go:noinline
func wait(i int, ready chan bool) {
	line, values := local(i)
	record("stack.line", i, line)
	recordSlice("stack.values", i, values)
	ready <- true
	<-global.Done
	runtime.KeepAlive(line)
	runtime.KeepAlive(values)
}

//go:noinline
func local(i int) (*Line, []Point) {
	return &Line{at(i), at(i), words(i)}, make([]Point, 100+i)
}

//go:noinline
func deferring(s *Service) {
	line, _ := local(50)
	kept := line
	heldByStackObject(record("kept", -1, kept))
	defer func() { runtime.KeepAlive(kept) }()
	finish("types")
}
