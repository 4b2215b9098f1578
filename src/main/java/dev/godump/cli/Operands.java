package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.AddressSpace;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Finds what operands and options name in a dump. */
final class Operands {
  private Operands() {}

  /**
   * Returns the object that contains an address.
   *
   * @throws OperandException if there is none; the message says what is at the address instead
   */
  static int objectAt(HeapGraph graph, long address) throws OperandException {
    int object = graph.objects().find(address);
    if (object == ObjectTable.NONE) {
      String there = new AddressSpace(graph).describe(address);
      throw new OperandException(
          "no object at 0x"
              + Long.toHexString(address)
              + " ("
              + there
              + "); godump objects lists all");
    }
    return object;
  }

  /**
   * Returns the heap in which an object is live.
   *
   * @param operand that names the object
   * @throws OperandException if it is live in none
   */
  static Heap holding(Heap heap, int object, String operand) throws IOException {
    switch (heap.unrecorded().parts().of(object)) {
      case MAYBE_STACK_VARIABLES ->
          throw new OperandException(
              "no recorded root leads to the object at "
                  + operand
                  + ": it is garbage, or held by a stack variable that the dump doesn't list; --exe FILE tells");
      case GARBAGE ->
          throw new OperandException(
              "the object at "
                  + operand
                  + " is garbage: nothing dominates it, and it retains nothing");
      case RECORDED, STACK_VARIABLES, CLEANUPS, UNKNOWN -> {
        return heap.unrecorded().heapOf(object);
      }
    }
    throw new AssertionError();
  }

  /**
   * Parses an address in hexadecimal.
   *
   * @throws OperandException if it is malformed
   */
  static long parseAddress(String text) throws OperandException {
    try {
      return new AddressConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new OperandException(Errors.messageOf(e));
    }
  }

  /**
   * Finds enum constants by their labels.
   *
   * @param noun what a constant stands for, such as a kind of record
   * @return the constants, or all if there are no labels
   * @throws OperandException if no constant has one of the labels
   */
  static <E extends Enum<E>> Set<E> labelled(
      String noun, List<String> labels, Class<E> type, Function<E, String> labelOf)
      throws OperandException {
    Map<String, E> byLabel = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      byLabel.put(labelOf.apply(constant), constant);
    }
    if (labels.isEmpty()) {
      return EnumSet.allOf(type);
    }
    Set<E> found = EnumSet.noneOf(type);
    for (String label : labels) {
      if (!byLabel.containsKey(label)) {
        throw new OperandException(
            "unknown "
                + noun
                + " '"
                + label
                + "'; expected one of "
                + String.join(", ", byLabel.keySet()));
      }
      found.add(byLabel.get(label));
    }
    return found;
  }

  /**
   * Checks that the dump has its roots, without which liveness is unknown.
   *
   * @throws IOException if the dump was truncated before its roots
   */
  static void requireRoots(HeapGraph graph) throws IOException {
    if (!Reachability.isKnown(graph)) {
      throw new IOException(
          "liveness and retained sizes are unknown: the dump was truncated before its roots");
    }
  }
}
