// Leak_pool has a free list of buffers, a buffered channel. Buffers are given back to it, but nobody takes any.
package main

import "strconv"

type Buffer struct{ Data [4096]byte }

type Message struct {
	ID      string
	Topic   string
	Payload []byte
}

const (
	pooled   = 400
	messages = 40
	sampled  = 20
)

var (
	free   = make(chan *Buffer, pooled)
	recent [messages]*Message
)

// get is the bug: it always makes a new one.
//
//go:noinline
func get() *Buffer { return new(Buffer) }

func put(b *Buffer) {
	select {
	case free <- b:
	default: // full: leave it to the collector
	}
}

func handle(i, holder int) {
	b := get()
	n := copy(b.Data[:], "PUBLISH message number "+strconv.Itoa(1000000+i)+"\n")
	recent[i%messages] = &Message{ID: "message-" + strconv.Itoa(1000000+i), Topic: "topic", Payload: append(make([]byte, 0, 5000), b.Data[:n]...)}
	if i < pooled && i%sampled == 0 {
		record("buffer", i, b)
		retained(b, "main.free", &free)
		reaches(holder, b)
	}
	put(b)
}

func main() {
	holder := recordChan("free", -1, free)
	done := make(chan struct{})
	go func() {
		for i := 0; i < 2*pooled; i++ {
			handle(i, holder)
		}
		close(done)
	}()
	<-done
	objectFacts[holder].length = len(free)
	counted("buffers", len(free))
	counted("buffer_bytes", pooled*4096)
	counted("messages", messages)
	leakedBy("a channel used as a free list that nobody takes from", holder, "main.free", &free, pooled*4096, pooled+1, pooled)
	collect()
	finish("leak_pool")
}
