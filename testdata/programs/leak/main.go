// Leak is a web shop in small that forgets to remove sessions: every visit adds one, none is dropped.
package main

import (
	"strconv"
	"time"
)

type User struct {
	Name  string
	Email string
}

type Session struct {
	ID       string
	User     *User
	Buffer   []byte // 4 KiB, for as long as the session lives
	Started  int64
	LastPage *Product
}

type Product struct {
	SKU   string
	Title string
	Price int
	Tags  []string
}

type Catalogue struct {
	Products map[string]*Product
	Featured []*Product
}

type cacheEntry struct {
	key          string
	value        []byte
	newer, older *cacheEntry
}

// Cache is bounded: a healthy neighbour of the leak.
type Cache struct {
	entries        map[string]*cacheEntry
	newest, oldest *cacheEntry
	limit          int
}

type Config struct {
	Address string
	Limits  map[string]int
}

const (
	visits   = 500
	products = 200
	users    = 50
	cached   = 64
)

var (
	sessions  map[string]*Session
	catalogue *Catalogue
	cache     *Cache
	config    *Config
	accounts  []*User
)

//go:noinline
func newSession(i int) *Session {
	s := &Session{ID: "session-" + strconv.Itoa(1000000+i), User: accounts[i%users], Buffer: make([]byte, 4096), Started: int64(i)}
	copy(s.Buffer, "GET /product/"+strconv.Itoa(i%products)+" HTTP/1.1\r\n")
	s.LastPage = catalogue.Featured[i%len(catalogue.Featured)]
	return s
}

func visit(i int) {
	s := newSession(i)
	sessions[s.ID] = s // the bug: nobody deletes it
	cache.put("/product/" + strconv.Itoa(i))
}

func (c *Cache) put(key string) {
	e := &cacheEntry{key: key, value: append([]byte("<html>"), key...), older: c.newest}
	if c.newest != nil {
		c.newest.newer = e
	}
	c.newest = e
	if c.oldest == nil {
		c.oldest = e
	}
	c.entries[key] = e
	if len(c.entries) > c.limit {
		old := c.oldest
		c.oldest, old.newer.older = old.newer, nil
		delete(c.entries, old.key)
	}
}

func buildShop() {
	config = &Config{Address: ":" + strconv.Itoa(8080), Limits: map[string]int{}}
	for i := 0; i < 6; i++ {
		config.Limits["limit "+strconv.Itoa(i)] = i
	}
	catalogue = &Catalogue{Products: map[string]*Product{}}
	for i := 0; i < products; i++ {
		p := &Product{SKU: "sku-" + strconv.Itoa(i), Title: "product number " + strconv.Itoa(i), Price: 100 * i}
		for t := 0; t < i%4; t++ {
			p.Tags = append(p.Tags, "tag-"+strconv.Itoa(t))
		}
		catalogue.Products[p.SKU] = p
		if i%20 == 0 {
			catalogue.Featured = append(catalogue.Featured, p)
		}
	}
	for i := 0; i < users; i++ {
		accounts = append(accounts, &User{Name: "user " + strconv.Itoa(i), Email: "user" + strconv.Itoa(i) + "@example.com"})
	}
	cache = &Cache{entries: map[string]*cacheEntry{}, limit: cached}
	sessions = map[string]*Session{}
}

func janitor() {
	entered("waiting", "chan receive", "main.janitor")
	for range time.NewTicker(time.Hour).C {
		for id, s := range sessions {
			if s.Started < 0 {
				delete(sessions, id)
			}
		}
	}
}

func recordShop() {
	m := recordMap("sessions", -1, sessions)
	for i := 0; i < visits; i += 5 {
		s := sessions["session-"+strconv.Itoa(1000000+i)]
		record("session", i, s)
		reaches(m, s)
		recordSlice("session.Buffer", i, s.Buffer)
		retained(s, "main.sessions", &sessions)
	}
	record("catalogue", -1, catalogue)
	m = recordMap("catalogue.Products", -1, catalogue.Products)
	recordSlice("catalogue.Featured", -1, catalogue.Featured)
	for i := 0; i < products; i += 10 {
		p := catalogue.Products["sku-"+strconv.Itoa(i)]
		record("product", i, p)
		reaches(m, p)
		retained(p, "main.catalogue", &catalogue)
	}
	for i, u := range accounts {
		record("user", i, u)
		retained(u, "main.accounts", &accounts)
	}
	record("cache", -1, cache)
	recordMap("cache.entries", -1, cache.entries)
	i := 0
	for e := cache.newest; e != nil; e = e.older {
		record("cache.entry", i, e)
		retained(e, "main.cache", &cache)
		i++
	}
	record("config", -1, config)
	recordMap("config.Limits", -1, config.Limits)
	counted("sessions", len(sessions))
	counted("session_buffer_bytes", visits*4096)
	counted("products", len(catalogue.Products))
	counted("users", len(accounts))
	counted("cache_entries", i)
}

func main() {
	buildShop()
	for i := 0; i < visits; i++ {
		visit(i)
	}
	go janitor()
	recordShop()
	collect()
	finish("leak")
}
