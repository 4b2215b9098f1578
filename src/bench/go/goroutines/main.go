// Goroutines builds a heap of 100,000 goroutines: sessions of a server, each of which waits at one of
// eight places, some calls deep, and keeps about eighty objects alive from its own stack: its requests in
// a list, their bodies and replies. All share a few users. The heap dump goes to the file named by the
// argument.
package main

import (
	"fmt"
	"log"
	"math/rand"
	"os"
	"runtime"
	"sync"
	"time"
)

const (
	sessions = 100_000
	users    = 1_000
	requests = 20 // of each session; four objects each
)

type user struct {
	name    string
	friends []*user
}

type session struct {
	id      int
	user    *user
	inbox   chan *request
	history *request
	done    chan struct{}
}

type request struct {
	next, prev *request
	session    *session
	user       *user
	method     string
	path       string
	body       []byte
	reply      *reply
}

type reply struct {
	to      *request
	session *session
	user    *user
	status  int
	text    []byte
}

var (
	random  = rand.New(rand.NewSource(1))
	never   = make(chan struct{})
	gate    sync.Mutex
	opening = sync.NewCond(&gate)
	group   sync.WaitGroup
	started sync.WaitGroup
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: goroutines DUMP")
	}
	everybody := make([]*user, users)
	for i := range everybody {
		everybody[i] = &user{name: fmt.Sprint("user ", i)}
	}
	for _, u := range everybody {
		for i := 0; i < 5; i++ {
			u.friends = append(u.friends, everybody[random.Intn(users)])
		}
	}
	group.Add(1)
	started.Add(sessions)
	for i := 0; i < sessions; i++ {
		s := &session{id: i, user: everybody[random.Intn(users)], inbox: make(chan *request), done: never}
		depth := random.Intn(6)
		seed := random.Int63()
		go serve(s, depth, seed)
	}
	started.Wait()
	time.Sleep(time.Second) // all are where they wait
	dump(os.Args[1])
	runtime.KeepAlive(everybody)
}

// serve fills the session, goes some calls deep and waits.
func serve(s *session, depth int, seed int64) {
	own := rand.New(rand.NewSource(seed % 1000))
	for i := 0; i < requests; i++ {
		r := &request{next: s.history, session: s, user: s.user, method: "GET", path: "/"}
		r.body = make([]byte, 48+own.Intn(96))
		r.reply = &reply{to: r, session: s, user: s.user, status: 200, text: make([]byte, 32+own.Intn(96))}
		if s.history != nil {
			s.history.prev = r
		}
		s.history = r
	}
	own = nil
	started.Done()
	descend(s, depth)
}

//go:noinline
func descend(s *session, depth int) {
	if depth == 0 {
		wait(s)
	} else {
		descend(s, depth-1)
	}
	runtime.KeepAlive(s)
}

func wait(s *session) {
	switch s.id % 8 {
	case 0:
		<-s.inbox
	case 1:
		s.inbox <- s.history
	case 2:
		select {
		case <-s.inbox:
		case <-s.done:
		}
	case 3:
		opening.L.Lock()
		opening.Wait()
	case 4:
		group.Wait()
	case 5:
		time.Sleep(time.Hour)
	case 6:
		for range s.inbox {
		}
	case 7:
		<-s.done
	}
	runtime.KeepAlive(s)
}
