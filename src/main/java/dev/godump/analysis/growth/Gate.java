package dev.godump.analysis.growth;

import dev.godump.heap.histogram.Amount;
import java.util.List;

/** A limit on growth that a comparison of dumps must meet. */
public sealed interface Gate {

  /** The limit as the user wrote it. */
  String text();

  /** The amount as the user wrote it, in the user's unit. */
  default String limitText() {
    String amount =
        text().substring(Math.max(text().lastIndexOf('='), text().lastIndexOf(' ')) + 1);
    return amount.startsWith("+") ? amount.substring(1) : amount;
  }

  /** The most that may be added from the first dump to the last. */
  Limit limit();

  /** Checks a comparison against the limit. */
  Verdict judge(Growth growth);

  /**
   * A limit to growth.
   *
   * @param amount in bytes, goroutines, or percent of the amount in the first dump
   */
  record Limit(double amount, boolean isPercent) {
    /** A limit in bytes or goroutines. */
    public static Limit of(long amount) {
      return new Limit(amount, false);
    }

    /** A limit in percent of the amount in the first dump. */
    public static Limit ofPercent(double percent) {
      return new Limit(percent, true);
    }

    boolean isExceeded(long before, long after) {
      return after - before > (isPercent ? before * amount / 100 : amount);
    }
  }

  /** Limits the bytes of all objects. */
  record HeapGate(String text, Limit limit) implements Gate {
    @Override
    public Verdict judge(Growth growth) {
      List<Amount> heap = growth.heap();
      return Verdict.of(this, growth, heap.get(0).bytes(), heap.get(heap.size() - 1).bytes(), true);
    }
  }

  /**
   * Limits the bytes of a type, shape or global. The name must match in full; if none does, it
   * matches all names that end with it after a dot or slash.
   */
  record NameGate(String text, String name, Limit limit) implements Gate {
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

  /** Limits the number of goroutines, those of the runtime included. */
  record GoroutineGate(String text, Limit limit) implements Gate {
    @Override
    public Verdict judge(Growth growth) {
      List<Long> goroutines = growth.goroutines();
      return Verdict.of(
          this, growth, goroutines.get(0), goroutines.get(goroutines.size() - 1), true);
    }
  }

  /** Outcomes of a check. */
  enum Outcome {
    PASSED,
    FAILED,
    /** A dump was truncated before its roots, so it may lack objects and goroutines. */
    UNKNOWN
  }

  /**
   * A comparison checked against a gate.
   *
   * @param before bytes or goroutines in the first dump; meaningless if the outcome is unknown
   * @param after bytes or goroutines in the last dump
   * @param found whether any dump has the name
   */
  record Verdict(Gate gate, Outcome outcome, long before, long after, boolean found) {
    static Verdict of(Gate gate, Growth growth, long before, long after, boolean found) {
      if (!growth.unknownLiveness().isEmpty()) {
        return new Verdict(gate, Outcome.UNKNOWN, before, after, found);
      }
      Outcome outcome = gate.limit().isExceeded(before, after) ? Outcome.FAILED : Outcome.PASSED;
      return new Verdict(gate, outcome, before, after, found);
    }

    /** The growth, negative if it shrank. */
    public long added() {
      return after - before;
    }
  }
}
