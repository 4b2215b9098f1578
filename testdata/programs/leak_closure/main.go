// Leak_closure registers a callback for every upload. A callback needs the upload's name only, but captures the
// upload, with its 16 KiB of data.
package main

import "strconv"

type Upload struct {
	Name string
	Size int
	Data [16000]byte
}

type Bucket struct {
	Name  string
	Files []string
	Index []byte
}

const (
	uploads = 150
	buckets = 20
	sampled = 10
)

var (
	onShutdown []func()
	storage    map[string]*Bucket
	finished   []string
)

//go:noinline
func receive(i int) (u Upload) {
	u.Name = "upload-" + strconv.Itoa(1000000+i) + ".csv"
	for u.Size < len(u.Data) {
		u.Size += copy(u.Data[u.Size:], "number,name,price,stock,supplier\n")
	}
	return u
}

//go:noinline
func store(i int) {
	upload := receive(i)
	callback := func() { finished = append(finished, upload.Name) }
	onShutdown = append(onShutdown, callback) // the bug: never taken out again, and upload goes with it
	if i%sampled == 0 {
		u := record("upload", i, &upload)
		c := recordFunc("callback", i, callback)
		reaches(c, &upload)
		retained(&upload, "main.onShutdown", &onShutdown)
		add(&pointerFacts, pointerFact{object: c, offset: 8, address: objectFacts[u].address})
	}
}

func buildStorage() {
	storage = map[string]*Bucket{}
	for i := 0; i < buckets; i++ {
		b := &Bucket{Name: "bucket-" + strconv.Itoa(1000000+i), Index: make([]byte, 12000)}
		for f := 0; f < 4; f++ {
			b.Files = append(b.Files, "upload-"+strconv.Itoa(1000000+i*4+f)+".csv")
		}
		storage[b.Name] = b
	}
	recordMap("storage", -1, storage)
}

func main() {
	done := make(chan struct{})
	go func() { // a stack of its own, that is gone when the dump is written
		buildStorage()
		for i := 0; i < uploads; i++ {
			store(i)
		}
		close(done)
	}()
	<-done
	holder := recordSlice("onShutdown", -1, onShutdown)
	counted("callbacks", len(onShutdown))
	counted("buckets", len(storage))
	leakedBy("callbacks that are never removed, each captures an upload", holder, "main.onShutdown", &onShutdown,
		uploads*(16000+24), uploads*2+1, uploads)
	collect()
	finish("leak_closure")
}
