/**
 * A heap as a V8 heap snapshot, for Chrome's DevTools. The package writes JSON; which objects it
 * writes is decided in export.
 */
package dev.godump.export.heapsnapshot;
