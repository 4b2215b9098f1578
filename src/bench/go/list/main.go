// List builds a heap of a single doubly linked list of ten million nodes, which is what no recursion
// and no search that is short of stack gets through. The heap dump goes to the file named by the argument.
package main

import (
	"log"
	"os"
)

const nodes = 10_000_000

type node struct {
	next, prev *node
	number     int
	payload    [56]byte
}

var head *node

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: list DUMP")
	}
	last := &node{}
	head = last
	for i := 1; i < nodes; i++ {
		last.next = &node{prev: last, number: i}
		last = last.next
	}
	dump(os.Args[1])
}
