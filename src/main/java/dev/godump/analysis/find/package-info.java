/**
 * Searches a dump for bytes, without a graph, and finds what has them and what keeps that alive.
 */
package dev.godump.analysis.find;
