/**
 * Bytes: files of any size mapped in windows, compressed and piped input, varints. Nothing here
 * knows what a heap dump is.
 */
package dev.godump.io;
