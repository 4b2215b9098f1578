// Shapes builds one of everything a Go heap commonly holds.
package main

import (
	"strconv"
	"strings"
)

type Node struct {
	Value int
	Next  *Node
	Label string
}

type Station struct {
	Name       string
	Next, Prev *Station
}

type Tree struct {
	Left, Right *Tree
	Key         int
	Payload     []byte
}

type Customer struct {
	Name  string
	Email string
	Age   int32
	VIP   bool
}

type Order struct {
	ID       int
	Customer *Customer
	Lines    []Line
	Note     string
	Paid     bool
}

type Line struct {
	SKU      string
	Quantity int
	Order    *Order
}

type Point struct{ X, Y int32 }

// Page is larger than 128 bytes, so maps keep it behind a pointer.
type Page struct {
	Title *string
	Body  [160]byte
}

type Channels struct {
	Unbuffered chan *Order
	Partly     chan *Order
	Ints       chan int
	Closed     chan string
	Lines      chan Line
	Signals    chan struct{}
}

type Callbacks struct {
	Count  func() int
	Notify func(string) string
	Total  func() int // a method value
}

type Shape interface{ Area() float64 }

type Circle struct {
	Radius float64
	Owner  *Customer
}

type Square struct {
	Side  float64
	Owner *Customer
}

type Scale int

func (c *Circle) Area() float64 { return 3 * c.Radius * c.Radius }
func (s Square) Area() float64  { return s.Side * s.Side }
func (s Scale) Area() float64   { return float64(s) }
func (o *Order) Total() int     { return len(o.Lines) }

type Loop struct {
	Self *Loop
	Name string
}

type Account struct {
	ID      int
	Balance int
	Owner   string
	Log     [4]*Node
}

// Watcher points into the middle of other objects.
type Watcher struct {
	Balance *int
	Owner   *string
	Slot    **Node
	Line    *Line
	View    []byte
	Suffix  string
}

type Scan504 struct {
	First *Customer
	pad   [61]int
	Last  *Customer
}
type Scan512 struct {
	First *Customer
	pad   [62]int
	Last  *Customer
}
type Scan520 struct {
	First *Customer
	pad   [63]int
	Last  *Customer
}
type Scan1016 struct {
	First *Customer
	pad   [125]int
	Last  *Customer
}
type Scan1024 struct {
	First *Customer
	pad   [126]int
	Last  *Customer
}
type Scan1032 struct {
	First *Customer
	pad   [127]int
	Last  *Customer
}
type Scan32752 struct {
	First *Customer
	pad   [4092]int
	Last  *Customer
}
type Scan32760 struct {
	First *Customer
	pad   [4093]int
	Last  *Customer
}
type Scan32768 struct {
	First *Customer
	pad   [4094]int
	Last  *Customer
}
type Scan40000 struct {
	First *Customer
	pad   [4998]int
	Last  *Customer
}

type Boundaries struct {
	S504   *Scan504
	S512   *Scan512
	S520   *Scan520
	S1016  *Scan1016
	S1024  *Scan1024
	S1032  *Scan1032
	S32752 *Scan32752
	S32760 *Scan32760
	S32768 *Scan32768
	S40000 *Scan40000
	Plain  [][]byte
}

type Tiny struct {
	Bools  [8]*bool
	Bytes  [8]*uint8
	Shorts [8]*int16
	Ints   [8]*int32
	Triple [4]*[3]byte
}

var (
	list       *Node
	ring       *Station
	tree       *Tree
	counts     map[string]int
	orders     map[int]*Order
	pages      map[string]Page
	prices     map[int32]float64
	visited    map[Point]struct{}
	emptied    map[string]*Customer
	orderList  []*Order
	lines      []Line
	points     []Point
	names      []string
	blob       []byte
	view       []byte
	grid       [][]int
	text       string
	part       string
	channels   *Channels
	callbacks  *Callbacks
	shapes     []Shape
	anything   []any
	lookup     *[16]*Order
	histogram  *[100]int
	payload    []byte
	index      []*Order
	boundaries *Boundaries
	tiny       *Tiny
	loop       *Loop
	account    *Account
	watcher    *Watcher
)

//go:noinline
func newCustomer(i int) *Customer {
	n := strconv.Itoa(100000 + i)
	return &Customer{Name: "customer-" + n, Email: "c" + n + "@example.com", Age: int32(20 + i%50), VIP: i%7 == 0}
}

