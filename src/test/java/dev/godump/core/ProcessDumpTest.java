package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.binary.file.Executable;
import dev.godump.io.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares core files with the dumps that the same processes wrote just before. */
class ProcessDumpTest {
  /** The goroutine that wrote the dump; then it left the core file. */
  private static final long MAIN = 1;

  static Stream<String> releases() {
    return LayoutRows.ALL.releases().stream().map(minor -> "go1." + minor);
  }

  @ParameterizedTest
  @MethodSource("releases")
  void a_core_file_has_the_objects_and_pointers_of_the_dump(String release) throws IOException {
    RecordLists dump = new RealCore(release).dump();
    RecordLists core = new RealCore(release).converted();
    assertThat(core.complete).isTrue();
    // the dump has records of slots without objects, which its reader drops
    assertThat((long) core.objects.size()).isEqualTo(dump.heapObjects);
    assertThat(core.heapObjects).isEqualTo(dump.heapObjects);
    assertThat(dump.objects.entrySet()).containsAll(core.objects.entrySet());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void a_core_file_has_the_stacks_and_other_records_of_the_dump(String release) throws IOException {
    RecordLists dump = new RealCore(release).dump();
    RecordLists core = new RealCore(release).converted();
    assertThat(core.goroutines.get(MAIN).toString()).contains("main.main", "runtime.goexit");
    assertThat(waiting(core)).hasSizeGreaterThan(15).isEqualTo(waiting(dump));
    assertThat(core.others).containsExactlyInAnyOrderElementsOf(dump.others);
  }

  /**
   * Returns goroutines without the one that wrote the dump and the scavenger, which has a timer.
   */
  private static Map<Long, List<String>> waiting(RecordLists lists) {
    Map<Long, List<String>> goroutines = new TreeMap<>(lists.goroutines);
    goroutines.remove(MAIN);
    goroutines.values().removeIf(lines -> lines.toString().contains("runtime.bgscavenge"));
    return goroutines;
  }

  @ParameterizedTest
  @MethodSource("releases")
  void the_dumps_have_all_kinds_of_records(String release) throws IOException {
    RecordLists core = new RealCore(release).converted();
    String goroutines = core.goroutines.values().toString();
    assertThat(goroutines).contains("Defer[", "Panic[", "runtime.gopanic");
    String others = core.others.toString();
    assertThat(others).contains("kind=FINALIZER", "kind=QUEUED_FINALIZER", "Itab[", "OsThread[");
    // Go 1.15 heeds a new rate only after a sample at the old one
    assertThat(others.contains("MemProf[")).isEqualTo(!release.equals("go1.15"));
    assertThat(others.contains("AllocSample[")).isEqualTo(!release.equals("go1.15"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.24", "go1.25", "go1.26", "go1.27"})
  void cleanups_are_roots(String release) throws IOException {
    List<String> cleanups =
        new RealCore(release)
            .converted().roots.stream()
                .map(root -> root.description())
                .filter(SpecialRecords.CLEANUP::equals)
                .toList();
    // since Go 1.26 a record has the function and its argument apart
    boolean apart = release.compareTo("go1.26") >= 0;
    assertThat(cleanups).hasSizeGreaterThanOrEqualTo(apart ? 12 : 6);
  }

  @Test
  void another_program_is_refused() throws IOException {
    try (Source core = new RealCore("go1.24").open();
        Executable other = new RealCore("go1.25").program()) {
      assertThatThrownBy(() -> ProcessDump.write(core, other, new ByteArrayOutputStream()))
          .isInstanceOf(CoreException.class)
          .hasMessageContaining("is not the program that left the core file");
    }
  }

  @Test
  void a_core_file_names_its_program() throws IOException {
    try (Source core = new RealCore("go1.24").open()) {
      assertThat(ProcessDump.programOf(core).orElseThrow()).endsWith("/program");
    }
  }

  @Test
  void a_cut_core_file_gives_records_without_an_end_or_one_error() throws IOException {
    try (Source core = new RealCore("go1.27").open();
        Executable program = new RealCore("go1.27").program()) {
      long size = core.size();
      for (long length : new long[] {0, 17, 63, 64, 500, 4096, size / 3, size / 2, size - 4096}) {
        Optional<ProcessDump.Outcome> outcome = tryWrite(new CutSource(core, length), program);
        outcome.ifPresent(o -> assertThat(o.missing()).isPresent());
      }
    }
  }

  @Test
  void a_core_file_without_the_list_of_spans_has_goroutines() throws IOException {
    RecordLists cut = cutTo(0.6);
    assertThat(cut.objects).isEmpty();
    assertThat(cut.goroutines.get(MAIN).toString()).contains("main.main", "runtime.goexit");
  }

  @Test
  void a_core_file_without_some_spans_has_the_objects_of_the_others() throws IOException {
    RecordLists cut = cutTo(0.98);
    RecordLists whole = new RealCore("go1.24").converted();
    assertThat(cut.complete).isFalse();
    assertThat(cut.objects).hasSizeGreaterThan(whole.objects.size() / 3);
    assertThat(whole.objects.entrySet()).containsAll(cut.objects.entrySet());
  }

  private static RecordLists cutTo(double share) throws IOException {
    try (Source core = new RealCore("go1.24").open();
        Executable program = new RealCore("go1.24").program()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ProcessDump.Outcome outcome =
          ProcessDump.write(new CutSource(core, (long) (share * core.size())), program, out);
      assertThat(outcome.missing()).isPresent();
      return RecordLists.of(out.toByteArray());
    }
  }

  @Test
  void damage_anywhere_gives_records_or_one_error() throws IOException {
    CoreFuzz fuzz = new CoreFuzz("go1.24");
    fuzz.missingPages(999);
    fuzz.cuts(999);
    fuzz.damage(1, 8);
    fuzz.damageWords(1, 8);
    fuzz.damageStructures(1, 8);
    assertThat(fuzz.failures()).isEmpty();
    assertThat(fuzz.read()).isPositive();
  }

  /** Writes a dump; empty if the core file can't be read at all. */
  private static Optional<ProcessDump.Outcome> tryWrite(Source core, Executable program)
      throws IOException {
    try {
      return Optional.of(ProcessDump.write(core, program, new CountedOutput(1 << 30)));
    } catch (CoreException e) {
      return Optional.empty();
    }
  }
}
