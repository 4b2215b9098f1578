/**
 * A heap as weighted stacks, for flame graphs: by path from a root, by dominators or by allocation.
 * The file formats are in export.
 */
package dev.godump.analysis.stacks;
