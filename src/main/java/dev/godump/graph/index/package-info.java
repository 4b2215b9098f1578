/**
 * The file that keeps what is known of a dump for later commands: sections of bytes, columns of
 * numbers and rows of numbers, each with checksums, and the directory that such files lie in. What
 * the numbers mean is for the classes that write and read them.
 */
package dev.godump.graph.index;
