package dev.godump.report;

import dev.godump.analysis.growth.Gate;
import dev.godump.analysis.growth.Gate.Verdict;
import dev.godump.analysis.growth.Growth;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import java.util.function.LongFunction;

/** Gates and their outcomes in words and as JSON. */
public final class GateText {
  private final Growth growth;

  public GateText(Growth growth) {
    this.growth = growth;
  }

  /**
   * Returns a clause such as {@code live bytes grew by 12.3 MiB (1.0 MiB → 13.3 MiB), more than
   * 10.0 MiB}.
   */
  public String reason(Verdict verdict) {
    Gate gate = verdict.gate();
    if (verdict.outcome() == Gate.Outcome.UNKNOWN) {
      return String.join(", ", growth.unknownLiveness())
          + " was truncated before its roots, so liveness is unknown";
    }
    if (!verdict.found()) {
      return "no dump has a type, shape or global of this name";
    }
    LongFunction<String> amount =
        gate instanceof Gate.GoroutineGate ? Amounts::count : Amounts::bytes;
    return what(gate)
        + (verdict.added() < 0 ? " shrank by " : " grew by ")
        + amount.apply(Math.abs(verdict.added()))
        + " ("
        + amount.apply(verdict.before())
        + " → "
        + amount.apply(verdict.after())
        + "), "
        + (verdict.outcome() == Gate.Outcome.FAILED ? "more than " : "not more than ")
        + limit(gate, amount);
  }

  /** Returns the limit as the user wrote it, or with a unit if the user wrote a plain number. */
  private static String limit(Gate gate, LongFunction<String> amount) {
    return gate.limitText().matches("\\d+")
        ? amount.apply((long) gate.limit().amount())
        : gate.limitText();
  }

  private String what(Gate gate) {
    if (gate instanceof Gate.NameGate named) {
      return named.name();
    }
    if (gate instanceof Gate.GoroutineGate) {
      return "goroutines";
    }
    return growth.liveOnly() ? "live bytes" : "bytes, garbage included,";
  }

  String line(Verdict verdict) {
    String outcome =
        switch (verdict.outcome()) {
          case PASSED -> "passed ";
          case FAILED -> "failed ";
          case UNKNOWN -> "unknown";
        };
    return "  " + outcome + "  " + verdict.gate().text() + ": " + reason(verdict);
  }

  private static Number limit(Verdict verdict) {
    double amount = verdict.gate().limit().amount();
    return verdict.gate().limit().isPercent() ? (Number) amount : (Number) (long) amount;
  }

  Json.Fields json(Verdict verdict) {
    boolean known = verdict.outcome() != Gate.Outcome.UNKNOWN;
    return Json.fields()
        .with("gate", verdict.gate().text())
        .with(verdict.gate().limit().isPercent() ? "limit_percent" : "limit", limit(verdict))
        .with("actual", known ? verdict.added() : null)
        .with("failed", known ? verdict.outcome() == Gate.Outcome.FAILED : null)
        .with("reason", reason(verdict));
  }
}
