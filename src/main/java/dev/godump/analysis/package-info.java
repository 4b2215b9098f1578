/**
 * Questions about a heap, one class each. An analysis takes a heap and returns a record; it prints
 * nothing and opens no file.
 */
package dev.godump.analysis;
