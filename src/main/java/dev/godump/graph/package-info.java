/**
 * The indexed object graph of one dump: objects, edges, roots, goroutines and what else the dump
 * holds, built once and read-only after. It answers look-ups; what they mean is for the packages
 * below.
 */
package dev.godump.graph;
