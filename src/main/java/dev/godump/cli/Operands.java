package dev.godump.cli;

import dev.godump.analysis.AddressSpace;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;

/** Finds in a dump what a command line names. */
final class Operands {
  private Operands() {}

  /**
   * The object that has a byte at an address.
   *
   * @throws OperandException if none has; the message says what lies there instead
   */
  static int object(HeapGraph graph, long address) throws OperandException {
    int object = graph.objects().find(address);
    if (object < 0) {
      String there = new AddressSpace(graph).describe(address);
      throw new OperandException(
          "no object at 0x" + Long.toHexString(address) + " (" + there + "); godump objects lists all");
    }
    return object;
  }
}
