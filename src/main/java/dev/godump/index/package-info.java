/**
 * The container of an index file: sections of bytes, columns of numbers and rows of numbers in
 * checksummed blocks, and the directory of such files. Only the classes that write and read the
 * numbers know what they mean.
 */
package dev.godump.index;