//go:noinline
func newOrder(i int) *Order {
	o := &Order{ID: i, Customer: newCustomer(i), Note: "order number " + strconv.Itoa(1000+i)}
	o.Lines = make([]Line, 2)
	for j := range o.Lines {
		o.Lines[j] = Line{SKU: "sku-" + strconv.Itoa(i) + "-" + strconv.Itoa(j), Quantity: j + 1, Order: o}
	}
	return o
}

func buildList() {
	for i := 99; i >= 0; i-- {
		list = &Node{Value: i, Next: list, Label: "node " + strconv.Itoa(i)}
	}
	i := 0
	for n := list; n != nil; n = n.Next {
		record("list", i, n)
		i++
	}
	recordString("list[42].Label", -1, list.nth(42).Label)
	retained(list.nth(99), "main.list", &list)
}

func (n *Node) nth(i int) *Node {
	for ; i > 0; i-- {
		n = n.Next
	}
	return n
}

func buildRing() {
	ring = &Station{Name: "station 0 " + strconv.Itoa(7000)}
	last := ring
	for i := 1; i < 12; i++ {
		s := &Station{Name: "station " + strconv.Itoa(7000+i), Prev: last}
		last.Next = s
		last = s
	}
	last.Next, ring.Prev = ring, last
	s := ring
	for i := 0; i < 12; i++ {
		record("ring", i, s)
		s = s.Next
	}
	retained(last, "main.ring", &ring)
}

func grow(depth, key int) *Tree {
	if depth == 0 {
		return nil
	}
	return &Tree{Left: grow(depth-1, 2*key), Right: grow(depth-1, 2*key+1), Key: key, Payload: make([]byte, 8*depth)}
}

func recordTree(t *Tree) {
	if t == nil {
		return
	}
	record("tree", t.Key, t)
	if t.Payload != nil {
		recordSlice("tree.Payload", t.Key, t.Payload)
	}
	recordTree(t.Left)
	recordTree(t.Right)
}

func buildMaps() {
	counts = map[string]int{}
	for i := 0; i < 5; i++ {
		counts["count "+strconv.Itoa(i)] = i * i
	}
	recordMap("counts", -1, counts)

	orders = map[int]*Order{}
	for i := 0; i < 500; i++ {
		orders[i] = newOrder(i)
	}
	m := recordMap("orders", -1, orders)
	for i := 0; i < 500; i += 50 {
		record("orders.value", i, orders[i])
		recordSlice("orders.value.Lines", i, orders[i].Lines)
		record("orders.value.Customer", i, orders[i].Customer)
		reaches(m, orders[i])
		retained(orders[i], "main.orders", &orders)
	}

	pages = map[string]Page{}
	for i := 0; i < 20; i++ {
		title := "title of page " + strconv.Itoa(i)
		p := Page{Title: &title}
		copy(p.Body[:], "body of page "+strconv.Itoa(i))
		pages["/page/"+strconv.Itoa(i)] = p
	}
	m = recordMap("pages", -1, pages)
	for i := 0; i < 20; i += 5 {
		title := pages["/page/"+strconv.Itoa(i)].Title
		record("pages.title", i, title)
		reaches(m, title)
	}

	prices = map[int32]float64{}
	for i := int32(0); i < 200; i++ {
		prices[i] = float64(i) / 4
	}
	recordMap("prices", -1, prices)

	visited = make(map[Point]struct{}, 64)
	for i := int32(0); i < 64; i++ {
		visited[Point{i, -i}] = struct{}{}
	}
	recordMap("visited", -1, visited)

	emptied = map[string]*Customer{}
	for i := 0; i < 50; i++ {
		emptied["key "+strconv.Itoa(i)] = newCustomer(5000 + i)
	}
	for i := 0; i < 47; i++ {
		delete(emptied, "key "+strconv.Itoa(i))
	}
	m = recordMap("emptied", -1, emptied)
	for i := 47; i < 50; i++ {
		c := emptied["key "+strconv.Itoa(i)]
		record("emptied.value", i, c)
		reaches(m, c)
	}
}

