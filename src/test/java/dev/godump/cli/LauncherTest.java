package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/**
 * Tests the launcher and its class archive: starts with the archive are faster or fall back to
 * none, and answers never differ. Making an archive takes seconds: tests that need any archive
 * share one.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final String DUMP = "testdata/go1.24/finalizers.dump.gz";
  private static final String ARCHIVE = "classes-.*\\.jsa";

  /** Makes Java log the source of each class to standard output; "(top)" is the archive. */
  private static final Map<String, String> LOGGING_CLASSES =
      Map.of("GODUMP_JAVA_OPTS", "-Xlog:class+load");

  @TempDir private static Path programs;
  private static Path godump;

  /** A copy of an archive for {@code godump}, once a test has made one. */
  private static Path madeBefore;

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

  /** Returns the manifest of a jar that contains godump's classes and refers to its libraries. */
  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                path ->
                    path.matches(".*(fastutil|jackson-core|zstd|progressbar|jline|duckdb).*\\.jar"))
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

  /** Runs godump, which must succeed, and returns its standard output and error. */
  private String run(Map<String, String> environment, String... line) throws Exception {
    Process process = start(environment, line);
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }

  @Test
  void a_java_that_can_not_start_is_one_line_and_exit_code_4() throws Exception {
    Process process = start(Map.of("GODUMP_JAVA_OPTS", "-XX:NoSuchOption"), "--version");
    process.getOutputStream().close();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .hasLineCount(1)
        .contains("can't start: ", "NoSuchOption");
    assertThat(process.waitFor()).isEqualTo(4);
  }

  private void assertSameAnswer(Map<String, String> environment) throws Exception {
    assertThat(run(environment, "summary", "--no-exe", DUMP))
        .isEqualTo(CommandLineRun.of("summary", "--no-exe", DUMP).out());
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

  /** Puts an archive for {@code godump} into the cache under the name that it has for a jar. */
  private Path installArchive(Path jar) throws Exception {
    if (madeBefore == null) {
      run(Map.of(), "--version");
      madeBefore = Files.move(waitForArchive(), programs.resolve("archive"));
    }
    Path directory = Files.createDirectories(cache.resolve("godump"));
    Path archive = Files.copy(madeBefore, directory.resolve("archive"));
    String name = key(jar) + "-" + identity(archive) + "-" + seconds(archive, "lastModifiedTime");
    return Files.move(archive, archive.resolveSibling(name + ".jsa"));
  }

  /** Returns the part of an archive's name that identifies Java and the jar. */
  private static String key(Path jar) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return String.join(
        "-",
        "classes",
        identity(java),
        seconds(java, "unix:ctime"),
        identity(jar),
        seconds(jar, "unix:ctime"));
  }

  private static String identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino") + "-" + Files.size(file);
  }

  private static String seconds(Path file, String time) throws IOException {
    return String.valueOf(((FileTime) Files.getAttribute(file, time)).to(TimeUnit.SECONDS));
  }

  @Test
  void first_runs_make_one_private_archive_that_later_runs_use_unless_it_is_turned_off()
      throws Exception {
    assertSameAnswer(Map.of("GODUMP_CDS", "off"));
    assertThat(cacheFiles(".*")).isEmpty();
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      // under a relative path, and the archive is used from another directory
      runs.add(
          builder(List.of("./godump", "--version"), Map.of()).directory(programs.toFile()).start());
    }
    for (Process run : runs) {
      assertThat(run.inputReader().lines())
          .containsExactly(CommandLineRun.of("--version").out().strip());
      assertThat(run.waitFor()).isZero();
    }
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
    if (madeBefore == null) {
      madeBefore = Files.copy(archive, programs.resolve("archive"));
    }
  }

  @Test
  void output_ends_before_the_archive_is_made() throws Exception {
    Path java = Files.createDirectories(programs.resolve("slow/bin")).resolve("java");
    Path goOn = programs.resolve("go-on");
    Path late = programs.resolve("late");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $* in
          *ArchiveClassesAtExit*)
            for i in $(seq 300); do [ -e "%s" ] && exit 1; sleep 0.1; done
            touch "%s" ;;
          *) exec "%s/bin/java" "$@" ;;
        esac
        """
            .formatted(goOn, late, System.getProperty("java.home")));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    run(Map.of("JAVA_HOME", programs.resolve("slow").toString()), "--version");
    assertThat(late).doesNotExist();
    Files.createFile(goOn);
  }

  @Test
  void a_moved_godump_makes_a_new_archive() throws Exception {
    Path moved = programs.resolve("moved");
    installArchive(godump);
    assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
    TimeUnit.MILLISECONDS.sleep(1100); // the launcher compares modification times in seconds
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
  void a_truncated_or_overwritten_archive_is_ignored_and_replaced() throws Exception {
    Path archive = installArchive(godump);
    assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
    byte[] whole = Files.readAllBytes(archive);
    byte[] garbage = new byte[whole.length + 1];
    new Random(1).nextBytes(garbage);
    Path making = Files.createFile(archive.resolveSibling(key(godump) + ".making"));
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertSameAnswer(Map.of());
    Files.delete(making);
    Files.write(archive, garbage);
    assertSameAnswer(Map.of());
    Files.delete(archive);
    waitForArchive();
    assertThat(run(LOGGING_CLASSES, "--version")).contains("(top)");
  }

  @Test
  void an_archive_of_another_jar_is_not_used_even_under_the_right_name() throws Exception {
    Path other = Files.copy(godump, programs.resolve("other"));
    assertThat(other.toFile().setExecutable(true)).isTrue();
    Path first = godump;
    try {
      Path archive = installArchive(other);
      godump = other;
      assertSameAnswer(Map.of());
      assertThat(run(LOGGING_CLASSES, "--version")).doesNotContain("(top)");
      assertThat(cacheFiles(".*")).containsExactly(archive);
    } finally {
      godump = first;
      Files.delete(other);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100, 160})
  void text_is_as_wide_as_the_terminal(int columns) throws Exception {
    String[] command =
        "types --top 0 --color never --exe testdata/go1.24/types.program.zst testdata/go1.24/types.dump.gz"
            .split(" ");
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    InputStream none = InputStream.nullInputStream();
    Main.run(new Streams(none, expected, expected, true, true, columns), command);
    List<String> lines = expected.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).anyMatch(line -> line.length() > Math.min(columns, 110) - 5);
    // newer JVMs first warn that a library is loaded
    assertThat(runInTerminal(columns, command).lines().toList())
        .endsWith(lines.toArray(String[]::new));
  }

  /** Runs godump in a pseudo-terminal of this width, and returns what it wrote to it. */
  private String runInTerminal(int columns, String... line) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("python3", "-c", "import pty, sys; pty.spawn(sys.argv[1:])"));
    command.addAll(List.of("sh", "-c", "stty cols " + columns + " && exec \"$@\"", "sh"));
    command.add(godump.toString());
    command.addAll(List.of(line));
    Process process;
    try {
      process = builder(command, Map.of("GODUMP_CDS", "off")).start();
    } catch (IOException e) {
      throw new TestAbortedException("needs python3", e);
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    // on a slow machine, progress is shown and erased
    return printed.replace("\r\n", "\n").replaceAll("\r\u001b\\[K(godump: [^\r\n]*)?", "");
  }

  @Test
  void queries_are_typed_and_can_be_cancelled() throws Exception {
    List<String> command =
        List.of(
            "python3",
            "-c",
            "import pty, sys; pty.spawn(sys.argv[1:])",
            "sh",
            "-c",
            "stty cols 100 rows 30 && exec \"$@\"",
            "sh",
            godump.toString(),
            "sql",
            "--no-exe",
            DUMP);
    Process process;
    try {
      process = builder(command, Map.of("GODUMP_CDS", "off", "TERM", "xterm")).start();
    } catch (IOException e) {
      throw new TestAbortedException("needs python3", e);
    }
    try (OutputStream keys = process.getOutputStream();
        InputStream screen = process.getInputStream()) {
      awaitText(screen, "godump>");
      type(keys, "SELECT 40 +\n2 AS answer;\nSELECT nothing;\n.tables\n");
      assertThat(awaitText(screen, "The runtime's own figures")).contains(" 42", "Binder Error");
      type(keys, "SELECT sum(a.id * b.id + c.id) FROM objects a, objects b, objects c, objects;\n");
      awaitText(screen, "\u001b[?2004l"); // the end of the line
      for (int i = 0; i < 3; i++) {
        TimeUnit.MILLISECONDS.sleep(500);
        type(keys, "\u0003");
      }
      awaitText(screen, "INTERRUPT Error");
      type(keys, "\u0004");
      screen.readAllBytes();
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroy();
    }
    Path history = cache.resolve("godump/sql-history");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
        .isEqualTo("rw-------");
    assertThat(history).content().contains("SELECT nothing;");
  }

  private static void type(OutputStream keys, String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  /** Reads up to a text, and returns what was read. */
  private static String awaitText(InputStream screen, String text) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    while (!read.toString(StandardCharsets.UTF_8).contains(text)) {
      int next = screen.read();
      assertThat(next).as("ended after: %s", read).isNotNegative();
      read.write(next);
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  @Test
  void file_names_need_not_be_ASCII_in_the_C_locale() throws Exception {
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
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(CommandLineRun.of("params", DUMP).out());
  }

  @Test
  void without_a_writable_cache_there_is_no_archive() throws Exception {
    Path file = Files.createFile(cache.resolve("file"));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", file.toString()));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", "/proc/nothing"));
    assertSameAnswer(Map.of("XDG_CACHE_HOME", "", "HOME", ""));
  }
}
