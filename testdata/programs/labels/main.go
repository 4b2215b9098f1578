// Labels serves requests of several tenants under pprof labels: some in the text of the program, some made at run
// time, more than a bucket of a map holds, inherited by goroutines started under them, replaced by an inner
// pprof.Do, set by SetGoroutineLabels, and removed again. Each request holds a body, and two tenants share a cache.
package main

import (
	"context"
	"runtime/pprof"
	"strconv"
	"strings"
	"unsafe"
)

type Request struct {
	Tenant string
	Body   []byte // 4 KiB
	Shared *Cache
}

type Cache struct {
	Pages [8][]byte // 1 KiB each
}

const (
	body = 4096
	page = 1024
)

var (
	forever = make(chan bool)
	served  int
)

//go:noinline
func newRequest(tenant string, cache *Cache) *Request {
	served++
	return &Request{tenant, make([]byte, body), cache}
}

//go:noinline
func newCache() *Cache {
	cache := &Cache{}
	for i := range cache.Pages {
		cache.Pages[i] = make([]byte, page)
	}
	return cache
}

// made returns a string that is not in the executable.
func made(text string, number int) string { return strings.ToLower(text) + strconv.Itoa(number) }

// serve holds a request for ever, under the labels in ctx.
//
//go:noinline
func serve(ctx context.Context, tenant string, cache *Cache) {
	request := newRequest(tenant, cache)
	id := goroutineID()
	pprof.ForLabels(ctx, func(key, value string) bool {
		labelled(id, key, value)
		return true
	})
	retainedByStack(request, id)
	<-forever
	served += len(request.Body)
}

func start(labels pprof.LabelSet, tenant string, cache *Cache) {
	go pprof.Do(context.Background(), labels, func(ctx context.Context) { serve(ctx, tenant, cache) })
}

func main() {
	shared := newCache()
	for i := 0; i < 3; i++ {
		start(pprof.Labels("tenant", "acme", "route", "/orders"), "acme", shared)
	}
	for i := 0; i < 2; i++ {
		start(pprof.Labels("tenant", "globex"), "globex", shared)
	}
	start(pprof.Labels("tenant", "acme"), "acme", newCache())
	for i := 0; i < 2; i++ {
		start(pprof.Labels(made("TENANT-", 7), made("INITECH-", i)), "initech", nil)
	}
	// a goroutine inherits the labels of the one that starts it
	go pprof.Do(context.Background(), pprof.Labels("tenant", "hooli"), func(ctx context.Context) {
		go serve(ctx, "hooli", nil)
		pprof.Do(ctx, pprof.Labels("tenant", "hooli-inner"), func(ctx context.Context) { serve(ctx, "hooli", nil) })
	})
	// more than one bucket of a map
	var many []string
	for i := 0; i < 20; i++ {
		many = append(many, made("KEY-", i), made("VALUE-", i*i))
	}
	start(pprof.Labels(many...), "many", nil)
	// an empty value, and an empty key
	start(pprof.Labels("empty", "", "", "keyless"), "empty", nil)
	go func() {
		ctx := pprof.WithLabels(context.Background(), pprof.Labels("set", "by hand"))
		pprof.SetGoroutineLabels(ctx)
		serve(ctx, "by hand", nil)
	}()
	go func() {
		pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("gone", "yes")))
		pprof.SetGoroutineLabels(context.Background())
		serve(context.Background(), "none", nil)
	}()
	go serve(context.Background(), "none", nil)
	shared = nil
	settle()
	counted("goroutines.acme.orders", 3)
	counted("goroutines.acme", 1)
	counted("goroutines.globex", 2)
	counted("request", body+int(unsafe.Sizeof(Request{})))
	counted("cache", 8*page+int(unsafe.Sizeof(Cache{})))
	collect()
	finish("labels")
}
