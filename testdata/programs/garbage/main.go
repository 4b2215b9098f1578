// Garbage makes 1000 tickets, forgets every second one, and dumps before the collector runs again.
package main

import (
	"runtime/debug"
)

type Desk struct{ Number int }

type Ticket struct {
	Number int
	Next   *Ticket
	Desk   *Desk
	Detail *Detail
}

type Detail struct {
	Ticket int
	Text   [3]int
}

const tickets = 1000

var (
	open   *Ticket // even numbers
	closed *Ticket // odd numbers, until they are dropped
	desk   *Desk
)

func issue(done chan struct{}) {
	desk = &Desk{Number: 7}
	for i := 0; i < tickets; i++ {
		t := &Ticket{Number: i, Desk: desk}
		if i%10 < 2 {
			t.Detail = &Detail{Ticket: i}
		}
		if i%2 == 0 {
			t.Next, open = open, t
		} else {
			t.Next, closed = closed, t
		}
	}
	for t := open; t != nil; t = t.Next {
		record("open", t.Number, t)
		if t.Detail != nil {
			record("open.Detail", t.Number, t.Detail)
			retained(t.Detail, "main.open", &open)
		}
	}
	for t := closed; t != nil; t = t.Next {
		dead(record("closed", t.Number, t))
		if t.Detail != nil {
			dead(record("closed.Detail", t.Number, t.Detail))
		}
	}
	record("desk", -1, desk)
	close(done)
}

func main() {
	debug.SetGCPercent(-1)
	done := make(chan struct{})
	go issue(done)
	<-done
	collect() // what the recording left behind
	closed = nil
	counted("live_tickets", tickets/2)
	counted("dead_tickets", tickets/2)
	counted("dead_details", tickets/10)
	finish("garbage")
}
