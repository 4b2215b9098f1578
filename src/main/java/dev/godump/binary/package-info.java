/**
 * The executable that wrote a dump: the file format, the runtime's tables, type descriptors and
 * DWARF. Nothing here knows heap dumps. Addresses are the file's own, before any slide.
 */
package dev.godump.binary;
