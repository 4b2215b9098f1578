//go:build second
// +build second

package main

// Another build has other variables and functions, so that all addresses differ.

type extra struct {
	next *extra
	id   int
}

var (
	aFirst  = map[int]string{}
	zLast   []*extra
	between *extra
)

func started() {
	for i := 0; i < 20; i++ {
		aFirst[i] = "extra"
		zLast = append(zLast, &extra{id: i})
		between = &extra{between, i}
	}
}
