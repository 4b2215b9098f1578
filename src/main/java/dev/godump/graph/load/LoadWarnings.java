package dev.godump.graph.load;

import dev.godump.format.MemStats;
import dev.godump.format.ReadOutcome;
import dev.godump.graph.ObjectTable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the warnings about what a graph lacks: sentences for the user. */
final class LoadWarnings {
  private final List<String> warnings = new ArrayList<>();

  private LoadWarnings() {}

  /** Writes those about the end of the dump. */
  static List<String> of(ReadOutcome outcome) {
    LoadWarnings all = new LoadWarnings();
    all.add(outcome);
    return List.copyOf(all.warnings);
  }

  /**
   * @param table of all objects that were kept
   * @param memStats null if the dump was truncated before them
   */
  static List<String> of(
      ReadOutcome outcome,
      ObjectCollector objects,
      ObjectTable table,
      @Nullable MemStats memStats) {
    LoadWarnings all = new LoadWarnings();
    all.add(outcome);
    all.add(objects);
    if (memStats != null && memStats.get("HeapObjects") != table.count()) {
      all.warnings.add(
          String.format(
              "the dump has %,d objects, but its MemStats.HeapObjects is %,d",
              table.count(), new BigInteger(Long.toUnsignedString(memStats.get("HeapObjects")))));
    }
    return List.copyOf(all.warnings);
  }

  private void add(ReadOutcome outcome) {
    outcome.problem().ifPresent(problem -> warnings.add(problem + "; all before that was used"));
    if (outcome.trailing()) {
      warnings.add(
          "bytes follow the dump's end mark at byte " + outcome.end() + "; they were not read");
    }
  }

  private void add(ObjectCollector objects) {
    add(objects.impossible(), "object records with an impossible address or size, left out");
    add(objects.overlapping(), "objects that overlap others, left out");
    add(
        objects.unwritten(),
        "pointer fields in bytes that Go's writer cuts off (contents of 2 GiB and more)");
    add(objects.outside(), "pointer fields outside their object, left out");
    add(objects.droppedPointers(), "pointers to more than 65,536 arenas, left out");
    add(objects.guessed(), "slots that may or may not be objects, decided by their bytes");
  }

  private void add(long count, String what) {
    if (count > 0) {
      warnings.add(String.format("%s: %,d", what, count));
    }
  }
}
