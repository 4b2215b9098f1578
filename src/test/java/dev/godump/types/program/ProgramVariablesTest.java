package dev.godump.types.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.dwarf.Dwarf;
import dev.godump.binary.dwarf.DwarfTypes;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.dwarf.Globals;
import dev.godump.binary.dwarf.Locals;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Variables in the DWARF and the dumps of real programs. */
class ProgramVariablesTest {
  private static final String PACKED = ".zst";

  static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("testdata"))) {
      return files
          .filter(
              file ->
                  file.toString().endsWith(PACKED) && !file.toString().endsWith(".dump" + PACKED))
          .filter(file -> Files.exists(dump(file)))
          // stripped programs have no DWARF
          .filter(file -> !file.startsWith(Path.of("testdata", "cores")))
          .sorted()
          .toList();
    }
  }

  private static Path dump(Path program) {
    String name = program.getFileName().toString();
    return program.resolveSibling(name.substring(0, name.indexOf('.')) + ".dump.gz");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("programs")
  void all_globals_have_types_and_frames_have_live_variables(Path file) throws IOException {
    try (Executable program =
            Executables.of(Sources.open(file.toString(), InputStream.nullInputStream()));
        HeapGraph graph =
            GraphLoader.load(
                Sources.open(dump(file).toString(), InputStream.nullInputStream()),
                position -> {})) {
      Dwarf dwarf = new Dwarf(program);
      DwarfTypes types = new DwarfTypes(dwarf);
      List<Global> globals = new Globals(dwarf, types).all();
      assertThat(globals).hasSizeGreaterThan(300).allMatch(global -> global.type().isPresent());
      assertThat(globals).noneMatch(global -> global.type().orElseThrow().kind() == Kind.INVALID);
      assertThat(types.named("runtime.g").orElseThrow().fields())
          .anyMatch(field -> field.name().equals("goid"));

      FrameVariables variables =
          new FrameVariables(graph, new Locals(dwarf, types), slide(program, graph));
      int live = 0;
      for (int frame = 0; frame < graph.process().frames().count(); frame++) {
        for (FrameVariable variable : variables.variablesOf(frame)) {
          live += variable.live() ? 1 : 0;
        }
      }
      assertThat(live).isPositive();
      assertThat(dwarf.warnings()).isEmpty();
    }
  }

  private static long slide(Executable program, HeapGraph graph) {
    long data = program.symbol("runtime.data").map(Symbol::address).orElseThrow();
    return graph.process().segments().stream()
            .filter(segment -> segment.kind() == RecordKind.DATA)
            .mapToLong(DumpRecord.Segment::address)
            .findFirst()
            .orElseThrow()
        - data;
  }
}
