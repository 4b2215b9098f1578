// Slices builds a heap of nine million small objects that four huge slices of pointers hold: one in the
// order in which they were allocated, two shuffled, one of a few objects over and over. So a handful of
// objects have millions of pointers each, and most objects have several referrers. The heap dump goes to
// the file named by the argument.
package main

import (
	"log"
	"math/rand"
	"os"
)

const (
	objects = 9_000_000
	few     = 100
)

type thing struct {
	number int
	other  *thing
	rest   [32]byte
}

var (
	random                           = rand.New(rand.NewSource(1))
	inOrder, shuffled, half, popular []*thing
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: slices DUMP")
	}
	inOrder = make([]*thing, objects)
	for i := range inOrder {
		inOrder[i] = &thing{number: i}
		if i > 0 && i%3 == 0 {
			inOrder[i].other = inOrder[random.Intn(i)]
		}
	}
	shuffled = make([]*thing, objects)
	for i, j := range random.Perm(objects) {
		shuffled[i] = inOrder[j]
	}
	half = make([]*thing, objects/2)
	copy(half, shuffled[objects/4:])
	popular = make([]*thing, objects/4)
	for i := range popular {
		popular[i] = inOrder[random.Intn(few)]
	}
	// half of them are held by the shuffled slices alone
	clear(inOrder[objects/2:])
	dump(os.Args[1])
}
