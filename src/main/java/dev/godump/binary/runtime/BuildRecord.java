package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The build information that the go command writes into a program, as {@code go version -m} shows
 * it.
 *
 * @param version Go version ({@code go1.24.4}); empty if the file doesn't state it (before Go 1.13)
 * @param path path of the main package; empty if unknown
 * @param module path of the main module; empty if unknown
 * @param moduleVersion version of the main module; empty if unknown
 * @param settings build settings such as {@code vcs.revision} and {@code GOARCH}, in the file's
 *     order (Go 1.18 and later)
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

  /** Reads the build information of a program. Parts of it can be missing. */
  public static BuildRecord of(Executable program) {
    return new BuildRecordReader(program).read();
  }

  /** The minor version of Go: 24 for Go 1.24; 0 if unknown. */
  public int minor() {
    Matcher release = RELEASE.matcher(version);
    return release.find() ? Integer.parseInt(release.group(1)) : 0;
  }

  /** Returns the value of a build setting. */
  public Optional<String> setting(String name) {
    return Optional.ofNullable(settings.get(name));
  }
}
