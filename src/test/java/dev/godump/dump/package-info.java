/**
 * Dumps for tests: written by hand record by record, made from a line of text, or kept under {@code
 * testdata}. Nothing here tests anything.
 */
package dev.godump.dump;
