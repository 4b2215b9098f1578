package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher, and the archive of classes that it has made: a faster start or none, never another
 * answer.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String DUMP = "testdata/go1.24/finalizers.dump.gz";
  private static final String ARCHIVE = "classes-.*\\.jsa";

  /** Has Java tell on standard output of each class where it comes from; "(top)" is the archive. */
  private static final Map<String, String> LOGGING_CLASSES =
      Map.of("GODUMP_JAVA_OPTS", "-Xlog:class+load");

  @TempDir private static Path programs;
  private static Path godump;

  @TempDir private Path cache;

  @BeforeAll
  static void put_launcher_and_jar_together() throws IOException {
    godump = programs.resolve("godump");
    Files.copy(Path.of("src/main/launcher/godump.sh"), godump);
    try (OutputStream out = Files.newOutputStream(godump, StandardOpenOption.APPEND);
        JarOutputStream jar = new JarOutputStream(out, manifest())) {
      Path classes = Path.of("target/classes");
      try (Stream<Path> found = Files.walk(classes)) {
        for (Path file : found.filter(Files::isRegularFile).toList()) {
          jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
          Files.copy(file, jar);
        }
      }
    }
    assertThat(godump.toFile().setExecutable(true)).isTrue();
  }

  /** Of a jar that has godump's classes and finds those of others where they are. */
  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                path -> path.matches(".*(fastutil|jackson-core|zstd|progressbar|jline).*\\.jar"))
            .map(path -> Path.of(path).toUri().toString())
            .collect(Collectors.joining(" ")));
    return manifest;
  }

  private Process start(Map<String, String> environment, String... line) throws IOException {
    List<String> command = new ArrayList<>(List.of(godump.toString()));
    command.addAll(List.of(line));
    return builder(command, environment).start();
  }

  private ProcessBuilder builder(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeAll(List.of("GODUMP_JAVA_OPTS", "GODUMP_CDS", "JAVA_TOOL_OPTIONS"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    builder.environment().putAll(environment);
    return builder;
  }

  /** Standard output and error of a run that must end well. */
  private String run(Map<String, String> environment, String... line) throws Exception {
    Process process = start(environment, line);
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  private void assertSameAnswer(Map<String, String> environment) throws Exception {
    assertThat(run(environment, "summary", DUMP))
        .isEqualTo(CommandLineRun.of("summary", DUMP).out());
  }

  private List<Path> cacheFiles(String name) throws IOException {
    Path directory = cache.resolve("godump");
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().matches(name)).toList();
    }
  }

  private Path waitForArchive() throws Exception {
    for (int i = 0; i < 900 && cacheFiles(ARCHIVE).isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    List<Path> archives = cacheFiles(ARCHIVE);
    Assumptions.assumeFalse(archives.isEmpty(), "this Java makes no archives");
    assertThat(archives).hasSize(1);
    return archives.get(0);
  }

  @Test
  void the_first_run_leaves_a_private_archive_that_later_runs_use_unless_it_is_turned_off()
      throws Exception {
    assertSameAnswer(Map.of("GODUMP_CDS", "off"));
    assertThat(cacheFiles(".*")).isEmpty();
    assertSameAnswer(Map.of());
    Path archive = waitForArchive();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.getParent())))
        .isEqualTo("rwx------");
    assertSameAnswer(Map.of());
    assertThat(run(LOGGING_CLASSES, "--version"))
        .contains("dev.godump.cli.Main source: shared objects file (top)");
    assertThat(
            run(Map.of("GODUMP_CDS", "off", "GODUMP_JAVA_OPTS", "-Xlog:class+load"), "--version"))
        .doesNotContain("(top)");
    assertThat(cacheFiles(".*")).containsExactly(archive);
  }

  @Test
  void an_archive_made_under_a_relative_name_serves_elsewhere() throws Exception {
    Process there =
        builder(List.of("./godump", "--version"), Map.of()).directory(programs.toFile()).start();
    assertThat(there.waitFor()).isZero();
    waitForArchive();
    assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
  }

  @Test
  void a_moved_godump_has_an_archive_made_anew() throws Exception {
    Path moved = programs.resolve("moved");
    run(Map.of(), "--version");
    waitForArchive();
    TimeUnit.MILLISECONDS.sleep(1100); // times of change are told by the second
    Path first = godump;
    try {
      godump = Files.move(first, moved);
      run(Map.of(), "--version");
      for (int i = 0; i < 900 && cacheFiles(ARCHIVE).size() < 2; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
    } finally {
      godump = Files.move(moved, first);
    }
  }

  @Test
  void runs_at_once_make_one_archive() throws Exception {
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(start(Map.of(), "--version"));
    }
    for (Process run : runs) {
      assertThat(run.inputReader().lines())
          .containsExactly(CommandLineRun.of("--version").out().strip());
      assertThat(run.waitFor()).isZero();
    }
    Path archive = waitForArchive();
    assertSameAnswer(Map.of());
    assertThat(cacheFiles(ARCHIVE)).containsExactly(archive);
  }

  @Test
  void an_archive_that_was_cut_or_written_over_is_passed_over_and_made_anew() throws Exception {
    run(Map.of(), "--version");
    Path archive = waitForArchive();
    byte[] whole = Files.readAllBytes(archive);
    byte[] garbage = new byte[whole.length + 1];
    new Random(1).nextBytes(garbage);
    for (byte[] bytes : List.of(Arrays.copyOf(whole, whole.length / 2), garbage)) {
      Files.write(archive, bytes);
      assertSameAnswer(Map.of());
      Files.delete(archive);
      archive = waitForArchive();
      assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
    }
  }

  @Test
  void an_archive_is_not_used_for_another_Java_or_jar_even_under_its_name() throws Exception {
    run(Map.of(), "--version");
    Path archive = waitForArchive();
    Path other = programs.resolve("other");
    Files.copy(godump, other);
    assertThat(other.toFile().setExecutable(true)).isTrue();
    Path first = godump;
    try {
      godump = other;
      assertThat(run(LOGGING_CLASSES, "--version")).doesNotContain("(top)");
      for (int i = 0; i < 900 && cacheFiles(ARCHIVE).size() < 2; i++) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      Path others =
          cacheFiles(ARCHIVE).stream()
              .filter(file -> !file.equals(archive))
              .findFirst()
              .orElseThrow();
      String key = others.getFileName().toString().replaceFirst("-\\d+-\\d+-\\d+\\.jsa$", "");
      Files.delete(others);
      Object inode = Files.getAttribute(archive, "unix:ino");
      long seconds = Files.getLastModifiedTime(archive).to(TimeUnit.SECONDS);
      Files.move(
          archive,
          archive.resolveSibling(
              key + "-" + inode + "-" + Files.size(archive) + "-" + seconds + ".jsa"));
      assertSameAnswer(Map.of());
      assertThat(run(LOGGING_CLASSES, "--version")).doesNotContain("(top)");
    } finally {
      godump = first;
      Files.delete(other);
    }
  }

  @Test
  void names_that_are_not_ASCII_are_taken_in_the_C_locale() throws Exception {
    String copy =
        "name=$1/$(printf 'gr\\303\\266\\303\\237e.dump.gz') && cp \"$2\" \"$name\" && exec \"$3\" params \"$name\"";
    List<String> command =
        List.of(
            "sh",
            "-c",
            copy,
            "sh",
            Files.createDirectories(cache).toString(),
            DUMP,
            godump.toString());
    Process process = builder(command, Map.of("LC_ALL", "C", "GODUMP_CDS", "off")).start();
    assertThat(new String(process.getInputStream().readAllBytes()))
        .isEqualTo(CommandLineRun.of("params", DUMP).out());
  }

  @Test
  void without_a_place_to_write_it_goes_without_an_archive() throws Exception {
    Path file = Files.createFile(cache.resolve("file"));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", file.toString()));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", "/proc/nothing"));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", "", "HOME", ""));
  }
}
