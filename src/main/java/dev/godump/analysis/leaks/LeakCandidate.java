package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.Optional;

/**
 * A suspect as the search finds it, before it has a name and a cause.
 *
 * @param nodes the nodes of the dominator tree that it consists of, mostly one; none is below
 *     another
 * @param retained bytes that would be garbage without them
 * @param similar the largest group of similar objects in it
 * @param structure the map or channel that it is, if recognized
 */
record LeakCandidate(
    Kind kind,
    IntList nodes,
    long retained,
    Optional<SimilarObjects> similar,
    Optional<RecognizedStructure> structure) {

  /** The only node, or the first of several. */
  int node() {
    return nodes.getInt(0);
  }
}
