package dev.godump.cli;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.Optional;

/** A dump that the command line names, and how to read it. */
interface NamedDump {
  /** Returns the dump's name on the command line, or an empty string if there is none. */
  String dump();

  /** Opens the bytes of the dump. A core file becomes a dump first. */
  Source open() throws IOException;

  /** Returns the executable with which a core file was read, if one was opened. */
  Optional<String> programOfCore();

  /** Reads the graph. */
  HeapGraph load(Source source, MemoryBudget budget) throws IOException;

  /** Where to write the answer and messages. */
  Streams streams();

  /** Says, once for each, that a search found an executable. */
  void sayUsed(String executable);

  /** Returns the heap of the dump if it is open already. */
  Optional<OpenHeap> openHeap();
}
