/**
 * A heap as stacks with weights, for flame graphs: by path from a root or by dominators. The file
 * formats are in export.
 */
package dev.godump.analysis.stacks;
