// Leak_map_entry is a registry of jobs. Finished jobs are emptied, all but one that was forgotten: job-17 still
// holds its result, a tree of 2,500 nodes.
package main

import (
	"strconv"
	"unsafe"
)

type Node struct {
	Left, Right *Node
	Key         int
	Word        string
	Counts      [42]int
}

type Job struct {
	Name    string
	Result  *Node
	Started int64
	Done    bool
}

type Worker struct {
	Name string
	Done []int32
}

const (
	jobs    = 150
	large   = 2500
	workers = 25
	sampled = 15
)

var (
	registry map[string]*Job
	crew     []*Worker
	words    = [...]string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"}
)

// tree builds a balanced search tree with the keys from low to high.
//
//go:noinline
func tree(low, high int) *Node {
	if low > high {
		return nil
	}
	middle := (low + high) / 2
	n := &Node{Key: middle, Word: words[middle%len(words)]}
	n.Left, n.Right = tree(low, middle-1), tree(middle+1, high)
	return n
}

func name(i int) string { return "job-" + strconv.Itoa(i) }

func runJobs() {
	registry = map[string]*Job{}
	for i := 0; i < jobs; i++ {
		j := &Job{Name: name(i), Started: int64(1700000000 + i)}
		nodes := i % 4
		if i == 17 {
			nodes = large
		}
		j.Result = tree(1, nodes)
		j.Done = i != 17
		registry[j.Name] = j
	}
	for i := 0; i < workers; i++ {
		w := &Worker{Name: "worker " + strconv.Itoa(100000+i)}
		for n := 0; n < 1024; n++ {
			w.Done = append(w.Done, int32(n%16))
		}
		crew = append(crew, w)
	}
}

// some records a few nodes down to a depth.
func some(job int, n *Node, depth int) {
	record("node", n.Key, n)
	reaches(job, n)
	retained(n, "main.registry", &registry)
	if depth > 0 {
		some(job, n.Left, depth-1)
		some(job, n.Right, depth-1)
	}
}

func recordRegistry() {
	m := recordMap("registry", -1, registry)
	for i := 0; i < jobs; i += sampled {
		j := registry[name(i)]
		record("job", i, j)
		reaches(m, j)
		retained(j, "main.registry", &registry)
	}
	forgotten := registry["job-17"]
	holder := record("job", 17, forgotten)
	reaches(m, forgotten)
	some(holder, forgotten.Result, 2)
	leakedBy("one entry of a map that is forgotten there, with a tree", holder, "main.registry", &registry, large*int(unsafe.Sizeof(Node{})), large+1, 0)
	leak.key = fixed("job-17")
}

func main() {
	done := make(chan struct{})
	go func() {
		runJobs()
		close(done)
	}()
	<-done
	recordRegistry()
	counted("jobs", len(registry))
	counted("nodes_of_job-17", large)
	counted("workers", len(crew))
	collect()
	finish("leak_map_entry")
}
