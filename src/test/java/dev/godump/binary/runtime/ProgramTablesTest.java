package dev.godump.binary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.TinyProgram;
import dev.godump.binary.file.AddressRange;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.dump.BytesSource;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The linker's tables in the layouts of all releases, word sizes and byte orders. */
class ProgramTablesTest {
  private static final Call HELPER = new Call("main.helper", "/src/helper.go", 7, true);

  record Machine(ModuleLayout layout, boolean wide, boolean bigEndian) {
    Executable program() throws IOException {
      return executable(TinyProgram.of(layout, wide, bigEndian).elf(false));
    }

    Executable stripped() throws IOException {
      return executable(TinyProgram.of(layout, wide, bigEndian).stripped().elf(false));
    }
  }

  static Stream<Machine> machines() {
    return Stream.of(ModuleLayout.values())
        .filter(layout -> layout != ModuleLayout.GO_1_5)
        .flatMap(
            layout ->
                Stream.of(true, false)
                    .flatMap(
                        wide ->
                            Stream.of(
                                new Machine(layout, wide, false),
                                new Machine(layout, wide, true))));
  }

  private static Executable executable(byte[] bytes) throws IOException {
    return Executables.of(new BytesSource(bytes));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void module_data_is_read_in_the_layout_of_its_release(Machine machine) throws IOException {
    ModuleData module = ModuleData.find(machine.program()).orElseThrow();
    assertThat(module.since()).isEqualTo(machine.layout.since());
    assertThat(module.text()).isEqualTo(new AddressRange(0x401000, 0x401300));
    assertThat(module.data()).isEqualTo(new AddressRange(0x407000, 0x407040));
    assertThat(module.bss()).isEqualTo(new AddressRange(0x408000, 0x408080));
    assertThat(module.types()).isEqualTo(new AddressRange(0x402000, 0x402100));
    if (machine.layout == ModuleLayout.GO_1_27) {
      assertThat(module.typeDescriptors())
          .isEqualTo(new AddressRange(0x402000 + (machine.wide ? 8 : 4), 0x402080));
      assertThat(module.itabs()).isEqualTo(new AddressRange(0x402090, 0x4020d0));
    } else {
      assertThat(module.typelinks()).isEqualTo(new ModuleData.Slice(0x403000, 1));
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void module_data_of_a_stripped_program_is_the_same(Machine machine) throws IOException {
    assertThat(ModuleData.find(machine.stripped()))
        .isEqualTo(ModuleData.find(machine.program()))
        .isPresent();
  }

  @ParameterizedTest
  @MethodSource("machines")
  void instructions_map_to_functions_files_and_lines(Machine machine) throws IOException {
    Functions functions = functions(machine.stripped());
    assertThat(functions.count()).isEqualTo(3);
    assertThat(functions.functionAt(0x401105))
        .contains(new Function("main.work", 0x401100, 0x401200));
    assertThat(functions.callsAt(0x401000))
        .containsExactly(new Call("main.main", "/src/main.go", 10, false));
    assertThat(functions.callsAt(0x4010ff))
        .containsExactly(new Call("main.main", "/src/main.go", 12, false));
    assertThat(functions.callsAt(0x4012ff))
        .containsExactly(new Call("main.last", "/src/main.go", 90, false));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void addresses_outside_the_code_have_no_function(Machine machine) throws IOException {
    Functions functions = functions(machine.program());
    for (long pc : new long[] {0, 0x400fff, 0x401300, -1}) {
      assertThat(functions.functionAt(pc)).isEmpty();
      assertThat(functions.callsAt(pc)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void inlined_calls_come_before_their_caller(Machine machine) throws IOException {
    List<Call> calls = functions(machine.program()).callsAt(0x401118);
    // the table of Go 1.7 has no position of the call in the caller
    assertThat(calls)
        .isEqualTo(
            machine.layout == ModuleLayout.GO_1_7
                ? List.of(new Call("main.work", "/src/helper.go", 7, false))
                : List.of(HELPER, new Call("main.work", "/src/main.go", 42, false)));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void the_build_record_has_version_module_and_settings(Machine machine) throws IOException {
    BuildRecord build = BuildRecord.of(machine.stripped());
    assertThat(build.minor())
        .isEqualTo(machine.layout == ModuleLayout.GO_1_8 ? 15 : machine.layout.since());
    assertThat(build.path()).isEqualTo("example.com/tiny");
    assertThat(build.module()).isEqualTo("example.com/tiny");
    assertThat(build.moduleVersion()).isEqualTo("(devel)");
    assertThat(build.setting("vcs.revision")).contains("abc123");
  }

  private static Functions functions(Executable program) {
    return Functions.of(
            program, ModuleData.find(program).orElseThrow(), BuildRecord.of(program).minor())
        .orElseThrow();
  }
}
