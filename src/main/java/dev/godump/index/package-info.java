/**
 * The container of an index file: sections of bytes, columns of numbers and rows of numbers in
 * checksummed blocks, and the directory that such files are kept in. What the numbers mean is known
 * to the classes that write and read them.
 */
package dev.godump.index;
