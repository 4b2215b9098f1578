/** Writes a heap as a V8 heap snapshot, for Chrome DevTools. */
package dev.godump.export.heapsnapshot;
