package dev.godump.cli;

import dev.godump.binary.dwarf.Global;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
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

/** Finds in a dump what a command line names. */
final class Operands {
  private Operands() {}

  /**
   * The object that has a byte at an address.
   *
   * @throws OperandException if none has; the message says what lies there instead
   */
  static int objectAt(HeapGraph graph, long address) throws OperandException {
    int object = graph.objects().find(address);
    if (object < 0) {
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
   * Whether an operand is the name of a variable, which has its package and a dot, and no address.
   */
  static boolean isName(String text) {
    return text.indexOf('.') > 0;
  }

  /**
   * The package variable of a name, at its address in the process.
   *
   * @throws OperandException if there is none, or no executable that tells
   */
  static Global variableNamed(HeapTypes types, String name) throws OperandException {
    if (types.rootNames().isEmpty()) {
      throw new OperandException(
          "'"
              + name
              + "' is no address; variables have names only with the executable that wrote the dump (--exe)");
    }
    return types
        .rootNames()
        .get()
        .globalNamed(name)
        .orElseThrow(
            () ->
                new OperandException(
                    "the program has no variable '"
                        + name
                        + "'; godump roots lists those that hold objects"));
  }

  /**
   * The package variable that a path begins with: of {@code main.cache.entries[3]}, {@code
   * main.cache}.
   *
   * @throws OperandException if there is none, or no executable that tells
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
   * An address in hexadecimal.
   *
   * @throws OperandException if it is none
   */
  static long parseAddress(String text) throws OperandException {
    try {
      return new AddressConverter().convert(text);
    } catch (TypeConversionException e) {
      throw new OperandException(e.getMessage());
    }
  }

  /**
   * Finds constants by their labels.
   *
   * @param noun what a constant stands for, such as a kind of record
   * @return all constants if no label is given
   * @throws OperandException if a label is not one of theirs
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
            "no "
                + noun
                + " is called '"
                + label
                + "'; there are "
                + String.join(", ", byLabel.keySet()));
      }
      found.add(byLabel.get(label));
    }
    return found;
  }

  /**
   * Checks that what is live can be told.
   *
   * @throws IOException if the dump was cut before its roots
   */
  static void requireRoots(HeapGraph graph) throws IOException {
    if (!Reachability.isKnown(graph)) {
      throw new IOException(
          "what is live, and what retains it, is unknown: the dump was cut before its roots");
    }
  }
}
