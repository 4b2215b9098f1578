/** Go values as text and JSON. Values are read in types.value; here they are only written. */
package dev.godump.report.value;
