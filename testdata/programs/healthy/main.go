// Healthy is an ordinary service that leaks nothing: many structures of similar weight, all of them bounded. None
// holds more than about 8 % of the heap.
package main

import (
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

type Product struct {
	SKU   string
	Title string
	About []byte
	Price int
	Tags  []string
	Next  *Product
}

type cacheEntry struct {
	key          string
	value        []byte
	newer, older *cacheEntry
}

// Cache is bounded: the oldest entry goes when there are too many.
type Cache struct {
	mu             sync.Mutex
	entries        map[string]*cacheEntry
	newest, oldest *cacheEntry
	limit          int
}

type Template struct {
	Name   string
	Source []byte
	Parts  []part
	Used   int64
}

type part struct {
	Literal bool
	Text    []byte // within the template's Source
	Then    *part
}

type Config struct {
	Address  string
	Limits   map[string]int
	Sections map[string]map[string]string
}

type Session struct {
	ID      string
	Started int64
	User    *User
	Values  map[string]string
	Form    [1700]byte
}

type User struct {
	Name   string
	Email  string
	Age    int
	Avatar []byte
	Groups []string
}

// Route is a node of a trie.
type Route struct {
	Segment  string
	Handler  func(string) string
	Children [4]*Route
	Hits     [160]int
}

type Sample struct {
	At    int64
	Value float64
	Range [2]float64
}

type Bucket struct {
	Tokens float64
	Recent [120]int64
	Filled int64
	Of     *User
}

type Order struct {
	Number  int
	User    *User
	Product *Product
	Note    [1400]byte
}

type Activity struct {
	Previous *Activity
	User     *User
	Page     string
	Took     int64
	Referrer string
	Agent    string
	Trace    [110]uint64
}

// Connection is what a worker reads with.
type Connection struct {
	Remote string
	Input  [6000]byte
}

type Rendered struct{ Page [7000]byte }

const (
	products   = 100
	cached     = 30
	templates  = 20
	sessions   = 65
	users      = 100
	samples    = 4000
	lines      = 40
	words      = 40
	buckets    = 100
	orders     = 80
	activities = 120
	workers    = 12
	pooled     = 12
)

var (
	catalogue  map[string]*Product
	cache      *Cache
	pages      map[string]*Template
	config     *Config
	online     map[string]*Session
	accounts   []*User
	routes     *Route
	metrics    []Sample
	logLines   [][]byte
	dictionary map[string]map[string]string
	history    [][]float64
	postings   map[string][]int32
	limiter    map[int64]*Bucket
	pending    = make(chan *Order, orders)
	recent     *Activity
	assets     map[string][]byte
	rendering  = sync.Pool{New: func() any { return new(Rendered) }}
	stopping   = make(chan struct{})
	incoming   = make(chan net.Conn)
	listener   net.Listener
	served     int
)

func number(text string, i int) string { return text + strconv.Itoa(1000000+i) }

func (c *Cache) put(key string, value []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := &cacheEntry{key: key, value: value, older: c.newest}
	if c.newest != nil {
		c.newest.newer = e
	} else {
		c.oldest = e
	}
	c.newest = e
	c.entries[key] = e
	if len(c.entries) > c.limit {
		old := c.oldest
		c.oldest, old.newer.older = old.newer, nil
		delete(c.entries, old.key)
	}
}

func buildUsers() {
	for i := 0; i < users; i++ {
		u := &User{Name: number("user ", i), Email: number("user", i) + "@example.com", Age: 20 + i%50, Avatar: make([]byte, 1100)}
		for g := 0; g < 1+i%3; g++ {
			u.Groups = append(u.Groups, "group")
		}
		accounts = append(accounts, u)
	}
}

func buildCatalogue() {
	catalogue = map[string]*Product{}
	for i := 0; i < products; i++ {
		p := &Product{SKU: number("sku-", i), Title: number("product number ", i), About: make([]byte, 1000), Price: 100 * i}
		for t := 0; t < i%4; t++ {
			p.Tags = append(p.Tags, "tag")
		}
		catalogue[p.SKU] = p
	}
}

func buildCache() {
	cache = &Cache{entries: map[string]*cacheEntry{}, limit: cached}
	for i := 0; i < 3*cached; i++ {
		value := make([]byte, 4500)
		copy(value, number("<html>", i))
		cache.put(number("/product/", i), value)
	}
}

func buildTemplates() {
	pages = map[string]*Template{}
	for i := 0; i < templates; i++ {
		t := &Template{Name: number("template-", i), Source: make([]byte, 0, 4096)}
		for len(t.Source) < 4000 {
			t.Source = append(t.Source, "<p class=\"paragraph\">{{.Title}}</p>\n"...)
		}
		for at := 0; at+72 < len(t.Source); at += 72 {
			t.Parts = append(t.Parts, part{Literal: at%144 == 0, Text: t.Source[at : at+72]})
		}
		pages[t.Name] = t
	}
}

func buildConfig() {
	config = &Config{Address: "127.0.0.1:" + strconv.Itoa(8080), Limits: map[string]int{}, Sections: map[string]map[string]string{}}
	for i := 0; i < 12; i++ {
		section := map[string]string{}
		for k := 0; k < 12; k++ {
			section[number("key ", k)] = number("value ", i*12+k)
		}
		config.Sections[number("section ", i)] = section
		config.Limits[number("limit ", i)] = i
	}
}

func buildSessions() {
	online = map[string]*Session{}
	for i := 0; i < sessions; i++ {
		s := &Session{ID: number("session-", i), Started: int64(i), User: accounts[i], Values: map[string]string{}}
		for v := 0; v < 3; v++ {
			s.Values[number("value ", v)] = number("this is ", v)
		}
		online[s.ID] = s
	}
}

// trie makes a node and all below it.
func trie(depth, i int) *Route {
	r := &Route{Segment: number("segment-", i), Handler: func(path string) string { return path }}
	if depth > 0 {
		for c := range r.Children {
			r.Children[c] = trie(depth-1, 4*i+c+1)
		}
	}
	return r
}

func buildTables() {
	routes = trie(3, 0)
	metrics = make([]Sample, samples)
	for i := range metrics {
		metrics[i] = Sample{At: int64(i / 200), Value: float64(i / 400)}
	}
	for i := 0; i < lines; i++ {
		line := make([]byte, 0, 3000)
		for len(line) < 2900 {
			line = append(line, "GET /product 200\n"...)
		}
		logLines = append(logLines, line)
	}
	dictionary = map[string]map[string]string{}
	for _, language := range [...]string{"de", "fr", "it"} {
		texts := map[string]string{}
		for i := 0; i < 20; i++ {
			texts[number("text.", i)] = language + number(": this is text number ", i) + strings.Repeat(" and so on", 150)
		}
		dictionary[language] = texts
	}
	for i := 0; i < 25; i++ {
		h := make([]float64, 640)
		for d := range h {
			h[d] = float64(i)
		}
		history = append(history, h)
	}
	postings = map[string][]int32{}
	for i := 0; i < words; i++ {
		p := make([]int32, 800)
		for n := range p {
			p[n] = int32(n % 16)
		}
		postings[number("word ", i)] = p
	}
	limiter = map[int64]*Bucket{}
	for i := 0; i < buckets; i++ {
		limiter[int64(i)] = &Bucket{Tokens: 10, Filled: int64(i), Of: accounts[i%users]}
	}
	assets = map[string][]byte{}
	for i, size := range [...]int{50000, 40000, 20000, 9000} {
		a := make([]byte, size)
		copy(a, "body { color: black; }")
		assets[number("asset-", i)] = a
	}
}

func buildTraffic() {
	for i := 0; i < orders; i++ {
		pending <- &Order{Number: i, User: accounts[i], Product: catalogue[number("sku-", i)]}
	}
	for i := 0; i < activities; i++ {
		recent = &Activity{Previous: recent, User: accounts[i%users], Page: "/product", Took: int64(i)}
	}
}

func acceptor() {
	entered("waiting", "IO wait", "net.(*TCPListener).Accept", "main.acceptor")
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		incoming <- c
	}
}

