/**
 * One class for one foreign format. A format takes a graph and writes bytes; it knows nothing of
 * terminals, of files and of how it was asked for.
 */
package dev.godump.export;
