/**
 * A running process of Linux: stops it, copies its memory, and lets it go on. Knows nothing of Go.
 */
package dev.godump.core.live;
