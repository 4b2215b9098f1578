package dev.godump.heap.roots;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.Program;
import dev.godump.types.value.Label;
import dev.godump.types.value.LabelReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pprof labels of all goroutines. Goroutines with equal labels share a set. Immutable. */
public final class GoroutineLabels {

  /**
   * The labels of some goroutines.
   *
   * @param labels sorted by key; empty if they are unknown
   */
  public record LabelSet(Optional<List<Label>> labels) implements Comparable<LabelSet> {
    private static final LabelSet NONE = new LabelSet(Optional.of(List.of()));

    /** Compares label by label; sets that are unknown follow. */
    @Override
    public int compareTo(LabelSet other) {
      if (labels.isEmpty() || other.labels.isEmpty()) {
        return Boolean.compare(labels.isEmpty(), other.labels.isEmpty());
      }
      List<Label> mine = labels.get();
      List<Label> others = other.labels.get();
      for (int i = 0; i < Math.min(mine.size(), others.size()); i++) {
        int byLabel = mine.get(i).compareTo(others.get(i));
        if (byLabel != 0) {
          return byLabel;
        }
      }
      return Integer.compare(mine.size(), others.size());
    }

    /** Whether there are no labels. */
    public boolean isEmpty() {
      return equals(NONE);
    }

    private LabelSet withKey(String key) {
      return new LabelSet(
          labels.map(
              all ->
                  all.stream()
                      .filter(label -> label.key().isKnown() && label.key().text().equals(key))
                      .toList()));
    }

    /** Whether all texts are known. */
    public boolean isKnown() {
      return labels.isPresent()
          && labels.get().stream().allMatch(l -> l.key().isKnown() && l.value().isKnown());
    }
  }

  private final boolean available;
  private final int[] setByGoroutine;
  private final List<LabelSet> sets;

  private GoroutineLabels(boolean available, int[] setByGoroutine, List<LabelSet> sets) {
    this.available = available;
    this.setByGoroutine = setByGoroutine;
    this.sets = sets;
  }

  /**
   * Reads the labels.
   *
   * @param program that wrote the dump, if known; the texts of constants are read from it
   */
  public static GoroutineLabels of(HeapGraph graph, Optional<Program> program) throws IOException {
    LabelReader reader = new LabelReader(graph, program);
    List<Goroutine> goroutines = graph.process().goroutines();
    Map<LabelSet, Integer> numberBySet = new LinkedHashMap<>();
    int[] setByGoroutine = new int[goroutines.size()];
    for (int i = 0; i < setByGoroutine.length; i++) {
      LabelSet set = new LabelSet(reader.labelsOf(goroutines.get(i)));
      setByGoroutine[i] = numberBySet.computeIfAbsent(set, s -> numberBySet.size());
    }
    return new GoroutineLabels(
        reader.isAvailable(), setByGoroutine, new ArrayList<>(numberBySet.keySet()));
  }

  /** Whether the release of Go that wrote the dump is known, and has labels. */
  public boolean isAvailable() {
    return available;
  }

  /** The number of different sets, among them the empty one. */
  public int count() {
    return sets.size();
  }

  /** A set by its number, from 0. */
  public LabelSet get(int set) {
    return sets.get(set);
  }

  /**
   * The number of the set of a goroutine.
   *
   * @param goroutine its index in the process's list
   */
  public int setOf(int goroutine) {
    return setByGoroutine[goroutine];
  }

  /** The same goroutines with the label of one key only. */
  public GoroutineLabels withKey(String key) {
    Map<LabelSet, Integer> numberBySet = new LinkedHashMap<>();
    int[] setByGoroutine = new int[this.setByGoroutine.length];
    for (int i = 0; i < setByGoroutine.length; i++) {
      LabelSet set = get(setOf(i)).withKey(key);
      setByGoroutine[i] = numberBySet.computeIfAbsent(set, s -> numberBySet.size());
    }
    return new GoroutineLabels(available, setByGoroutine, new ArrayList<>(numberBySet.keySet()));
  }
}
