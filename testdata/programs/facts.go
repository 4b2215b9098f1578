package main

// What a program knows about itself, kept as plain numbers until the dump is written.
//
// This file is compiled into every program. The facts hold no pointers at all, so the linker puts them
// where neither the collector nor a dump looks: what is recorded is not kept alive by that, and the heap
// holds nothing but the program's own objects.

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"
)

// Elements of one array whose pointers are recorded; of longer arrays also the last one.
const walkedElements = 64

// constant is a string of the executable's read-only data, by its address.
type constant struct {
	data   uintptr
	length int
}

// descriptor is the address of a type's descriptor, read-only data too.
type descriptor uintptr

type objectFact struct {
	name             constant
	index            int // -1: the name has no index
	address          uintptr
	typ              descriptor
	kind             constant
	count            int
	length, capacity int
	entry            uintptr // closures: address of the code
	allocatedBy      constant
	dead             bool
	keptByCleanup    bool
	inStackObject    bool
}

type pointerFact struct {
	object          int
	offset, address uintptr
	dynamic         descriptor // what an interface holds
	kind            constant   // "iface", "eface" or ""
}

type reachFact struct {
	object  int
	address uintptr
}

type goroutineFact struct {
	id             int
	status, reason constant
	locked         bool
	functions      [4]constant // innermost first
}

type finalizerFact struct {
	address, function, entry uintptr
	state                    constant
}

// labelFact holds copies, as keys and values may be made at run time.
type labelFact struct {
	goroutine              int
	key, value             [40]byte
	keyLength, valueLength int
}

type deferFact struct {
	goroutine      int
	function       constant
	closure, entry uintptr
	recorded       bool
}

type panicFact struct {
	goroutine int
	typ       descriptor
	value     uintptr
}

type retentionFact struct {
	address       uintptr
	global        constant
	globalAddress uintptr
	goroutine     int
}

type countFact struct {
	name  constant
	count int
}

// leakFact tells who holds a leak: an object and a package variable, a function that goroutines are
// blocked in, or the queue of finalizers.
type leakFact struct {
	what           constant
	holder         uintptr
	global         constant
	globalAddress  uintptr
	key            constant
	function       constant
	finalizerQueue bool
	bytes, objects int
	group          int
}

var (
	objectStore    [4096]objectFact
	pointerStore   [8192]pointerFact
	reachStore     [2048]reachFact
	goroutineStore [128]goroutineFact
	finalizerStore [256]finalizerFact
	deferStore     [32]deferFact
	panicStore     [16]panicFact
	labelStore     [256]labelFact
	retentionStore [1024]retentionFact
	countStore     [32]countFact

	objectFacts    = objectStore[:0]
	pointerFacts   = pointerStore[:0]
	reachFacts     = reachStore[:0]
	goroutineFacts = goroutineStore[:0]
	finalizerFacts = finalizerStore[:0]
	deferFacts     = deferStore[:0]
	panicFacts     = panicStore[:0]
	labelFacts     = labelStore[:0]
	retentionFacts = retentionStore[:0]
	countFacts     = countStore[:0]

	leak leakFact

	factsLock sync.Mutex

	// Opened before anything else, so that all it allocates is older than the last collection.
	dumpFiles = createDumps(os.Args[1:])
	snapshots int

	tracebackLine [64]byte
	tracebackLock sync.Mutex
)

func create(path string) *os.File {
	file, err := os.Create(path)
	if err != nil {
		panic(err)
	}
	return file
}

// createDumps opens the dumps among pairs of a dump's path and that of its facts.
func createDumps(paths []string) (files []*os.File) {
	for i := 0; i < len(paths); i += 2 {
		files = append(files, create(paths[i]))
	}
	return files
}

// add appends a fact and returns its number.
func add[T any](facts *[]T, fact T) int {
	factsLock.Lock()
	defer factsLock.Unlock()
	if len(*facts) == cap(*facts) {
		panic("no room for more facts")
	}
	*facts = append(*facts, fact)
	return len(*facts) - 1
}

