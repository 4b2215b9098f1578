package dev.godump.cli;

import dev.godump.analysis.growth.Gate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The limits to growth beyond which {@code diff} fails, for scripts. */
final class GateOptions {
  private static final String ON_GROWTH = "--fail-on-growth";
  private static final String ON_GOROUTINES = "--fail-on-goroutines";

  @Option(
      names = ON_GROWTH,
      paramLabel = "[NAME=]BYTES",
      converter = GrowthConverter.class,
      description =
          "Exit code 1 if live objects grew by more than this, such as 10MB. With NAME=, only objects of a type or"
              + " shape, or what a variable retains: main.Session=0. Can be repeated.")
  private List<Gate> growth = List.of();

  @Option(
      names = ON_GOROUTINES,
      paramLabel = "N",
      converter = GoroutinesConverter.class,
      description = "Exit code 1 if goroutines grew by more than N, such as +100.")
  private List<Gate> goroutines = List.of();

  @Option(
      names = "--allow-missing",
      description = "Let gates pass if no dump has their NAME, instead of exit code 2.")
  private boolean allowMissing;

  /** Whether a gate for a name that no dump has passes. */
  boolean allowsMissing() {
    return allowMissing;
  }

  List<Gate> gates() {
    List<Gate> gates = new ArrayList<>(growth);
    gates.addAll(goroutines);
    return gates;
  }

  private static String withoutPlus(String amount) {
    return amount.startsWith("+") ? amount.substring(1) : amount;
  }

  /** Converts {@code 10MB} or {@code main.Session=10MB}. */
  static final class GrowthConverter implements ITypeConverter<Gate> {
    @Override
    public Gate convert(String text) {
      int equals = text.lastIndexOf('=');
      String option = ON_GROWTH + " " + text;
      long limit = new BytesConverter().convert(withoutPlus(text.substring(equals + 1)));
      if (equals == 0) {
        throw new TypeConversionException("'" + text + "' has no name before '='");
      }
      return equals < 0
          ? new Gate.HeapGate(option, limit)
          : new Gate.NameGate(option, text.substring(0, equals).trim(), limit);
    }
  }

  /** Converts {@code 100} or {@code +100}. */
  static final class GoroutinesConverter implements ITypeConverter<Gate> {
    @Override
    public Gate convert(String text) {
      String digits = withoutPlus(text);
      if (!digits.matches("\\d{1,18}")) {
        throw new TypeConversionException(
            "'" + text + "' is not a number of goroutines (expected a number such as +100)");
      }
      return new Gate.GoroutineGate(ON_GOROUTINES + " " + text, Long.parseLong(digits));
    }
  }
}
