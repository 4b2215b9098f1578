/**
 * What blocked goroutines wait for: the kind of wait, and the channels, locks and other objects by
 * which they can be woken, and whether anything that still runs reaches these.
 */
package dev.godump.analysis.waits;
