/** Says which roots keep objects alive, in words and columns. */
package dev.godump.report.liveness;
