package dev.godump.cli;

import dev.godump.binary.dwarf.Global;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * Returns whether an operand is the name of a variable and not an address: such a name has its
   * package and a dot.
   */
  static boolean isName(String text) {
    return text.indexOf('.') > 0;
  }

  /**
   * Returns the package variable of a name, at its address in the process.
   *
   * @throws OperandException if there is none, or if the executable is not known
   */
  static Global variableNamed(HeapTypes types, String name) throws OperandException {
    if (types.rootNames().isEmpty()) {
      throw new OperandException(
          "'" + name + "' is not an address (expected hex); names of variables need --exe");
    }
    return types
        .rootNames()
        .get()
        .globalNamed(name)
        .orElseThrow(
            () ->
                new OperandException(
                    "the program has no variable '" + name + "'; godump roots lists variables"));
  }

  /**
   * Returns the package variable at the start of a path, such as {@code main.cache} in {@code
   * main.cache.entries[3]}.
   *
   * @throws OperandException if there is none, or if the executable is not known
   */
  static Global variableAtStartOf(HeapTypes types, String path) throws OperandException {
    int inPackage = path.lastIndexOf('/') + 1;
    int end = path.length();
    while (types.rootNames().isPresent() && end > 0 && path.indexOf('.', inPackage) < end) {
      Optional<Global> found = types.rootNames().get().globalNamed(path.substring(0, end));
      if (found.isPresent()) {
        return found.get();
      }
      end = Math.max(path.lastIndexOf('.', end - 1), path.lastIndexOf('[', end - 1));
    }
    return variableNamed(types, path);
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
