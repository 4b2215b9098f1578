// Maps builds a heap of alike objects in a thousand maps of one global array, as a sharded cache
// has them, next to nine million objects of other kinds that several slices share. The heap dump
// goes to the file named by the argument.
package main

import (
	"log"
	"math/rand"
	"os"
	"strconv"
)

const (
	shards  = 1000
	entries = 1000 // in each shard
	records = 3_000_000
)

type session struct {
	id    int
	user  *string
	state [3]uint64
}

type record struct {
	key   string
	value *value
	next  *record
}

type value struct {
	amount float64
	count  int
	parent *record
}

var (
	cache   [shards]map[int]*session
	all     []*record
	byValue []*value
	user    = "someone"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: maps FILE")
	}
	random := rand.New(rand.NewSource(1))
	for i := range cache {
		cache[i] = map[int]*session{}
		for j := 0; j < entries; j++ {
			id := i*entries + j
			cache[i][id] = &session{id: id, user: &user}
		}
	}
	for i := 0; i < records; i++ {
		r := &record{key: strconv.Itoa(1_000_000 + i), value: &value{amount: random.Float64(), count: i}}
		if i > 0 && random.Intn(8) > 0 {
			r.next = all[random.Intn(i)]
			r.value.parent = all[i-1]
		}
		all = append(all, r)
		byValue = append(byValue, r.value)
	}
	dump(os.Args[1])
}
