/** The text writer, tables, amounts and JSON that all reports share. Knows nothing about heaps. */
package dev.godump.report.text;
