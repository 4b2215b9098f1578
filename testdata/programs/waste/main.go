// Waste holds memory that is of no use: copies, room that nothing fills, large arrays for a small part of them.
package main

import (
	"strconv"
	"unsafe"
)

type Customer struct {
	Name    string
	Country string
	Photo   []byte
}

// Padded takes 40 bytes, in a slot of 48; in a better order it takes 24.
type Padded struct {
	Active  bool
	Balance int64
	Closed  bool
	Limit   int64
	Blocked bool
}

type Point struct{ X, Y, Z float64 }

type Buffer struct {
	ID   int
	Data []byte
	More []int64
}

type Item struct {
	Name *string
	Size int
}

const (
	customers  = 1000
	nameKinds  = 10
	countries  = 4
	photos     = 50
	photoSize  = 300
	padded     = 800
	points     = 600
	pointKinds = 6
	buffers    = 30
	bufferSize = 4096
	bufferUsed = 10
	document   = 64 << 10
	documents  = 8
	kept       = 24
	items      = 2000
	emptied    = 10000
	remaining  = 3
	emptyMaps  = 70
	queues     = 12
	queueSize  = 128
	idle       = 40
	idleRoom   = 64
)

var (
	all      []Customer
	accounts []*Padded
	places   []*Point
	pool     []*Buffer
	titles   []string
	chosen   *Item
	sessions map[int]int
	tags     []map[string]int
	jobs     []chan [32]byte
	lists    [][]int64
)

//go:noinline
func name(i int) string { return "customer number " + strconv.Itoa(100000+i%nameKinds) + ", Ltd." }

//go:noinline
func country(i int) string { return "land-" + strconv.Itoa(i%countries) }

//go:noinline
func photo() []byte {
	p := make([]byte, photoSize)
	for i := range p {
		p[i] = byte(i * 7)
	}
	return p
}

//go:noinline
func title(i int) string {
	text := make([]byte, document)
	for j := range text {
		text[j] = byte('a' + (i+j)%26)
	}
	return string(text)[1000 : 1000+kept]
}

//go:noinline
func choose() *Item {
	many := make([]Item, items)
	for i := range many {
		many[i].Size = i
	}
	return &many[items/2]
}

func build() {
	all = make([]Customer, customers)
	for i := range all {
		all[i].Name = name(i)
		all[i].Country = country(i)
		if i < photos {
			all[i].Photo = photo()
		}
	}
	for i := 0; i < padded; i++ {
		accounts = append(accounts, &Padded{Balance: int64(i), Limit: int64(i) * 2})
	}
	for i := 0; i < points; i++ {
		places = append(places, &Point{X: float64(i % pointKinds), Y: 1, Z: 2})
	}
	for i := 0; i < buffers; i++ {
		pool = append(pool, &Buffer{ID: i, Data: make([]byte, bufferUsed, bufferSize), More: []int64{int64(i), 1, 2, 3}})
	}
	for i := 0; i < documents; i++ {
		titles = append(titles, title(i))
	}
	chosen = choose()
	sessions = map[int]int{}
	for i := 0; i < emptied; i++ {
		sessions[i] = i
	}
	for i := remaining; i < emptied; i++ {
		delete(sessions, i)
	}
	for i := 0; i < emptyMaps; i++ {
		tags = append(tags, map[string]int{})
	}
	for i := 0; i < queues; i++ {
		jobs = append(jobs, make(chan [32]byte, queueSize))
	}
	for i := 0; i < idle; i++ {
		lists = append(lists, make([]int64, 0, idleRoom))
	}
}

func main() {
	done := make(chan struct{})
	go func() { // a stack of its own, that is gone when the dump is written
		build()
		close(done)
	}()
	<-done
	recordSlice("all", -1, all)
	for i := 0; i < 3; i++ {
		recordSlice("photo", i, all[i].Photo)
		recordSlice("buffer", i, pool[i].Data)
		recordSlice("list", i, lists[i])
	}
	counted("customers", customers)
	counted("name_kinds", nameKinds)
	counted("name_length", len(all[0].Name))
	counted("countries", countries)
	counted("country_length", len(all[0].Country))
	counted("photos", photos)
	counted("photo_size", photoSize)
	counted("padded", padded)
	counted("padded_size", int(unsafe.Sizeof(Padded{})))
	counted("points", points)
	counted("point_kinds", pointKinds)
	counted("buffers", buffers)
	counted("buffer_size", bufferSize)
	counted("buffer_used", bufferUsed)
	counted("document", document)
	counted("documents", documents)
	counted("kept", kept)
	counted("items", items)
	counted("item_size", int(unsafe.Sizeof(Item{})))
	counted("emptied", emptied)
	counted("remaining", remaining)
	counted("empty_maps", emptyMaps)
	counted("queues", queues)
	counted("queue_bytes", queueSize*32)
	counted("idle", idle)
	counted("idle_bytes", idleRoom*8)
	collect()
	finish("waste")
}