func buildSlices() {
	orderList = make([]*Order, 0, 64)
	for i := 0; i < 50; i++ {
		orderList = append(orderList, orders[i*3])
	}
	recordSlice("orderList", -1, orderList)

	lines = make([]Line, 40)
	for i := range lines {
		lines[i] = Line{SKU: "loose-" + strconv.Itoa(i), Quantity: i, Order: orders[i]}
	}
	recordSlice("lines", -1, lines)

	points = make([]Point, 100)
	for i := range points {
		points[i] = Point{int32(i), int32(-i)}
	}
	recordSlice("points", -1, points)

	names = make([]string, 30)
	for i := range names {
		names[i] = "name of somebody " + strconv.Itoa(i)
		recordString("names", i, names[i])
	}
	recordSlice("names", -1, names)

	blob = make([]byte, 300)
	for i := range blob {
		blob[i] = byte(i)
	}
	view = blob[100:200]
	recordSlice("blob", -1, blob)
	retained(&view[0], "main.view", &view)

	grid = make([][]int, 8)
	for i := range grid {
		grid[i] = make([]int, 16)
		grid[i][i] = i
		recordSlice("grid.row", i, grid[i])
	}
	recordSlice("grid", -1, grid)

	text = strings.Repeat("all work and no play. ", 20)
	part = text[22:44]
	recordString("text", -1, text)

	lookup = new([16]*Order)
	for i := range lookup {
		lookup[i] = orders[400+i]
	}
	record("lookup", -1, lookup)
	histogram = new([100]int)
	histogram[50] = 50
	record("histogram", -1, histogram)

	payload = make([]byte, 1<<20)
	copy(payload, "a mebibyte of nothing")
	recordSlice("payload", -1, payload)
	index = make([]*Order, 75000)
	for i := range index {
		index[i] = orders[i%10]
	}
	recordSlice("index", -1, index)
}

func buildChannels() {
	channels = &Channels{
		Unbuffered: make(chan *Order),
		Partly:     make(chan *Order, 8),
		Ints:       make(chan int, 16),
		Closed:     make(chan string, 2),
		Lines:      make(chan Line, 4),
		Signals:    make(chan struct{}, 3),
	}
	// Six in, six out, five in: the queue wraps around the end of the buffer.
	for i := 0; i < 6; i++ {
		channels.Partly <- newOrder(2000 + i)
	}
	for i := 0; i < 6; i++ {
		<-channels.Partly
	}
	var queued [5]*Order
	for i := range queued {
		queued[i] = newOrder(2100 + i)
		channels.Partly <- queued[i]
	}
	c := recordChan("channels.Partly", -1, channels.Partly)
	for i, o := range queued {
		record("channels.Partly.queued", i, o)
		reaches(c, o)
	}
	for i := 0; i < 5; i++ {
		channels.Ints <- 1000 + i
	}
	channels.Closed <- "last words"
	close(channels.Closed)
	channels.Lines <- Line{SKU: "queued " + strconv.Itoa(1), Quantity: 1, Order: orders[1]}
	channels.Signals <- struct{}{}
	record("channels", -1, channels)
	recordChan("channels.Unbuffered", -1, channels.Unbuffered)
	recordChan("channels.Ints", -1, channels.Ints)
	recordChan("channels.Closed", -1, channels.Closed)
	c = recordChan("channels.Lines", -1, channels.Lines)
	reaches(c, orders[1])
	recordChan("channels.Signals", -1, channels.Signals)
	retained(channels, "main.channels", &channels)
}

func buildClosures() {
	count := 0
	o := newOrder(3000)
	prefix := "prefix " + strconv.Itoa(3000)
	callbacks = &Callbacks{
		Count:  func() int { count++; return count },
		Notify: func(s string) string { return prefix + s + o.Note },
		Total:  o.Total,
	}
	record("callbacks", -1, callbacks)
	c := recordFunc("callbacks.Count", -1, callbacks.Count)
	reaches(c, &count)
	c = recordFunc("callbacks.Notify", -1, callbacks.Notify)
	reaches(c, o)
	c = recordFunc("callbacks.Total", -1, callbacks.Total)
	reaches(c, o)
	record("callbacks.order", -1, o)
}

