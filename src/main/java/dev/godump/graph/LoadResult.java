package dev.godump.graph;

import dev.godump.format.FileRange;
import dev.godump.format.ReadOutcome;
import dev.godump.format.RecordKind;
import dev.godump.index.Coded;
import java.util.List;
import java.util.Map;

/**
 * How loading a dump went.
 *
 * @param records number of records of each kind, phantom objects included
 * @param phantoms object records of slots that hold no object, which were dropped
 * @param outcome whether the dump was complete
 * @param rootsRead how much of the roots was read
 * @param warnings sentences for the user
 * @param otherRanges ranges of records other than objects' and goroutines'; empty if unknown
 */
public record LoadResult(
    Map<RecordKind, Long> records,
    long phantoms,
    ReadOutcome outcome,
    RootsRead rootsRead,
    List<String> warnings,
    List<FileRange> otherRanges) {

  /** How much of the roots was read, and thus whether liveness is known. */
  public enum RootsRead implements Coded {
    /** All: every object is known to be live or dead. */
    ALL(0),
    /** Segments and frames, but not all finalizers: an object that seems dead may be live. */
    MOST(1),
    /** The dump was truncated before its segments: liveness is unknown. */
    TOO_FEW(2);

    private final int code;

    RootsRead(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }
}
