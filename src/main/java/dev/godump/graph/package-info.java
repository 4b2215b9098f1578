/**
 * The indexed object graph of one dump: objects, edges, roots, goroutines and the other records of
 * the dump, built once and read-only afterwards. It answers look-ups; the packages that use it
 * interpret them.
 */
package dev.godump.graph;
