/**
 * The tables that the Go linker writes for the runtime: module data, functions with their lines and
 * inlined calls, the build record. Knows nothing of types.
 */
package dev.godump.binary.runtime;
