package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the go command wrote into a program about how it was built, as {@code go version -m} shows
 * it.
 *
 * @param version of Go: {@code go1.24.4}; empty if the file doesn't say (before Go 1.13)
 * @param path of the main package, empty if it isn't known
 * @param module path of the main module, empty if it isn't known
 * @param moduleVersion empty if it isn't known
 * @param settings such as {@code vcs.revision} and {@code GOARCH}, in the file's order; Go 1.18 and
 *     later
 * @param buildId empty if there is none
 */
public record BuildRecord(
    String version,
    String path,
    String module,
    String moduleVersion,
    Map<String, String> settings,
    String buildId) {
  private static final Pattern RELEASE = Pattern.compile("\\bgo1\\.(\\d{1,4})");

  /** What a program's file says; parts of it can be missing. */
  public static BuildRecord of(Executable program) {
    return new BuildRecordReader(program).read();
  }

  /** The minor version of the release: 24 for Go 1.24; 0 if it isn't known. */
  public int minor() {
    Matcher release = RELEASE.matcher(version);
    return release.find() ? Integer.parseInt(release.group(1)) : 0;
  }

  /** A setting by its name. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }
}
