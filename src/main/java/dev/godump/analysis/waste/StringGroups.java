package dev.godump.analysis.waste;

import dev.godump.types.Certainty;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts of strings and byte slices by content, in columns. Contents are numbered from 0 and known
 * by their hash. Not thread-safe.
 */
final class StringGroups {
  /** What {@link #find} returns for a new content. */
  static final int NONE = -1;

  private final Long2IntOpenHashMap contentByHash = new Long2IntOpenHashMap();
  private final IntArrayList firstObjectByContent = new IntArrayList();
  private final IntArrayList starts = new IntArrayList();
  private final IntArrayList lengths = new IntArrayList();
  private final IntArrayList copies = new IntArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private final LongArrayList largest = new LongArrayList();
  private final List<Strings.Kind> kinds = new ArrayList<>();
  private final List<Certainty> certainties = new ArrayList<>();

  StringGroups() {
    contentByHash.defaultReturnValue(NONE);
  }

  /** Returns the index of a content, or {@link #NONE}. */
  int find(long hash) {
    return contentByHash.get(hash);
  }

  /** Adds a content that {@link #find} doesn't know. */
  int add(long hash, Strings.Kind kind, int object, int start, int length) {
    int content = firstObjectByContent.size();
    contentByHash.put(hash, content);
    firstObjectByContent.add(object);
    starts.add(start);
    lengths.add(length);
    copies.add(0);
    bytes.add(0);
    largest.add(0);
    kinds.add(kind);
    certainties.add(Certainty.EXACT);
    return content;
  }

  /**
   * Counts one copy of a content.
   *
   * @param taken bytes that would be free without this copy
   */
  void count(int content, long taken, Certainty certainty) {
    copies.set(content, copies.getInt(content) + 1);
    bytes.set(content, bytes.getLong(content) + taken);
    largest.set(content, Math.max(largest.getLong(content), taken));
    if (certainty.compareTo(certainties.get(content)) > 0) {
      certainties.set(content, certainty);
    }
  }

  /** Returns the number of contents. */
  int count() {
    return firstObjectByContent.size();
  }

  int object(int content) {
    return firstObjectByContent.getInt(content);
  }

  int start(int content) {
    return starts.getInt(content);
  }

  int length(int content) {
    return lengths.getInt(content);
  }

  int copies(int content) {
    return copies.getInt(content);
  }

  long bytes(int content) {
    return bytes.getLong(content);
  }

  /** Returns the bytes of all copies but the largest. */
  long wasted(int content) {
    return bytes.getLong(content) - largest.getLong(content);
  }

  Strings.Kind kind(int content) {
    return kinds.get(content);
  }

  /** Returns the certainty of the least certain copy. */
  Certainty certainty(int content) {
    return certainties.get(content);
  }

  /** Sorts contents, largest first; equal ones keep their order. */
  int[] sorted(int[] chosen, Strings.Order order) {
    int[] all = chosen.clone();
    IntComparator most =
        switch (order) {
          case wasted -> (a, b) -> Long.compare(wasted(b), wasted(a));
          case copies -> (a, b) -> Integer.compare(copies(b), copies(a));
          case length -> (a, b) -> Integer.compare(length(b), length(a));
        };
    IntArrays.mergeSort(all, most);
    return all;
  }
}
