/**
 * DWARF 2 to 5 as Go's compiler and linker write it (and C's, where a program has both): types,
 * global variables, and where the variables of a function lie. Nothing in the sections is trusted;
 * what is damaged has no answer, and {@link dev.godump.binary.dwarf.Dwarf#warnings} says so.
 */
package dev.godump.binary.dwarf;
