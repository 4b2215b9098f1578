package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.types.layout.RecognizedStructure;
import java.util.Optional;

/**
 * A suspect as the search finds it, before its path and cause are known.
 *
 * @param node of the dominator tree that stands for it
 * @param retained bytes that would be garbage without it
 * @param similar the largest group of similar objects in it
 * @param structure the map or channel that it is, if recognized
 */
record LeakCandidate(
    Kind kind,
    int node,
    long retained,
    Optional<SimilarObjects> similar,
    Optional<RecognizedStructure> structure) {}
