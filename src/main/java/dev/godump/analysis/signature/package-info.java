/**
 * Names for parts of a heap that are the same in every process of one program. What a part may be,
 * such as a leak, is for other packages.
 */
package dev.godump.analysis.signature;