// fixed takes the address of a string constant; it must not be used with a string made at run time.
func fixed(s string) constant {
	return constant{*(*uintptr)(unsafe.Pointer(&s)), len(s)}
}

func (c constant) String() string {
	if c.length == 0 {
		return ""
	}
	return textAt(c.data, c.length)
}

// describe takes the address of the descriptor of a value's type, 0 for nil.
func describe(v any) descriptor { return (*[2]descriptor)(unsafe.Pointer(&v))[0] }

// describeType does so for a type as package reflect has it.
func describeType(t reflect.Type) descriptor { return (*[2]descriptor)(unsafe.Pointer(&t))[1] }

func (d descriptor) reflect() reflect.Type {
	var v any
	(*[2]descriptor)(unsafe.Pointer(&v))[0] = d
	return reflect.TypeOf(v)
}

func (d descriptor) String() string {
	if d == 0 {
		return ""
	}
	return d.reflect().String()
}

// since returns present on Go 1.minor and later, past on what came before.
func since(minor int, present, past string) string {
	_, digits, _ := strings.Cut(runtime.Version(), "go1.")
	end := 0
	for end < len(digits) && digits[end] >= '0' && digits[end] <= '9' {
		end++
	}
	if running, err := strconv.Atoi(digits[:end]); err == nil && running < minor {
		return past
	}
	return present
}

// record notes the object p points at and every pointer in it. It returns the fact's number. As
// everywhere here the name has to be a constant, and index -1 stands for none.
func record[T any](name string, index int, p *T) int {
	t := reflect.TypeOf(p).Elem()
	object := add(&objectFacts, objectFact{name: fixed(name), index: index, address: uintptr(unsafe.Pointer(p)), typ: describeType(t), kind: fixed("value"), count: 1})
	walk(object, t, unsafe.Pointer(p), 0)
	return object
}

// recordSlice notes the array behind a slice that starts where its array does.
func recordSlice[T any](name string, index int, s []T) int {
	t := reflect.TypeOf(s).Elem()
	p := unsafe.Pointer(&s[:1][0])
	object := add(&objectFacts, objectFact{name: fixed(name), index: index, address: uintptr(p), typ: describeType(t), kind: fixed("array"), count: cap(s), length: len(s), capacity: cap(s)})
	for i := 0; i < len(s); i++ {
		if i < walkedElements || i == len(s)-1 {
			offset := uintptr(i) * t.Size()
			walk(object, t, unsafe.Add(p, offset), offset)
		}
	}
	return object
}

// recordString notes the bytes behind a string. They are read again when the facts are written.
func recordString(name string, index int, s string) int {
	data := *(*uintptr)(unsafe.Pointer(&s))
	return add(&objectFacts, objectFact{name: fixed(name), index: index, address: data, typ: describe(byte(0)), kind: fixed("string"), count: len(s), length: len(s)})
}

// recordMap notes the header of a map.
func recordMap[K comparable, V any](name string, index int, m map[K]V) int {
	return add(&objectFacts, objectFact{name: fixed(name), index: index, address: *(*uintptr)(unsafe.Pointer(&m)), typ: describe(m), kind: fixed("map"), count: 1, length: len(m)})
}

// recordChan notes the header of a channel.
func recordChan[T any](name string, index int, c chan T) int {
	return add(&objectFacts, objectFact{name: fixed(name), index: index, address: *(*uintptr)(unsafe.Pointer(&c)), typ: describe(c), kind: fixed("chan"), count: 1, length: len(c), capacity: cap(c)})
}

// recordFunc notes the closure object behind a func value.
func recordFunc[T any](name string, index int, f T) int {
	closure := *(*unsafe.Pointer)(unsafe.Pointer(&f))
	return add(&objectFacts, objectFact{name: fixed(name), index: index, address: uintptr(closure), typ: describe(f), kind: fixed("closure"), count: 1, entry: *(*uintptr)(closure)})
}

