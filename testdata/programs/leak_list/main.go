// Leak_list logs every event in a list that only grows: each event leads to the one before it.
package main

import (
	"strconv"
	"unsafe"
)

type Event struct {
	Before *Event
	Kind   string
	Day    int32
	Levels [20]int16
	Value  float64
	Source *Sensor
}

type Sensor struct {
	Name    string
	Samples []int16
}

const (
	logged  = 10000
	sensors = 50
	sampled = 500
)

var (
	events *Event // the last one
	house  []*Sensor
	kinds  = [...]string{"opened", "closed", "warm", "cold"}
)

func happened(i int) {
	// the bug: old events are never dropped
	events = &Event{Before: events, Kind: kinds[i/1000%len(kinds)], Day: int32(i / 1000), Source: house[i/1000%sensors]}
}

func buildHouse() {
	for i := 0; i < sensors; i++ {
		s := &Sensor{Name: "sensor " + strconv.Itoa(100000+i)}
		for n := 0; n < 1024; n++ {
			s.Samples = append(s.Samples, int16(n%16))
		}
		house = append(house, s)
	}
}

func recordEvents() {
	holder := record("event", logged-1, events)
	count := 0
	for e := events; e != nil; e = e.Before {
		count++
		if e != events && count%sampled == 0 {
			record("event", logged-count, e)
			reaches(holder, e)
			retained(e, "main.events", &events)
		}
	}
	counted("events", count)
	leakedBy("a list of events that only grows", holder, "main.events", &events, logged*int(unsafe.Sizeof(Event{})), logged, 0)
}

func main() {
	done := make(chan struct{})
	go func() {
		buildHouse()
		for i := 0; i < logged; i++ {
			happened(i)
		}
		close(done)
	}()
	<-done
	recordEvents()
	counted("sensors", sensors)
	collect()
	finish("leak_list")
}
