package dev.godump.types.inference;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings of a scan, in order. Each is a long: the index of a candidate if it is not negative;
 * else the id of an object above an entry of the typing cache, or of an object to scan again. Not
 * thread-safe.
 */
final class ScanFindings {
  private static final int OBJECT_SHIFT = 24;
  private static final long RESCAN = 1L << 62;
  private static final int ENTRY_MASK = (1 << OBJECT_SHIFT) - 1;

  /** Receives findings in order. */
  interface Visitor {
    /** An object may have values of a new candidate. */
    void candidate(long location, Candidate candidate) throws IOException;

    /** An object may start with values of a cached candidate, see {@link TypingCache}. */
    void cachedCandidate(int object, int entry) throws IOException;

    /** An object's references could not all be followed without changing anything. */
    void rescan(int object) throws IOException;
  }

  private final LongArrayList findings = new LongArrayList();
  private final LongArrayList locationByCandidate = new LongArrayList();
  private final List<Candidate> candidates = new ArrayList<>();

  void clear() {
    findings.clear();
    locationByCandidate.clear();
    candidates.clear();
  }

  void addCandidate(long location, Candidate candidate) {
    findings.add(candidates.size());
    locationByCandidate.add(location);
    candidates.add(candidate);
  }

  void addCachedCandidate(int object, int entry) {
    findings.add(Long.MIN_VALUE | (long) object << OBJECT_SHIFT | entry);
  }

  void addRescan(int object) {
    findings.add(Long.MIN_VALUE | RESCAN | (long) object << OBJECT_SHIFT);
  }

  void forEach(Visitor visitor) throws IOException {
    for (int i = 0; i < findings.size(); i++) {
      long finding = findings.getLong(i);
      int object = (int) (finding >>> OBJECT_SHIFT) & Integer.MAX_VALUE;
      if (finding >= 0) {
        int index = (int) finding;
        visitor.candidate(locationByCandidate.getLong(index), candidates.get(index));
      } else if ((finding & RESCAN) != 0) {
        visitor.rescan(object);
      } else {
        visitor.cachedCandidate(object, (int) finding & ENTRY_MASK);
      }
    }
  }
}
