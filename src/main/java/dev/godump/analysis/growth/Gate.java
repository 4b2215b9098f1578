package dev.godump.analysis.growth;

import dev.godump.heap.histogram.Amount;
import java.util.List;

/** A limit to growth that a comparison of dumps is held to. */
public sealed interface Gate {

  /** How it was asked for. */
  String text();

  /** The most that may have been added from the first dump to the last. */
  long limit();

  /** Holds a comparison to the limit. */
  Verdict judge(Growth growth);

  /** Bytes of all objects. */
  record HeapGate(String text, long limit) implements Gate {
    @Override
    public Verdict judge(Growth growth) {
      List<Amount> heap = growth.heap();
      return Verdict.of(this, growth, heap.get(0).bytes(), heap.get(heap.size() - 1).bytes(), true);
    }
  }

  /**
   * Bytes of what has a name: a type, a shape or a global. The whole name, or if none has that, all
   * names that end with it behind a dot or a slash.
   */
  record NameGate(String text, String name, long limit) implements Gate {
    @Override
    public Verdict judge(Growth growth) {
      List<Growth.Row> named =
          growth.rows().stream()
              .filter(
                  row -> row.dimension() == Dimension.TYPE || row.dimension() == Dimension.GLOBAL)
              .toList();
      List<Growth.Row> meant = named.stream().filter(row -> row.key().equals(name)).toList();
      if (meant.isEmpty()) {
        meant =
            named.stream()
                .filter(row -> row.key().endsWith("." + name) || row.key().endsWith("/" + name))
                .toList();
      }
      long before = meant.stream().mapToLong(row -> row.before().bytes()).sum();
      long after = meant.stream().mapToLong(row -> row.after().bytes()).sum();
      return Verdict.of(this, growth, before, after, !meant.isEmpty());
    }
  }

  /** Goroutines, those of the runtime included. */
  record GoroutineGate(String text, long limit) implements Gate {
    @Override
    public Verdict judge(Growth growth) {
      List<Long> goroutines = growth.goroutines();
      return Verdict.of(
          this, growth, goroutines.get(0), goroutines.get(goroutines.size() - 1), true);
    }
  }

  /** What became of a gate. */
  enum Outcome {
    PASSED,
    FAILED,
    /** A dump was cut before its roots, and so may lack objects and goroutines. */
    UNKNOWN
  }

  /**
   * A comparison held to a gate.
   *
   * @param before in the first dump, bytes or goroutines; means nothing where the outcome is
   *     unknown
   * @param after in the last
   * @param found whether any dump has what the gate names
   */
  record Verdict(Gate gate, Outcome outcome, long before, long after, boolean found) {
    static Verdict of(Gate gate, Growth growth, long before, long after, boolean found) {
      if (!growth.unknownLiveness().isEmpty()) {
        return new Verdict(gate, Outcome.UNKNOWN, before, after, found);
      }
      Outcome outcome = after - before > gate.limit() ? Outcome.FAILED : Outcome.PASSED;
      return new Verdict(gate, outcome, before, after, found);
    }

    /** What was added. */
    public long added() {
      return after - before;
    }
  }
}
