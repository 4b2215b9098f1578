/**
 * What blocked goroutines wait for: the kind of wait, and the channels, locks and other objects by
 * which they can be woken. Not whether anything will wake them.
 */
package dev.godump.analysis.waits;
