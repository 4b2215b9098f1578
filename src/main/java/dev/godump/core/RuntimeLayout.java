package dev.godump.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The structures of one release of Go's runtime on amd64: offsets and lengths of fields, numbers of
 * constants, and the texts of wait reasons. The tables are resources that {@code
 * src/bench/layouts/run} makes from the DWARF of programs of each release.
 */
final class RuntimeLayout {
  /** The minor versions with a table. */
  static final NavigableSet<Integer> RELEASES =
      new TreeSet<>(List.of(15, 19, 21, 22, 23, 24, 25, 26, 27));

  private final int minor;
  private final Map<String, Field> fields = new HashMap<>();
  private final Map<String, Integer> sizes = new HashMap<>();
  private final Map<String, Integer> constants = new HashMap<>();
  private final Map<Integer, String> waitReasons = new HashMap<>();

  /** A field of a structure, both in bytes. */
  record Field(int offset, int length) {}

  private RuntimeLayout(int minor) {
    this.minor = minor;
  }

  /** Returns the layout of a release; empty if it is not known. */
  static Optional<RuntimeLayout> of(int minor) throws IOException {
    if (!RELEASES.contains(minor)) {
      return Optional.empty();
    }
    RuntimeLayout layout = new RuntimeLayout(minor);
    try (InputStream in = RuntimeLayout.class.getResourceAsStream("go1." + minor + ".txt")) {
      if (in == null) {
        throw new IOException("godump was built without the table of Go 1." + minor);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        layout.add(line);
      }
    }
    return Optional.of(layout);
  }

  private void add(String line) {
    String[] words = line.split(" ", 4);
    switch (words[0]) {
      case "field" ->
          fields.put(words[1], new Field(Integer.parseInt(words[2]), Integer.parseInt(words[3])));
      case "size" -> sizes.put(words[1], Integer.parseInt(words[2]));
      case "const" -> constants.put(words[1], Integer.parseInt(words[2]));
      case "wait" -> {
        String[] reason = line.split(" ", 3);
        waitReasons.put(Integer.parseInt(reason[1]), reason.length < 3 ? "" : reason[2]);
      }
      default -> throw new IllegalStateException("a line of a layout: " + line);
    }
  }

  /** The minor version of the release. */
  int minor() {
    return minor;
  }

  boolean has(String field) {
    return fields.containsKey(field);
  }

  /** Returns a field such as {@code mspan.elemsize} that the release has. */
  Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("Go 1." + minor + " has no field " + name);
    }
    return field;
  }

  /** Returns the offset of a field that the release has, in bytes. */
  int offset(String name) {
    return field(name).offset;
  }

  /** Returns the size of a structure in bytes, or 0 if the release doesn't have it. */
  int size(String structure) {
    return sizes.getOrDefault(structure, 0);
  }

  /** Returns the number of a constant, or -1 if the release doesn't have it. */
  int constant(String name) {
    return constants.getOrDefault(name, -1);
  }

  /** Returns the text of a wait reason (runtime2.go waitReasonStrings). */
  String waitReason(int number) {
    return waitReasons.getOrDefault(number, "unknown wait reason");
  }
}