// recordBoxed notes what an interface holds: the value its pointer leads to, or the copy made for it.
func recordBoxed(name string, index int, v any) int {
	data := (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1]
	t, kind := reflect.TypeOf(v), "boxed"
	if t.Kind() == reflect.Pointer {
		t, kind = t.Elem(), "value"
	}
	object := add(&objectFacts, objectFact{name: fixed(name), index: index, address: uintptr(data), typ: describeType(t), kind: fixed(kind), count: 1})
	walk(object, t, data, 0)
	return object
}

// reaches notes that p can be reached from a recorded object in some way.
func reaches[T any](object int, p *T) {
	add(&reachFacts, reachFact{object, uintptr(unsafe.Pointer(p))})
}

// retained notes that a package variable keeps the object at p alive.
func retained[T, G any](p *T, name string, global *G) {
	add(&retentionFacts, retentionFact{address: uintptr(unsafe.Pointer(p)), global: fixed(name), globalAddress: uintptr(unsafe.Pointer(global))})
}

// retainedByStack notes that only a goroutine's stack keeps the object at p alive.
func retainedByStack[T any](p *T, goroutine int) {
	add(&retentionFacts, retentionFact{address: uintptr(unsafe.Pointer(p)), goroutine: goroutine})
}

// dead notes that nothing alive leads to a recorded object.
func dead(object int) { objectFacts[object].dead = true }

// keptByCleanup notes that nothing but a cleanup leads to an object.
func keptByCleanup(object int) {
	objectFacts[object].dead = true
	objectFacts[object].keptByCleanup = true
}

// heldByStackObject notes that only a variable on a stack whose address was taken leads to a recorded
// object. The collector sees such variables, but no dump lists their pointers.
func heldByStackObject(object int) { objectFacts[object].inStackObject = true }

// allocatedBy notes the function that asked for a recorded object.
func allocatedBy(object int, function string) { objectFacts[object].allocatedBy = fixed(function) }

// entered is called by a goroutine about to block; functions are some of those on its stack when it has,
// innermost first, the last one is where the goroutine began. It returns the goroutine's id.
func entered(status, reason string, functions ...string) int {
	fact := goroutineFact{id: goroutineID(), status: fixed(status), reason: fixed(reason)}
	for i, function := range functions {
		fact.functions[i] = fixed(function)
	}
	add(&goroutineFacts, fact)
	return fact.id
}

// goroutineID reads the number in the first line of the goroutine's own traceback.
func goroutineID() int {
	tracebackLock.Lock()
	defer tracebackLock.Unlock()
	text := tracebackLine[:runtime.Stack(tracebackLine[:], false)]
	id := 0
	for _, b := range text[len("goroutine "):] {
		if b < '0' || b > '9' {
			break
		}
		id = id*10 + int(b-'0')
	}
	return id
}

// finalizer notes the finalizer of the object at p; state is "registered" or "queued".
func finalizer[T, F any](p *T, function F, state string) {
	closure := *(*unsafe.Pointer)(unsafe.Pointer(&function))
	add(&finalizerFacts, finalizerFact{uintptr(unsafe.Pointer(p)), uintptr(closure), *(*uintptr)(closure), fixed(state)})
}

// deferred notes a pending deferred call; recorded tells whether the runtime has a record of it
// (calls that are compiled into the function's end have none).
func deferred(goroutine int, function string, f func(), recorded bool) {
	closure := *(*unsafe.Pointer)(unsafe.Pointer(&f))
	add(&deferFacts, deferFact{goroutine, fixed(function), uintptr(closure), *(*uintptr)(closure), recorded})
}

// labelled notes a pprof label of a goroutine.
func labelled(goroutine int, key, value string) {
	fact := labelFact{goroutine: goroutine}
	fact.keyLength, fact.valueLength = copy(fact.key[:], key), copy(fact.value[:], value)
	add(&labelFacts, fact)
}

// panicking notes a panic in flight with the value v; nil stands for runtime.Goexit.
func panicking(goroutine int, v any) {
	add(&panicFacts, panicFact{goroutine, describe(v), (*[2]uintptr)(unsafe.Pointer(&v))[1]})
}

