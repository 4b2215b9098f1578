/**
 * Comparison of two or more dumps of one program, and gates on growth. Objects are matched by type,
 * not one by one.
 */
package dev.godump.analysis.growth;
