// Leak_goroutines is a service whose reader of results gave up: every handler since then is blocked sending
// to it, with its request, the request's body and context.
package main

import (
	"context"
	"strconv"
	"sync/atomic"
	"unsafe"
)

type Request struct {
	Number int
	ID     string
	Path   string
	Body   []byte // 4 KiB
	ctx    context.Context
}

type Response struct {
	Request string
	Status  int
	Lengths [2]int
}

type requestKey struct{}

type Route struct {
	Pattern string
	Methods []string
	Page    []byte
}

const (
	requests = 300
	body     = 4096
	routes   = 20
	sampled  = 50
)

var (
	serving, shutdown = context.WithCancel(context.Background())
	results           = make(chan *Response)
	router            map[string]*Route
	answered          int64
)

//go:noinline
func newRequest(i int) *Request {
	r := &Request{Number: i, ID: "request-" + strconv.Itoa(1000000+i), Path: "/orders", Body: make([]byte, body)}
	copy(r.Body, "POST "+r.Path+" HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}")
	r.ctx = context.WithValue(serving, requestKey{}, r.ID)
	return r
}

//go:noinline
func process(r *Request) *Response {
	return &Response{Request: r.ID, Status: 200, Lengths: [2]int{len(r.Body), len(r.Path)}}
}

//go:noinline
func handle(r *Request) {
	response := process(r)
	if r.Number%sampled == 0 {
		note(r, response)
	}
	results <- response // the bug: nobody receives, and nothing ends the wait
	if r.ctx.Err() == nil {
		atomic.AddInt64(&answered, int64(len(r.Body)))
	}
}

// note runs on the handler's stack, just before it blocks.
func note(r *Request, response *Response) {
	id := entered("waiting", "chan send", "main.handle", since(22, "main.serve.gowrap1", "main.serve.func1"))
	record("request", r.Number, r)
	recordBoxed("request.ctx", r.Number, r.ctx)
	recordSlice("request.Body", r.Number, r.Body)
	heldByStackObject(record("response", r.Number, response)) // what is being sent was copied to a variable on the stack
	retainedByStack(r, id)
	retainedByStack(&r.Body[0], id)
}

func serve() {
	for i := 0; i < requests; i++ {
		go handle(newRequest(i))
	}
}

// collector is the reader that gave up: it waits for the end of a pause that does not come.
func collector() {
	entered("waiting", "select", "main.collector")
	pause := make(chan struct{})
	select {
	case <-pause:
		for r := range results {
			answered += int64(r.Status)
		}
	case <-serving.Done():
	}
}

func buildRouter() {
	router = map[string]*Route{}
	for i := 0; i < routes; i++ {
		r := &Route{Pattern: "/orders/" + strconv.Itoa(1000000+i), Methods: []string{"GET", "POST"}, Page: make([]byte, 12000)}
		router[r.Pattern] = r
	}
	recordMap("router", -1, router)
}

func main() {
	buildRouter()
	go collector()
	settle()
	serve()
	recordChan("results", -1, results)
	counted("main.handle", requests)
	counted("request_body_bytes", requests*body)
	counted("routes", routes)
	leakedByGoroutines("goroutines blocked sending on one channel that nobody reads, each with its request", "main.handle",
		requests*(body+int(unsafe.Sizeof(Request{}))), requests*3, requests)
	collect()
	finish("leak_goroutines")
}