func buildInterfaces() {
	shapes = make([]Shape, 0, 9)
	for i := 0; i < 3; i++ {
		c := &Circle{Radius: float64(i), Owner: newCustomer(4000 + i)}
		shapes = append(shapes, c, Square{Side: float64(i), Owner: newCustomer(4100 + i)}, Scale(100000+i))
	}
	recordSlice("shapes", -1, shapes)
	for i, s := range shapes {
		recordBoxed("shapes.value", i, s)
	}
	anything = make([]any, 0, 8)
	anything = append(anything, 1234567+len(shapes), text[:9]+"!", Point{3, int32(len(shapes))}, orders[5], counts, channels.Ints, Line{Order: orders[6]}, 2.5*float64(len(shapes)))
	recordSlice("anything", -1, anything)
	recordBoxed("anything.int", -1, anything[0])
	recordBoxed("anything.string", -1, anything[1])
	recordBoxed("anything.Point", -1, anything[2])
	recordBoxed("anything.Line", -1, anything[6])
	recordBoxed("anything.float64", -1, anything[7])
}

func buildBoundaries() {
	first, last := newCustomer(6000), newCustomer(6001)
	b := &Boundaries{
		S504:   &Scan504{First: first, Last: last},
		S512:   &Scan512{First: first, Last: last},
		S520:   &Scan520{First: first, Last: last},
		S1016:  &Scan1016{First: first, Last: last},
		S1024:  &Scan1024{First: first, Last: last},
		S1032:  &Scan1032{First: first, Last: last},
		S32752: &Scan32752{First: first, Last: last},
		S32760: &Scan32760{First: first, Last: last},
		S32768: &Scan32768{First: first, Last: last},
		S40000: &Scan40000{First: first, Last: last},
	}
	boundaries = b
	for i, size := range []int{504, 512, 513, 520, 576, 1016, 1024, 1025, 32752, 32760, 32768, 32769, 40000} {
		b.Plain = append(b.Plain, make([]byte, size))
		recordSlice("boundaries.Plain", i, b.Plain[i])
	}
	record("boundaries", -1, b)
	record("boundaries.S504", -1, b.S504)
	record("boundaries.S512", -1, b.S512)
	record("boundaries.S520", -1, b.S520)
	record("boundaries.S1016", -1, b.S1016)
	record("boundaries.S1024", -1, b.S1024)
	record("boundaries.S1032", -1, b.S1032)
	record("boundaries.S32752", -1, b.S32752)
	record("boundaries.S32760", -1, b.S32760)
	record("boundaries.S32768", -1, b.S32768)
	record("boundaries.S40000", -1, b.S40000)
	record("boundaries.first", -1, first)
	record("boundaries.last", -1, last)
	retained(last, "main.boundaries", &boundaries)
}

func buildTiny() {
	tiny = new(Tiny)
	for i := 0; i < 8; i++ {
		tiny.Bools[i], tiny.Bytes[i], tiny.Shorts[i], tiny.Ints[i] = new(bool), new(uint8), new(int16), new(int32)
		*tiny.Bytes[i], *tiny.Shorts[i], *tiny.Ints[i] = uint8(i), int16(i), int32(i)
		record("tiny.Bools", i, tiny.Bools[i])
		record("tiny.Bytes", i, tiny.Bytes[i])
		record("tiny.Shorts", i, tiny.Shorts[i])
		record("tiny.Ints", i, tiny.Ints[i])
	}
	for i := range tiny.Triple {
		tiny.Triple[i] = new([3]byte)
		record("tiny.Triple", i, tiny.Triple[i])
	}
	record("tiny", -1, tiny)
}

func buildInterior() {
	loop = &Loop{Name: "loop " + strconv.Itoa(1)}
	loop.Self = loop
	record("loop", -1, loop)
	account = &Account{ID: 1, Balance: 100, Owner: "owner " + strconv.Itoa(1)}
	account.Log[2] = list.nth(50)
	record("account", -1, account)
	watcher = &Watcher{Balance: &account.Balance, Owner: &account.Owner, Slot: &account.Log[2], Line: &lines[7], View: blob[10:20], Suffix: text[400:]}
	record("watcher", -1, watcher)
	retained(account, "main.watcher", &watcher)
}

func main() {
	buildList()
	buildRing()
	tree = grow(6, 1)
	recordTree(tree)
	buildMaps()
	buildSlices()
	buildChannels()
	buildClosures()
	buildInterfaces()
	buildBoundaries()
	buildTiny()
	buildInterior()
	counted("list", 100)
	counted("ring", 12)
	counted("tree", 63)
	counted("orders", len(orders))
	collect()
	finish("shapes")
}
