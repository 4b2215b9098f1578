package dev.godump.graph;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Go release that built the dumped program, from its Params record (Go 1.17 and later).
 *
 * @param minor 24 for Go 1.24
 * @param experiments GOEXPERIMENT settings that differ from that release's defaults
 */
public record GoVersion(int minor, Set<String> experiments) {
  private static final Pattern RELEASE = Pattern.compile("\\bgo1\\.(\\d{1,4})");
  private static final Pattern EXPERIMENTS = Pattern.compile("[ -]X:([\\w,]+)");

  /**
   * Parses {@code go1.24.4}, {@code go1.22.12 X:noallocheaders}, {@code go1.26.10-X:arenas}, {@code
   * devel go1.23-abcdef Thu …}; returns nothing if the text names no release.
   */
  public static Optional<GoVersion> parse(String text) {
    Matcher release = RELEASE.matcher(text);
    if (!release.find()) {
      return Optional.empty();
    }
    Matcher experiments = EXPERIMENTS.matcher(text);
    Set<String> set = experiments.find() ? Set.of(distinct(experiments.group(1))) : Set.of();
    return Optional.of(new GoVersion(Integer.parseInt(release.group(1)), set));
  }

  private static String[] distinct(String list) {
    return Arrays.stream(list.split(",")).distinct().toArray(String[]::new);
  }

  /** Whether this is Go 1.{@code minor} or later. */
  public boolean isAtLeast(int minorVersion) {
    return minor >= minorVersion;
  }

  /** Whether an experiment is on, given the minor version since which it is on by default. */
  public boolean hasExperiment(String name, int defaultSince) {
    return experiments.contains(name)
        || (minor >= defaultSince && !experiments.contains("no" + name));
  }
}
