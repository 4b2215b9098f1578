/**
 * A heap as a Java heap dump (HPROF), for tools that read those. The package writes records; which
 * objects it writes is decided in export.
 */
package dev.godump.export.hprof;
