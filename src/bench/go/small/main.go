// Small builds a heap of many small objects: customers with orders in a random graph of
// friends, a long doubly linked list of events, a binary search tree of boxed values, and
// a large map of cache entries. A fifth of each is dropped at random before the collection,
// so that every size class has holes. The heap dump goes to the file named by the argument.
package main

import (
	"fmt"
	"log"
	"math/rand"
	"os"
	"strconv"
	"strings"
)

const (
	rounds  = 365_000 // one customer each; other kinds are multiples of it
	dropped = 0.2     // fraction let go before the collection
)

type customer struct {
	id      int
	name    string
	email   string
	address *address
	orders  []*order
	friends []*customer
	attrs   map[string]string
	gone    bool
}

type address struct {
	street, city string
	number       int
	location     *point
}

type point struct{ x, y float64 }

type order struct {
	id       int64
	customer *customer
	lines    []line
	payment  payment
	note     *string
}

type line struct {
	product *product
	count   int
	price   float64
}

type product struct {
	name  string
	price float64
}

type payment interface{ total() float64 }

type card struct {
	number string
	amount float64
}

type transfer struct {
	bank, account string
	amount        float64
	confirm       func() bool
}

func (c *card) total() float64    { return c.amount }
func (t transfer) total() float64 { return t.amount }

// event is a node of one list as long as the whole history.
type event struct {
	prev, next *event
	kind       string
	payload    []byte
	subject    *customer
	cause      *event
}

// node is a node of an unbalanced binary search tree.
type node struct {
	parent, left, right *node

	key   uint64
	value any
}

type entry struct {
	key     string
	body    []byte
	related []*entry
	hits    *int64
}

type heap struct {
	products  []*product
	customers []*customer
	byEmail   map[string]*customer
	events    event // sentinel of the ring
	tree      *node
	cache     map[string]*entry
	recent    [16]*entry
}

var (
	random = rand.New(rand.NewSource(1))
	kinds  = []string{"login", "logout", "purchase", "refund"}
	live   *heap
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: small FILE")
	}
	live = newHeap()
	for i := 0; i < rounds; i++ {
		live.addCustomer(i)
		live.addEvent(i)
		live.addEvent(i)
		live.insert(random.Uint64())
		live.insert(random.Uint64())
		live.addEntry(i)
	}
	live.drop()
	dump(os.Args[1])
}

func newHeap() *heap {
	h := &heap{byEmail: map[string]*customer{}, cache: map[string]*entry{}}
	h.events.prev, h.events.next = &h.events, &h.events
	for i := 0; i < 10_000; i++ {
		h.products = append(h.products, &product{"product " + strconv.Itoa(i), float64(i)})
	}
	return h
}

func (h *heap) addCustomer(id int) {
	c := &customer{id: id, name: text(8, 40), email: fmt.Sprintf("%s%d@example.org", text(12, 32), id)}
	c.address = &address{street: text(10, 30), city: text(5, 15), number: id % 200}
	if chance(0.5) {
		c.address.location = &point{random.Float64(), random.Float64()}
	}
	if chance(0.25) {
		c.attrs = map[string]string{"language": "go", "group": text(4, 12)}
	}
	for i := random.Intn(5); i > 0; i-- {
		c.orders = append(c.orders, h.newOrder(c))
	}
	h.customers = append(h.customers, c)
	h.byEmail[c.email] = c
	for i := random.Intn(24); i > 0; i-- {
		c.friends = append(c.friends, h.customers[random.Intn(len(h.customers))])
	}
}

func (h *heap) newOrder(c *customer) *order {
	o := &order{id: random.Int63(), customer: c, lines: make([]line, 1+random.Intn(12))}
	for i := range o.lines {
		o.lines[i] = line{h.products[random.Intn(len(h.products))], i, random.Float64()}
	}
	if chance(0.3) {
		o.payment = transfer{"a bank", text(20, 30), 1, func() bool { return o.id > 0 }}
	} else {
		o.payment = &card{text(16, 17), 1}
	}
	if chance(0.2) {
		note := text(20, 200)
		o.note = &note
	}
	return o
}

func (h *heap) addEvent(i int) {
	e := &event{prev: h.events.prev, next: &h.events, kind: kinds[random.Intn(len(kinds))]}
	e.prev.next, e.next.prev = e, e
	e.subject = h.customers[random.Intn(len(h.customers))]
	e.payload = make([]byte, random.Intn(600))
	if chance(0.5) {
		e.cause = e.prev
	}
}

func (h *heap) insert(key uint64) {
	var parent *node
	at := &h.tree
	for *at != nil {
		parent = *at
		if key < (*at).key {
			at = &(*at).left
		} else {
			at = &(*at).right
		}
	}
	n := &node{parent: parent, key: key}
	switch random.Intn(4) {
	case 0:
		n.value = text(4, 60)
	case 1:
		n.value = int(key)
	case 2:
		n.value = []any{n, text(4, 20)}
	case 3:
		n.value = &point{1, 2}
	}
	*at = n
}

func (h *heap) addEntry(i int) {
	e := &entry{key: "entry/" + strconv.Itoa(i), body: make([]byte, random.Intn(1000)), hits: new(int64)}
	for _, r := range h.recent[:random.Intn(len(h.recent))] {
		e.related = append(e.related, r)
	}
	h.recent[random.Intn(len(h.recent))] = e
	h.cache[e.key] = e
}

// drop lets a fifth of each kind go, and what points to it from elsewhere.
func (h *heap) drop() {
	kept := h.customers[:0]
	for _, c := range h.customers {
		if c.gone = chance(dropped); !c.gone {
			kept = append(kept, c)
		} else {
			delete(h.byEmail, c.email)
		}
	}
	clear(h.customers[len(kept):])
	h.customers = kept
	for _, c := range kept {
		for i, f := range c.friends {
			if f.gone {
				c.friends[i] = nil
			}
		}
	}
	for e := h.events.next; e != &h.events; e = e.next {
		if chance(dropped) {
			e.prev.next, e.next.prev = e.next, e.prev
			if e.next.cause == e {
				e.next.cause = nil
			}
		} else if e.subject.gone {
			e.subject = nil
		}
	}
	h.tree.prune()
	for k, e := range h.cache {
		if chance(dropped) {
			delete(h.cache, k)
			*e = entry{}
		}
	}
}

// prune cuts off a subtree here and there, mostly small ones, and drops some values.
func (n *node) prune() {
	for _, child := range []**node{&n.left, &n.right} {
		switch {
		case *child == nil:
		case (*child).left == nil && (*child).right == nil && chance(2*dropped):
			*child = nil
		default:
			(*child).prune()
		}
	}
	if chance(dropped) {
		n.value = nil
	}
}

func chance(p float64) bool { return random.Float64() < p }

// text is a fresh string of min to max-1 bytes.
func text(min, max int) string {
	var b strings.Builder
	n := min + random.Intn(max-min)
	b.Grow(n)
	for i := 0; i < n; i++ {
		b.WriteByte(byte('a' + i*7%26))
	}
	return b.String()
}
