// Leak_senders runs queries that return after their first batch: each leaves a producer that is blocked sending
// to a channel of its own, which nobody reads any more. The channel and its batches wait with the producer.
package main

import (
	"strconv"
	"unsafe"
)

type Batch struct {
	Number int
	Rows   [][]byte // one of 2 KiB
}

const (
	queries  = 40
	buffered = 16
	row      = 2048
)

var (
	first   int
	catalog = map[string]*Batch{}
)

//go:noinline
func newBatch(i int) *Batch {
	return &Batch{Number: i, Rows: [][]byte{make([]byte, row)}}
}

//go:noinline
func produce(query int, batches chan *Batch) {
	for i := 0; ; i++ {
		batch := newBatch(i)
		if query == 0 && i == buffered+1 {
			// the last batch before it blocks: one was received, the others are in the buffer
			entered("waiting", "chan send", "main.produce", since(22, "main.query.gowrap1", "main.query.func1"))
			recordChan("batches", query, batches)
		}
		batches <- batch // the bug: the reader has returned
	}
}

//go:noinline
func query(i int) int {
	batches := make(chan *Batch, buffered)
	go produce(i, batches)
	return (<-batches).Number
}

func main() {
	for i := 0; i < 8; i++ {
		catalog["query-"+strconv.Itoa(i)] = newBatch(i)
	}
	for i := 0; i < queries; i++ {
		first += query(i)
	}
	settle()
	counted("main.produce", queries)
	counted("buffered", buffered)
	leakedByGoroutines("goroutines blocked sending, each on a channel of its own that nobody reads", "main.produce",
		queries*buffered*(row+int(unsafe.Sizeof(Batch{}))), queries*(2*buffered+1), queries)
	collect()
	finish("leak_senders")
}
