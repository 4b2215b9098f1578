// Plugin main keeps objects in a variable, and blocks a goroutine.
package main

import (
	"fmt"
	"os"
)

type thing struct {
	next *thing
	name string
	big  [20]*thing
}

var things *thing

func Make(n int) {
	for i := 0; i < n; i++ {
		things = &thing{next: things, name: fmt.Sprint("thing ", i)}
	}
}

func Block(ch chan int) {
	t := &thing{name: "blocked"}
	<-ch
	fmt.Fprintln(os.Stderr, t.name, things.name)
}

func main() {}
