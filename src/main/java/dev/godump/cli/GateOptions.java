package dev.godump.cli;

import dev.godump.analysis.growth.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The limits to growth beyond which {@code diff} fails, for scripts. */
final class GateOptions {
  private static final String ON_GROWTH = "--fail-on-growth";
  private static final String ON_GOROUTINES = "--fail-on-goroutines";

  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

  @Option(
      names = ON_GROWTH,
      paramLabel = "[NAME=]GROWTH",
      converter = GrowthConverter.class,
      description =
          "Exit code 1 if live objects grew by more than this, in bytes or percent, such as 10MB or 5%%. With"
              + " NAME=, only objects of a type or shape, or what a variable retains: main.Session=0. Can be"
              + " repeated.")
  private List<Gate> growth = List.of();

  @Option(
      names = ON_GOROUTINES,
      paramLabel = "N",
      converter = GoroutinesConverter.class,
      description = "Exit code 1 if goroutines grew by more than N, such as +100 or 5%%.")
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

  /** Converts {@code 5%}; returns nothing for an amount that is not in percent. */
  private static Optional<Gate.Limit> percent(String amount) {
    Matcher number = PERCENT.matcher(amount.strip());
    return number.matches()
        ? Optional.of(Gate.Limit.ofPercent(Double.parseDouble(number.group(1))))
        : Optional.empty();
  }

  /** Converts {@code 10MB} or {@code main.Session=10MB}. */
  static final class GrowthConverter implements ITypeConverter<Gate> {
    @Override
    public Gate convert(String text) {
      int equals = text.lastIndexOf('=');
      String option = ON_GROWTH + " " + text;
      String amount = withoutPlus(text.substring(equals + 1));
      Gate.Limit limit =
          percent(amount).orElseGet(() -> Gate.Limit.of(new BytesConverter().convert(amount)));
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
      Optional<Gate.Limit> percent = percent(digits);
      if (percent.isEmpty() && !digits.matches("\\d{1,15}")) {
        throw new TypeConversionException(
            "'" + text + "' is not a number of goroutines (expected a number such as +100, or 5%)");
      }
      return new Gate.GoroutineGate(
          ON_GOROUTINES + " " + text,
          percent.orElseGet(() -> Gate.Limit.of(Long.parseLong(digits))));
    }
  }
}