// counted notes a number that a program knows.
func counted(name string, count int) { add(&countFacts, countFact{fixed(name), count}) }

// leakedBy notes that a recorded object holds what leaks, and the package variable that leads to it.
// The program knows that the object retains at least so many bytes in so many objects; group is the number
// of alike things that hold them, 0 if there is no such group.
func leakedBy[G any](what string, object int, name string, global *G, bytes, objects, group int) {
	leak = leakFact{what: fixed(what), holder: objectFacts[object].address, global: fixed(name), globalAddress: uintptr(unsafe.Pointer(global)), bytes: bytes, objects: objects, group: group}
}

// leakedByGoroutines notes that a crowd of goroutines, blocked in function, holds what leaks.
func leakedByGoroutines(what, function string, bytes, objects, group int) {
	leak = leakFact{what: fixed(what), function: fixed(function), bytes: bytes, objects: objects, group: group}
}

func walk(object int, t reflect.Type, p unsafe.Pointer, offset uintptr) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer, reflect.String, reflect.Slice:
		point(object, offset, *(*uintptr)(p), 0, "")
	case reflect.Interface:
		dynamic := reflect.NewAt(t, p).Elem().Elem()
		if !dynamic.IsValid() {
			return
		}
		kind := "iface"
		if t.NumMethod() == 0 {
			kind = "eface"
		}
		point(object, offset+unsafe.Sizeof(offset), (*[2]uintptr)(p)[1], describeType(dynamic.Type()), kind)
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			field := t.Field(i)
			walk(object, field.Type, unsafe.Add(p, field.Offset), offset+field.Offset)
		}
	case reflect.Array:
		for i := 0; i < t.Len() && i < walkedElements; i++ {
			at := uintptr(i) * t.Elem().Size()
			walk(object, t.Elem(), unsafe.Add(p, at), offset+at)
		}
	}
}

func point(object int, offset, address uintptr, dynamic descriptor, kind string) {
	if address != 0 {
		add(&pointerFacts, pointerFact{object, offset, address, dynamic, fixed(kind)})
	}
}

// settle gives every goroutine time to block.
func settle() { time.Sleep(300 * time.Millisecond) }

// collect runs the garbage collector until nothing more is to be freed. After it nothing is allocated.
func collect() {
	settle()
	runtime.GC()
	settle()
	runtime.GC()
}

// finish writes the last dump and its facts and ends the program.
//
//go:noinline
func finish(program string) {
	snapshot(program)
	os.Exit(0)
}

// snapshot writes a dump and the facts to the next pair of arguments. The facts about goroutines stay for
// the snapshot after it, all others go.
//
//go:noinline
func snapshot(program string) {
	entered("waiting", since(20, "dumping heap", ""), "runtime/debug.WriteHeapDump", "main.snapshot", "main.main", "runtime.main")
	file := dumpFiles[snapshots]
	debug.WriteHeapDump(file.Fd())
	if err := file.Close(); err != nil {
		panic(err)
	}
	snapshots++
	writeFacts(program, os.Args[2*snapshots])
	goroutineFacts = goroutineFacts[:len(goroutineFacts)-1]
	objectFacts, pointerFacts, reachFacts = objectStore[:0], pointerStore[:0], reachStore[:0]
	finalizerFacts, deferFacts, panicFacts = finalizerStore[:0], deferStore[:0], panicStore[:0]
	retentionFacts, countFacts, labelFacts = retentionStore[:0], countStore[:0], labelStore[:0]
	leak, labels = leakFact{}, nil
}

