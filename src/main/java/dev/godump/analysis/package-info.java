/**
 * One class for one question: an analysis takes a heap and returns a record. It prints nothing and
 * opens no file.
 */
package dev.godump.analysis;
