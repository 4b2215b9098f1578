package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.perftools.profiles.ProfileProto.Function;
import com.google.perftools.profiles.ProfileProto.Line;
import com.google.perftools.profiles.ProfileProto.Profile;
import com.google.perftools.profiles.ProfileProto.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports profiles. Tests that run pprof itself need a Go command in {@code GO} or on the path. */
class ExportPprofCommandTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";

  @TempDir private Path directory;

  private Path export(String dump, String name, String... options) {
    Path file = directory.resolve(name);
    List<String> line = new ArrayList<>(List.of("export", "pprof", dump, "-o", file.toString()));
    line.addAll(List.of(options));
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return file;
  }

  private static String pprof(Object... args) throws IOException {
    String go =
        Stream.of(System.getenv("GO"), "/usr/bin/go", "/usr/local/go/bin/go")
            .filter(path -> path != null && Files.isExecutable(Path.of(path)))
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(go != null, "needs a Go command");
    List<String> line = new ArrayList<>(List.of(go, "tool", "pprof"));
    Stream.of(args).map(Object::toString).forEach(line::add);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static long liveBytes(String dump) throws IOException {
    String summary = CommandLineRun.of("summary", "--format", "json", dump).out();
    return new ObjectMapper().readTree(summary).at("/heap/live_bytes").asLong();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {DUMP, "testdata/go1.27/shapes.dump.gz", "testdata/corpus/go1.24/s390x.dump.gz"})
  void pprof_shows_the_live_bytes_as_the_total(String dump) throws IOException {
    Path file = export(dump, "heap.pprof");
    assertThat(pprof("-top", "-unit=B", "-sample_index=space", file))
        .contains(" of " + liveBytes(dump) + "B total");
  }

  @Test
  void pprof_shows_the_holder_of_objects() throws IOException {
    assertThat(pprof("-peek", "^noptr 4096 B$", export(DUMP, "heap.pprof")))
        .containsPattern("B +100% \\| +ptrs@0,16,24,56 of 64 B\n.* \\| noptr 4096 B");
  }

  @Test
  void pprof_shows_the_growth_between_two_profiles() throws IOException {
    Path before = export("testdata/go1.24/growth-1.dump.gz", "before.pprof");
    Path after = export("testdata/go1.24/growth-2.dump.gz", "after.pprof");
    long growth =
        liveBytes("testdata/go1.24/growth-2.dump.gz")
            - liveBytes("testdata/go1.24/growth-1.dump.gz");
    String top = pprof("-top", "-unit=B", "-nodefraction=0", "-diff_base", before, after);
    long shown =
        top.lines()
            .filter(line -> line.matches(" *-?\\d+B? .*%.*"))
            .mapToLong(line -> Long.parseLong(line.trim().split("B? ", -1)[0]))
            .sum();
    assertThat(shown).isEqualTo(growth);
  }

  @Test
  void retained_sizes_are_the_dominator_tree() throws IOException {
    assertThat(export(DUMP, "one.pprof", "--weight", "retained"))
        .hasSameBinaryContentAs(export(DUMP, "two.pprof", "--by", "dominator"));
    CommandLineRun run =
        CommandLineRun.of(
            "export", "pprof", "--weight", "retained", "--by", "alloc", DUMP, "-o", "-");
    run.assertFails(2, "--weight retained needs --by dominator");
  }

  /** Returns the frames of each sample as {@code function file:line}, the innermost first. */
  private static List<List<String>> stacks(Path file) throws IOException {
    Profile profile;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      profile = Profile.parseFrom(in);
    }
    List<List<String>> stacks = new ArrayList<>();
    for (Sample sample : profile.getSampleList()) {
      List<String> frames = new ArrayList<>();
      for (long id : sample.getLocationIdList()) {
        Line line = profile.getLocation((int) id - 1).getLine(0);
        Function function = profile.getFunction((int) line.getFunctionId() - 1);
        String source = profile.getStringTable((int) function.getFilename());
        String place = source.isEmpty() ? "" : " " + source + ":" + line.getLine();
        frames.add(profile.getStringTable((int) function.getName()) + place);
      }
      stacks.add(frames);
    }
    return stacks;
  }

  @Test
  void a_variable_in_the_callers_frame_is_below_the_function_that_declares_it() throws IOException {
    String dump = "testdata/go1.24/types.dump.gz";
    String[] program = {"--exe", "testdata/go1.24/types.program.zst"};
    assertThat(stacks(export(dump, "path.pprof", program)))
        .anyMatch(stack -> stack.contains("runtime.chanrecv, c runtime/chan.go:664"))
        .noneMatch(stack -> stack.toString().contains("runtime.chanrecv1, c "));
    Path byGoroutine = export(dump, "goroutine.pprof", program[0], program[1], "--by", "goroutine");
    assertThat(stacks(byGoroutine))
        .anyMatch(
            stack ->
                Collections.indexOfSubList(
                        stack,
                        List.of(
                            "c",
                            "runtime.chanrecv runtime/chan.go:664",
                            "runtime.chanrecv1 runtime/chan.go:506"))
                    >= 0);
  }

  @Test
  void a_profile_is_not_written_to_a_terminal() {
    Streams terminal =
        new Streams(
            System.in,
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            true,
            true);
    assertThat(Main.run(terminal, "export", "pprof", DUMP, "-o", "-")).isEqualTo(2);
  }

  @Test
  void a_dump_without_roots_has_no_stacks() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(DUMP));
    byte[] half = new byte[whole.length / 2];
    System.arraycopy(whole, 0, half, 0, half.length);
    CommandLineRun run =
        CommandLineRun.withInput(
            half, "export", "pprof", "-", "-o", directory.resolve("x").toString());
    run.assertFails(3, "the dump was truncated before its roots");
    assertThat(directory.resolve("x")).doesNotExist();
  }
}
