// Realistic builds the heap of a Go code analyzer: it parses and type-checks the Go standard
// library from source and keeps every syntax tree, file set, type and map of identifiers.
// It repeats this for several operating systems, with new file sets, until the live heap
// reaches the wanted size, and writes the heap dump to the file named by the argument.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

var (
	source = flag.String("source", filepath.Join(runtime.GOROOT(), "src"), "source `directory` of the standard library")
	size   = flag.Uint64("size", 780, "live heap to reach, in `MB`")
)

// program is the standard library as seen on one operating system. It is its own importer.
type program struct {
	context  build.Context
	fset     *token.FileSet
	sizes    types.Sizes
	packages map[string]*pkg
	order    []string // directories, imported ones before those that import them
	errors   []error
}

type pkg struct {
	files []*ast.File
	info  *types.Info
	types *types.Package
}

var programs []*program

func main() {
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: realistic [-source DIR] [-size MB] FILE")
	}
	root, err := filepath.EvalSymlinks(*source)
	if err != nil {
		log.Fatal(err)
	}
	dirs := directories(root)
	systems := []string{"linux", "windows", "darwin", "freebsd"}
	for i := 0; !enough(); i++ {
		p := newProgram(systems[i%len(systems)])
		programs = append(programs, p)
		for j, dir := range dirs {
			if j%10 == 0 && enough() {
				break
			}
			p.load(root, dir)
		}
		dirs = p.order // imported packages first, so that further steps are small
		fmt.Fprintln(os.Stderr, p.context.GOOS, "packages", len(p.packages), "errors", len(p.errors))
	}
	dump(flag.Arg(0))
}

// directories lists the directories of packages below root, relative to it.
func directories(root string) []string {
	var dirs []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		name := d.Name()
		if name == "testdata" || name == "cmd" || name == "builtin" || name[0] == '_' {
			return filepath.SkipDir
		}
		dir, err := filepath.Rel(root, path)
		dirs = append(dirs, dir)
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
	return dirs
}

func newProgram(system string) *program {
	context := build.Default
	context.GOOS = system
	context.GOARCH = "amd64"
	context.CgoEnabled = false
	return &program{
		context:  context,
		fset:     token.NewFileSet(),
		sizes:    types.SizesFor("gc", context.GOARCH),
		packages: map[string]*pkg{},
	}
}

// load parses and checks the package of a directory, once; a package that has no files for
// the operating system stays nil.
func (p *program) load(root, dir string) *pkg {
	if loaded, ok := p.packages[dir]; ok {
		return loaded
	}
	p.packages[dir] = nil
	defer func() { p.order = append(p.order, dir) }()
	found, err := p.context.ImportDir(filepath.Join(root, dir), 0)
	if err != nil {
		p.errors = append(p.errors, err)
		return nil
	}
	loaded := &pkg{info: &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Instances:  map[*ast.Ident]types.Instance{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Implicits:  map[ast.Node]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes:     map[ast.Node]*types.Scope{},
	}}
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(p.fset, filepath.Join(found.Dir, name), nil, parser.ParseComments)
		if err != nil {
			p.errors = append(p.errors, err)
			continue
		}
		loaded.files = append(loaded.files, file)
	}
	config := types.Config{
		Importer: importer(func(path string) (*types.Package, error) { return p.imported(root, path) }),
		Error:    func(err error) { p.errors = append(p.errors, err) },
		Sizes:    p.sizes,
	}
	loaded.types, _ = config.Check(strings.TrimPrefix(dir, "vendor/"), p.fset, loaded.files, loaded.info)
	p.packages[dir] = loaded
	return loaded
}

type importer func(path string) (*types.Package, error)

func (i importer) Import(path string) (*types.Package, error) { return i(path) }

func (p *program) imported(root, path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	dir := filepath.FromSlash(path)
	if _, err := os.Stat(filepath.Join(root, dir)); err != nil {
		dir = filepath.Join("vendor", dir)
	}
	if loaded := p.load(root, dir); loaded != nil {
		return loaded.types, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// enough tells whether the live heap has reached the wanted size.
func enough() bool {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >= *size*1_000_000
}
