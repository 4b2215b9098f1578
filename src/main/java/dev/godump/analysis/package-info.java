/**
 * One class for one question. An analysis takes a graph and returns a record; it prints nothing and
 * opens no file.
 */
package dev.godump.analysis;
