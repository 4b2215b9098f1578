package dev.godump.heap.roots;

import dev.godump.graph.HeapGraph;
import dev.godump.types.program.RootNames;
import java.util.BitSet;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Separates package variables of the runtime from the program's. The runtime's own lists, such as
 * that of all pools, lead to an object without telling who holds it.
 */
public final class RuntimeGlobals {
  /** The lists of all pools of package sync: allPools, and oldPools with the victims. */
  private static final Pattern ALL_POOLS = Pattern.compile("sync\\.(?:all|old)Pools\\b.*");

  private RuntimeGlobals() {}

  /**
   * Whether a package variable is the runtime's own. Package unique drops values that no handle
   * refers to.
   */
  public static boolean isRuntime(String variable) {
    return variable.startsWith("runtime.") || variable.startsWith("unique.");
  }

  /** The roots that are variables of the runtime's own lists, as far as names are known. */
  public static BitSet roots(HeapGraph graph, Optional<RootNames> names) {
    BitSet found = new BitSet();
    for (int root = 0; names.isPresent() && root < graph.roots().count(); root++) {
      if (graph.roots().isGlobal(root)) {
        String variable = RootLabel.of(graph, names, root).variable();
        found.set(root, isRuntime(variable) || ALL_POOLS.matcher(variable).matches());
      }
    }
    return found;
  }
}
