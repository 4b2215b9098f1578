/**
 * What all reports share: the text writer, tables, amounts, JSON and the escaping of names for
 * terminals. Knows nothing of heaps.
 */
package dev.godump.report.text;