func writeFacts(program, path string) {
	file := create(path)
	out := bufio.NewWriter(file)
	fmt.Fprintf(out, "{\"program\":%q,\"go_version\":%q,\"goarch\":%q,\"num_cpu\":%d", program, runtime.Version(), runtime.GOARCH, runtime.NumCPU())
	points := map[int][]pointerFact{}
	for _, p := range pointerFacts {
		points[p.object] = append(points[p.object], p)
	}
	reached := map[int][]uintptr{}
	for _, r := range reachFacts {
		reached[r.object] = append(reached[r.object], r.address)
	}
	writeList(out, "objects", len(objectFacts), func(i int) {
		writeObject(out, &objectFacts[i], points[i], reached[i])
	})
	writeList(out, "goroutines", len(goroutineFacts), func(i int) {
		g := &goroutineFacts[i]
		fmt.Fprintf(out, "{\"id\":%d,\"status\":%q,\"wait_reason\":%q", g.id, g.status, g.reason)
		var functions []string
		for _, function := range g.functions {
			if function.length > 0 {
				functions = append(functions, strconv.Quote(function.String()))
			}
		}
		fmt.Fprintf(out, ",\"entry\":%s,\"functions\":[%s]", functions[len(functions)-1], strings.Join(functions, ","))
		if g.locked {
			fmt.Fprint(out, ",\"locked_to_thread\":true")
		}
		fmt.Fprint(out, "}")
	})
	writeList(out, "finalizers", len(finalizerFacts), func(i int) {
		f := &finalizerFacts[i]
		fmt.Fprintf(out, "{\"address\":\"%#x\",\"state\":%q,\"function\":\"%#x\",\"entry_pc\":\"%#x\",\"function_name\":%q}", f.address, f.state, f.function, f.entry, functionName(f.entry))
	})
	writeList(out, "defers", len(deferFacts), func(i int) {
		d := &deferFacts[i]
		fmt.Fprintf(out, "{\"goroutine\":%d,\"function_contains\":%q,\"function\":\"%#x\",\"entry_pc\":\"%#x\",\"recorded\":%t}", d.goroutine, d.function, d.closure, d.entry, d.recorded)
	})
	writeList(out, "panics", len(panicFacts), func(i int) {
		p := &panicFacts[i]
		fmt.Fprintf(out, "{\"goroutine\":%d,\"value_type\":%q,\"value\":\"%#x\",\"goexit\":%t}", p.goroutine, p.typ, p.value, p.typ == 0)
	})
	writeList(out, "retained_by", len(retentionFacts), func(i int) {
		r := &retentionFacts[i]
		if r.goroutine != 0 {
			fmt.Fprintf(out, "{\"address\":\"%#x\",\"goroutine\":%d}", r.address, r.goroutine)
		} else {
			fmt.Fprintf(out, "{\"address\":\"%#x\",\"global\":%q,\"global_address\":\"%#x\"}", r.address, r.global, r.globalAddress)
		}
	})
	if len(labelFacts) > 0 {
		writeList(out, "labels", len(labelFacts), func(i int) {
			l := &labelFacts[i]
			fmt.Fprintf(out, "{\"goroutine\":%d,\"key\":%q,\"value\":%q}", l.goroutine, l.key[:l.keyLength], l.value[:l.valueLength])
		})
	}
	fmt.Fprint(out, ",\n\"counts\":{")
	for i, c := range countFacts {
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintf(out, "%q:%d", c.name, c.count)
	}
	fmt.Fprint(out, "}")
	if leak.what.length > 0 {
		writeLeak(out)
	}
	fmt.Fprint(out, "}\n")
	if err := out.Flush(); err != nil {
		panic(err)
	}
	if err := file.Close(); err != nil {
		panic(err)
	}
}

func writeLeak(out *bufio.Writer) {
	fmt.Fprintf(out, ",\n\"leak\":{\"what\":%q,\"holder\":{", leak.what)
	if leak.holder != 0 {
		fmt.Fprintf(out, "\"address\":\"%#x\",\"global\":%q,\"global_address\":\"%#x\"", leak.holder, leak.global, leak.globalAddress)
		if leak.key.length > 0 {
			fmt.Fprintf(out, ",\"key\":%q", leak.key)
		}
	} else {
		fmt.Fprintf(out, "\"goroutine_function\":%q", leak.function)
		if leak.finalizerQueue {
			fmt.Fprint(out, ",\"finalizer_queue\":true")
		}
	}
	fmt.Fprintf(out, "},\"retained_at_least\":%d,\"objects_at_least\":%d", leak.bytes, leak.objects)
	if leak.group > 0 {
		fmt.Fprintf(out, ",\"group_count\":%d", leak.group)
	}
	fmt.Fprint(out, "}")
}

