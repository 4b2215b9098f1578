/**
 * DWARF 2 to 5 as Go's compiler and linker write it, and C's compilers for cgo: types, global
 * variables, and the locations of local variables. Nothing in the sections is trusted: damaged
 * entries are left out and reported by {@link dev.godump.binary.dwarf.Dwarf#warnings}.
 */
package dev.godump.binary.dwarf;
