package dev.godump.graph;

import dev.godump.format.FileRange;
import dev.godump.format.ReadOutcome;
import dev.godump.format.RecordKind;
import java.util.List;
import java.util.Map;

/**
 * How the reading of a dump went.
 *
 * @param records how many records of each kind there are, phantom objects included
 * @param phantoms object records of slots that hold no object, which were dropped
 * @param ending whether the dump was complete
 * @param roots how much of the roots was there
 * @param warnings what a person must know, a sentence each
 * @param others where the records lie that are neither objects' nor goroutines'; empty if that
 *     can't be told
 */
public record LoadResult(
    Map<RecordKind, Long> records,
    long phantoms,
    ReadOutcome outcome,
    RootsRead rootsRead,
    List<String> warnings,
    List<FileRange> otherRanges) {

  /** How much of the roots was read, and so what can be said of objects being live. */
  public enum RootsRead {
    /** All: an object is live or it is not. */
    ALL,
    /** Segments and frames, but not all finalizers: an object that seems dead may be live. */
    MOST,
    /** The dump was cut before its segments: nothing can be said. */
    TOO_FEW
  }
}
