/** Labels of goroutines as text and JSON. Labels are read in types.value. */
package dev.godump.report.label;
