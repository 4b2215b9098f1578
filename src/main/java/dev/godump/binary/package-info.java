/**
 * The executable that wrote a dump, by what is read from it: the file, the runtime's tables, the
 * type descriptors, DWARF. Nothing here knows heap dumps; addresses are the file's own, before any
 * slide.
 */
package dev.godump.binary;
