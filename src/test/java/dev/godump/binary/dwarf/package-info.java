/** Tests of reading DWARF, and a writer of small DWARF for them. */
package dev.godump.binary.dwarf;
