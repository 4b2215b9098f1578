// Program layouts prints what a reader of core files has to know of one release of Go's runtime:
// offsets of fields, numbers and texts, as the DWARF of a program built by that release has them.
package main

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"sort"
	"strings"
)

// fields are those that godump reads, by structure. What a release doesn't have is left out.
var fields = map[string][]string{
	"runtime.mheap":            {"allspans", "sweepgen", "arenas"},
	"runtime.mspan":            {"startAddr", "npages", "state", "nelems", "freeindex", "freeIndexForScan", "allocBits", "gcmarkBits", "sweepgen", "spanclass", "elemsize", "largeType", "specials", "allocCount"},
	"runtime.heapArena":        {"bitmap", "noMorePtrs"},
	"runtime.special":          {"next", "offset", "kind"},
	"runtime.specialfinalizer": {"fn", "fint", "ot"},
	"runtime.specialprofile":   {"b"},
	"runtime.specialCleanup":   {"fn", "cleanup"},
	"runtime.specialWeakHandle": {"handle"},
	"runtime.cleanupFn":        {"call", "fn", "arg"},
	"runtime.finblock":         {"alllink", "cnt", "fin"},
	"runtime.finBlock":         {"alllink", "cnt", "fin"},
	"runtime.finalizer":        {"fn", "arg", "fint", "ot"},
	"runtime.g":                {"stack", "m", "sched", "syscallsp", "syscallpc", "goid", "atomicstatus", "gopc", "startpc", "waitsince", "waitreason", "_panic", "_defer"},
	"runtime.gobuf":            {"sp", "pc", "ctxt"},
	"runtime.stack":            {"lo", "hi"},
	"runtime.m":                {"g0", "gsignal", "id", "procid", "alllink", "vdsoSP", "vdsoPC"},
	"runtime._defer":           {"sp", "pc", "fn", "link"},
	"runtime._panic":           {"arg", "link"},
	"runtime.moduledata":       {"gcdatamask", "gcbssmask", "next"},
	"runtime.itabTableType":    {"size", "count", "entries"},
	"runtime.bucket":           {"allnext", "typ", "size", "nstk"},
	"runtime.mstats":           {"last_gc_unix", "pause_total_ns", "pause_ns", "numgc"},
	"runtime.memRecord":        {"active"},
	"runtime.memRecordCycle":   {"allocs", "frees"},
}

var constants = []string{
	"_KindSpecialFinalizer", "_KindSpecialProfile", "_KindSpecialCleanup", "_KindSpecialWeakHandle", "_KindSpecialReachable",
	"_Gidle", "_Gdead", "_Gdeadextra", "_Gscan",
}

func main() {
	file, err := elf.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	data, err := file.DWARF()
	if err != nil {
		log.Fatal(err)
	}
	var lines, waits []string
	done := map[string]bool{}
	entries := data.Reader()
	for {
		entry, err := entries.Next()
		if err != nil {
			log.Fatal(err)
		}
		if entry == nil {
			break
		}
		name, _ := entry.Val(dwarf.AttrName).(string)
		switch entry.Tag {
		case dwarf.TagStructType:
			if wanted, ok := fields[name]; ok && !done[name] {
				done[name] = true
				lines = append(lines, structure(data, entry, name, wanted)...)
			}
		case dwarf.TagConstant:
			for _, constant := range constants {
				if name == "runtime."+constant {
					lines = append(lines, fmt.Sprintf("const %s %v", constant, entry.Val(dwarf.AttrConstValue)))
				}
			}
		case dwarf.TagVariable:
			if name == "runtime.waitReasonStrings" {
				waits = texts(file, data, entry)
			}
		}
	}
	sort.Strings(lines)
	for _, line := range append(lines, waits...) {
		fmt.Println(line)
	}
}

func structure(data *dwarf.Data, entry *dwarf.Entry, name string, wanted []string) []string {
	t, err := data.Type(entry.Offset)
	if err != nil {
		log.Fatal(err)
	}
	// finblock is finBlock since Go 1.25
	short := strings.Replace(strings.TrimPrefix(name, "runtime."), "finBlock", "finblock", 1)
	lines := []string{fmt.Sprintf("size %s %d", short, t.Size())}
	for _, field := range t.(*dwarf.StructType).Field {
		for _, each := range wanted {
			if field.Name == each {
				lines = append(lines, fmt.Sprintf("field %s.%s %d %d", short, each, field.ByteOffset, field.Type.Size()))
			}
		}
	}
	return lines
}

// texts reads an array of strings by the address in a variable's location.
func texts(file *elf.File, data *dwarf.Data, entry *dwarf.Entry) []string {
	location := entry.Val(dwarf.AttrLocation).([]byte)
	address := binary.LittleEndian.Uint64(location[1:])
	t, err := data.Type(entry.Val(dwarf.AttrType).(dwarf.Offset))
	if err != nil {
		log.Fatal(err)
	}
	var lines []string
	for i := int64(0); i < t.Size()/16; i++ {
		header := read(file, address+uint64(16*i), 16)
		text := read(file, binary.LittleEndian.Uint64(header), binary.LittleEndian.Uint64(header[8:]))
		lines = append(lines, strings.TrimRight(fmt.Sprintf("wait %d %s", i, text), " "))
	}
	return lines
}

func read(file *elf.File, address, length uint64) []byte {
	for _, p := range file.Progs {
		if p.Type == elf.PT_LOAD && address >= p.Vaddr && address+length <= p.Vaddr+p.Filesz {
			bytes := make([]byte, length)
			if _, err := p.ReadAt(bytes, int64(address-p.Vaddr)); err != nil {
				log.Fatal(err)
			}
			return bytes
		}
	}
	return make([]byte, length)
}
