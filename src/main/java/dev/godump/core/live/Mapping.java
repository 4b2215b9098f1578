package dev.godump.core.live;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A mapping of a process's memory, a line of {@code /proc/PID/maps} (proc_pid_maps(5)).
 *
 * @param permissions such as {@code rw-p}
 * @param isFile whether it maps a file
 * @param name of the file, or what the kernel or the program calls it; may be empty
 */
record Mapping(long start, long end, String permissions, boolean isFile, String name) {
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9a-f]+)-([0-9a-f]+) (\\S{4}) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ (\\d+) *(.*)");

  static Optional<Mapping> parse(String line) {
    Matcher parts = LINE.matcher(line);
    return parts.matches()
        ? Optional.of(
            new Mapping(
                Long.parseUnsignedLong(parts.group(1), 16),
                Long.parseUnsignedLong(parts.group(2), 16),
                parts.group(3),
                !parts.group(4).equals("0"),
                parts.group(5)))
        : Optional.empty();
  }

  /** Whether only the process has its bytes, so that no file has them. */
  boolean isOwn() {
    return permissions.charAt(0) == 'r' && permissions.charAt(3) == 'p' && !isOfKernel();
  }

  boolean isWritable() {
    return permissions.charAt(1) == 'w';
  }

  /** Whether the kernel provides it to all processes: {@code [vdso]}, {@code [vvar]} and others. */
  private boolean isOfKernel() {
    return name.startsWith("[v");
  }
}
