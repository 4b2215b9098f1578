package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.io.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of the kept core files have no DWARF, but for {@link #WITH_DWARF}. */
class ProgramLayoutTest {
  private static final RealCore WITH_DWARF = new RealCore("go1.19", "dwarf");

  @ParameterizedTest
  @CsvSource({
    "19, go1.19/types.program.zst",
    "19, cores/go1.19/dwarf.program.zst",
    "23, syncmap/go1.23/program.zst",
    "24, go1.24/types.program.zst",
    "25, leaks/go1.25/program.zst",
    "27, go1.27/types.program.zst",
  })
  void the_dwarf_of_a_program_says_what_the_table_says(int minor, String program)
      throws IOException {
    try (Executable executable = Executables.open("testdata/" + program)) {
      LayoutRow own = DwarfLayout.of(executable, LayoutRows.ALL.rows()).orElseThrow();
      LayoutRow row = LayoutRows.ALL.row(minor);
      assertThat(own.waitReasons()).isEqualTo(row.waitReasons());
      assertThat(own.constants()).isEqualTo(row.constants());
      // the linker leaves out structures that a program doesn't use
      row.sizes()
          .keySet()
          .removeIf(name -> name.startsWith("specialC") || name.equals("cleanupFn"));
      assertThat(own.sizes()).containsAllEntriesOf(row.sizes());
      row.fields().keySet().removeIf(name -> !own.sizes().containsKey(LayoutRow.structureOf(name)));
      assertThat(own.fields()).isEqualTo(row.fields());
      assertThat(ProgramLayout.of(executable, minor, LayoutRows.ALL).orElseThrow().doubt())
          .isEmpty();
    }
  }

  @Test
  void a_release_without_a_row_is_read_by_dwarf() throws IOException {
    Reading reading = read(WITH_DWARF, 19);
    assertThat(reading.outcome.warnings()).isEmpty();
    assertSame(reading.lists(), WITH_DWARF.converted());
    assertThat(reading.lists().goroutines.toString()).contains("main.main", "runtime.goexit");
  }

  @ParameterizedTest
  @CsvSource({
    "atomicstatus, 'g.atomicstatus of the runtime; Go 1.21 is assumed for it'",
    "bitmap, 'heapArena.bitmap, heapArena.noMorePtrs of the runtime; Go 1.21 is assumed for them'"
  })
  void what_the_dwarf_lacks_is_as_in_the_nearest_release(String member, String lacking)
      throws IOException {
    try (Executable program = renamed(member, WITH_DWARF.program())) {
      Reading reading = read(WITH_DWARF, program, 19);
      assertThat(reading.outcome.warnings())
          .singleElement()
          .asString()
          .endsWith("lacks " + lacking);
      assertSame(reading.lists(), WITH_DWARF.converted());
    }
  }

  /** Returns a program whose DWARF has another name instead of one. */
  private static Executable renamed(String name, Executable program) {
    return (Executable)
        Proxy.newProxyInstance(
            Executable.class.getClassLoader(),
            new Class<?>[] {Executable.class},
            (proxy, method, arguments) -> {
              Object answer = method.invoke(program, arguments);
              return method.getName().equals("debugSection")
                  ? ((Optional<?>) answer).map(bytes -> renamed((byte[]) bytes, name))
                  : answer;
            });
  }

  private static byte[] renamed(byte[] bytes, String name) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(name, "x".repeat(name.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({"26, 27", "27, 26"})
  void a_release_without_a_row_or_dwarf_is_read_by_the_nearest_row(int minor, int nearest)
      throws IOException {
    RealCore core = new RealCore("go1." + minor);
    Reading reading = read(core, minor);
    assertThat(reading.outcome.missing()).isEqualTo(Optional.empty());
    assertThat(reading.outcome.warnings())
        .isEqualTo(
            List.of(
                "godump has no layouts of Go 1.%d, and the program no DWARF; those of Go 1.%d are tried"
                    .formatted(minor, nearest)));
    assertSame(reading.lists(), core.converted());
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 19, 21, 22, 23, 24, 25})
  void a_release_that_the_nearest_row_does_not_fit_is_refused(int minor) {
    assertThatThrownBy(() -> read(new RealCore("go1." + minor), minor))
        .isInstanceOf(CoreException.class)
        .hasMessageStartingWith("the program is of go1." + minor)
        .hasMessageContaining("can be read");
  }

  @Test
  void of_two_releases_as_near_the_later_is_tried() {
    assertThat(LayoutRows.ALL.nearest(20)).isEqualTo(21);
    assertThat(LayoutRows.ALL.nearest(16)).isEqualTo(15);
    assertThat(LayoutRows.ALL.nearest(28)).isEqualTo(27);
    assertThat(LayoutRows.ALL.nearest(24)).isEqualTo(24);
  }

  private record Reading(ProcessDump.Outcome outcome, RecordLists lists) {}

  /** Reads a core file when the layouts of a release are unknown. */
  private static Reading read(RealCore real, int unknown) throws IOException {
    try (Executable program = real.program()) {
      return read(real, program, unknown);
    }
  }

  private static Reading read(RealCore real, Executable program, int unknown) throws IOException {
    try (Source core = real.open()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      LayoutRows known = LayoutRows.ALL.without(unknown);
      GoProcess process = GoProcess.of(CoreFile.read(core), program, known);
      return new Reading(ProcessDump.write(process, out), RecordLists.of(out.toByteArray()));
    }
  }

  private static void assertSame(RecordLists read, RecordLists expected) {
    assertThat(read.complete).isTrue();
    assertThat(read.objects).isEqualTo(expected.objects);
    assertThat(read.goroutines).isEqualTo(expected.goroutines);
    assertThat(read.roots).isEqualTo(expected.roots);
    assertThat(read.others).isEqualTo(expected.others);
  }
}
