// Leak_ticker keeps connections alive with a ticker each. Closed connections leave the table, but nobody stops
// the ticker, and the goroutine that waits for it never ends.
package main

import (
	"strconv"
	"time"
	"unsafe"
)

type connection struct {
	number int
	remote string
	closed bool
	pings  int
	buffer [4096]byte
}

type Peer struct {
	Name      string
	Addresses []string
	Key       []byte
}

const (
	connections = 200
	peers       = 20
	sampled     = 20
)

var (
	open  = map[int]*connection{}
	known []*Peer
)

//go:noinline
func (c *connection) keepAlive() {
	ticker := time.NewTicker(time.Hour) // the bug: no Stop, no way out of the loop
	if c.number%sampled == 0 {
		note(c, ticker)
	}
	for range ticker.C {
		if !c.closed {
			c.pings++
			copy(c.buffer[:], "PING\r\n")
		}
	}
}

// note runs on the goroutine's stack, just before it blocks.
func note(c *connection, ticker *time.Ticker) {
	id := entered("waiting", "chan receive", "main.(*connection).keepAlive", since(22, "main.accept.gowrap1", "main.accept.func1"))
	record("connection", c.number, c)
	record("ticker", c.number, ticker)
	retainedByStack(c, id)
}

//go:noinline
func accept(i int) {
	c := &connection{number: i, remote: "192.0.2." + strconv.Itoa(i) + ":" + strconv.Itoa(40000+i)}
	copy(c.buffer[:], "HELLO\r\n")
	open[i] = c
	go c.keepAlive()
}

func (c *connection) close() {
	c.closed = true
	delete(open, c.number)
}

func buildPeers() {
	for i := 0; i < peers; i++ {
		p := &Peer{Name: "peer number " + strconv.Itoa(100000+i), Key: make([]byte, 12000)}
		for a := 0; a < 2; a++ {
			p.Addresses = append(p.Addresses, "peer"+strconv.Itoa(100000+i)+".example.com:"+strconv.Itoa(8000+a))
		}
		known = append(known, p)
	}
	recordSlice("known", -1, known)
}

func main() {
	buildPeers()
	for i := 0; i < connections; i++ {
		accept(i)
	}
	settle()
	for i := 0; i < connections; i++ {
		open[i].close()
	}
	recordMap("open", -1, open)
	counted("main.(*connection).keepAlive", connections)
	counted("open", len(open))
	counted("peers", peers)
	leakedByGoroutines("goroutines that wait for a ticker nobody stops, each with its closed connection", "main.(*connection).keepAlive",
		connections*int(unsafe.Sizeof(connection{})), connections, connections)
	collect()
	finish("leak_ticker")
}
