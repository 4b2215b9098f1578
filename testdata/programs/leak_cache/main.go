// Leak_cache keeps every response it ever made: the cache has no bound. Every allocation is sampled.
package main

import (
	"runtime"
	"strconv"
	"sync"
)

func init() { runtime.MemProfileRate = 1 }

type Cache struct {
	mu      sync.RWMutex
	entries map[string][]byte
	hits    int
	misses  int
}

type Article struct {
	Slug  string
	Title string
	Text  []byte
	Links []*Article
}

const (
	queries  = 800
	response = 2048
	articles = 20
	sampled  = 40
)

var (
	responses *Cache
	site      map[string]*Article
)

func (c *Cache) get(query string, render func(string) []byte) []byte {
	c.mu.RLock()
	r, ok := c.entries[query]
	c.mu.RUnlock()
	if ok {
		c.hits++
		return r
	}
	c.misses++
	r = render(query)
	c.mu.Lock()
	c.entries[query] = r // the bug: nothing is ever taken out
	c.mu.Unlock()
	return r
}

//go:noinline
func render(query string) []byte {
	page := make([]byte, 0, response)
	page = append(page, "<html><title>Search</title><ul>"...)
	for len(page) < response-64 {
		page = append(page, "<li><a href=\"/article\">an article</a></li>"...)
	}
	return append(page, "</ul></html>"...)
}

func query(i int) string { return "/search?q=number+" + strconv.Itoa(1000000+i) }

func buildSite() {
	site = map[string]*Article{}
	var last *Article
	for i := 0; i < articles; i++ {
		a := &Article{Slug: "article-" + strconv.Itoa(1000000+i), Title: "Article number " + strconv.Itoa(1000000+i), Text: make([]byte, 10000)}
		if last != nil {
			a.Links = []*Article{last}
		}
		if i%10 > 0 {
			last = a
		} else {
			last = nil
		}
		site[a.Slug] = a
	}
	recordMap("site", -1, site)
}

func recordCache() {
	record("responses", -1, responses)
	holder := recordMap("responses.entries", -1, responses.entries)
	for i := 0; i < queries; i += sampled {
		r := responses.entries[query(i)]
		allocatedBy(recordSlice("response", i, r), "main.render")
		reaches(holder, &r[0])
		retained(&r[0], "main.responses", &responses)
	}
	leakedBy("a cache without bound", holder, "main.responses", &responses, queries*response, queries+1, queries)
}

func main() {
	responses = &Cache{entries: map[string][]byte{}}
	buildSite()
	for i := 0; i < queries; i++ {
		responses.get(query(i), render)
		responses.get(query(i/2), render)
	}
	recordCache()
	counted("responses", len(responses.entries))
	counted("response_bytes", queries*response)
	counted("articles", len(site))
	collect()
	finish("leak_cache")
}