//go:noinline
func newConnection() *Connection { return &Connection{Remote: "192.0.2.1"} }

func worker() {
	connection := newConnection()
	id := entered("waiting", "select", "main.worker")
	retainedByStack(connection, id)
	idle := time.NewTicker(time.Hour)
	defer idle.Stop()
	for {
		select {
		case c := <-incoming:
			n, _ := c.Read(connection.Input[:])
			served += n
		case <-idle.C:
			served += len(connection.Remote)
		case <-stopping:
			return
		}
	}
}

// dispatcher would hand out orders, once the shop opens.
func dispatcher() {
	entered("waiting", "chan receive", "main.dispatcher")
	<-stopping
	for o := range pending {
		served += o.Number
	}
}

// render uses the pool as a busy service does: some buffers at a time, all of them given back.
func render(taken *[pooled]*Rendered) {
	for i := range taken {
		rendering.Put(taken[i])
		taken[i] = nil
	}
}

var taken [pooled]*Rendered

func recordAll() {
	for i := 0; i < users; i += 30 {
		record("user", i, accounts[i])
		retained(accounts[i], "main.accounts", &accounts)
	}
	m := recordMap("catalogue", -1, catalogue)
	for i := 0; i < products; i += 40 {
		p := catalogue[number("sku-", i)]
		record("product", i, p)
		reaches(m, p)
		retained(p, "main.catalogue", &catalogue)
	}
	record("cache", -1, cache)
	recordMap("cache.entries", -1, cache.entries)
	recordMap("pages", -1, pages)
	record("config", -1, config)
	recordMap("online", -1, online)
	record("routes", -1, routes)
	recordMap("dictionary", -1, dictionary)
	recordMap("postings", -1, postings)
	recordMap("limiter", -1, limiter)
	recordChan("pending", -1, pending)
	record("recent", -1, recent)
	recordMap("assets", -1, assets)
	counted("products", len(catalogue))
	counted("cache_entries", len(cache.entries))
	counted("sessions", len(online))
	counted("orders", len(pending))
	counted("pooled", pooled)
	counted("main.worker", workers)
	counted("main.acceptor", 1)
	counted("main.dispatcher", 1)
}

func build(done chan struct{}) {
	buildUsers()
	buildCatalogue()
	buildCache()
	buildTemplates()
	buildConfig()
	buildSessions()
	buildTables()
	buildTraffic()
	for i := range taken {
		taken[i] = rendering.Get().(*Rendered)
	}
	close(done)
}

func main() {
	done := make(chan struct{})
	go build(done)
	<-done
	var err error
	if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		panic(err)
	}
	go acceptor()
	go dispatcher()
	for i := 0; i < workers; i++ {
		go worker()
	}
	recordAll()
	collect()
	render(&taken) // after the collector ran, as it would empty the pool
	finish("healthy")
}
