package dev.godump.cli;

import dev.godump.heap.Heap;
import java.util.List;

/**
 * The heap of a command's dump, if it is open before the command runs.
 *
 * @param warnings about the dump and its executable
 */
record OpenHeap(Heap heap, List<String> warnings) {}