func writeObject(out *bufio.Writer, o *objectFact, points []pointerFact, reached []uintptr) {
	kind, size := o.kind.String(), o.typ.reflect().Size()
	if kind == "map" || kind == "chan" || kind == "closure" {
		size = 0 // the type's size is that of the pointer, the object's is the runtime's business
	}
	fmt.Fprintf(out, "{\"name\":%q,\"kind\":%q,\"address\":\"%#x\",\"type\":%q,\"type_size\":%d,\"count\":%d,\"live\":%t", o.label(), kind, o.address, o.typ, size, o.count, !o.dead)
	switch kind {
	case "array", "chan":
		fmt.Fprintf(out, ",\"length\":%d,\"capacity\":%d", o.length, o.capacity)
	case "map":
		fmt.Fprintf(out, ",\"length\":%d", o.length)
	case "closure":
		fmt.Fprintf(out, ",\"entry_pc\":\"%#x\",\"function_name\":%q", o.entry, functionName(o.entry))
	case "string":
		fmt.Fprintf(out, ",\"length\":%d,\"text\":%q", o.length, textAt(o.address, o.length))
	}
	if o.allocatedBy.length > 0 {
		fmt.Fprintf(out, ",\"allocated_by\":%q", o.allocatedBy)
	}
	if o.inStackObject {
		fmt.Fprint(out, ",\"held_by_stack_object\":true")
	}
	if o.keptByCleanup {
		fmt.Fprint(out, ",\"kept_by_cleanup\":true")
	}
	fmt.Fprint(out, ",\"points_to\":[")
	for i, p := range points {
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprintf(out, "{\"offset\":%d,\"address\":\"%#x\"", p.offset, p.address)
		if name := labelOf(p.address); name != "" {
			fmt.Fprintf(out, ",\"name\":%q", name)
		}
		if p.kind.length > 0 {
			fmt.Fprintf(out, ",\"interface\":%q,\"dynamic_type\":%q", p.kind, p.dynamic)
		}
		fmt.Fprint(out, "}")
	}
	fmt.Fprint(out, "]")
	if len(reached) > 0 {
		fmt.Fprint(out, ",\"reaches\":[")
		for i, address := range reached {
			if i > 0 {
				fmt.Fprint(out, ",")
			}
			fmt.Fprintf(out, "\"%#x\"", address)
		}
		fmt.Fprint(out, "]")
	}
	fmt.Fprint(out, "}")
}

func writeList(out *bufio.Writer, name string, length int, element func(i int)) {
	fmt.Fprintf(out, ",\n%q:[", name)
	for i := 0; i < length; i++ {
		if i > 0 {
			fmt.Fprint(out, ",")
		}
		fmt.Fprint(out, "\n ")
		element(i)
	}
	fmt.Fprint(out, "]")
}

func (o *objectFact) label() string {
	if o.index < 0 {
		return o.name.String()
	}
	return fmt.Sprintf("%s[%d]", o.name, o.index)
}

var labels map[uintptr]string

func labelOf(address uintptr) string {
	if labels == nil {
		labels = map[uintptr]string{}
		for i := range objectFacts {
			labels[objectFacts[i].address] = objectFacts[i].label()
		}
	}
	return labels[address]
}

func textAt(address uintptr, length int) string {
	data := *(*unsafe.Pointer)(unsafe.Pointer(&address))
	return string(unsafe.Slice((*byte)(data), length))
}

func functionName(pc uintptr) string {
	if pc == 0 {
		return ""
	}
	return runtime.FuncForPC(pc).Name()
}
