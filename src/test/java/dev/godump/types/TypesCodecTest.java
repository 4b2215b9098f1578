package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.dump.RealDump;
import dev.godump.dump.StrippedExecutable;
import dev.godump.graph.HeapGraph;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexWriter;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.GcShapeTypes;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Types read from an index equal the written ones. */
class TypesCodecTest {
  @TempDir private Path directory;

  static List<RealDump> programs() throws IOException {
    return RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().endsWith("/types"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void types_and_fields_are_the_same_without_an_executable(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      assertSameAfterReading(graph, Optional.empty());
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void types_and_fields_are_the_same_with_an_executable(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph();
        Executable file = executable(dump)) {
      assertSameAfterReading(graph, Optional.of(program(graph, file)));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void types_and_fields_are_the_same_with_a_stripped_executable(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph();
        Executable file = executable(dump)) {
      assertSameAfterReading(graph, Optional.of(program(graph, new StrippedExecutable(file))));
    }
  }

  @Test
  void types_written_by_their_descriptors_are_found_by_them() throws IOException {
    RealDump dump = RealDump.of("go1.24/types");
    try (HeapGraph graph = dump.graph();
        Executable file = executable(dump)) {
      ProgramTypes known = new ProgramTypes(program(graph, file), graph);
      List<GoType> written =
          known.all().stream().filter(type -> known.resolve(type) == type).toList();
      assertThat(written).anyMatch(GcShapeTypes::isShaped);
      for (GoType type : written) {
        GoType read =
            new GoType(type.name(), type.kind(), type.size(), type.descriptor(), () -> Parts.NONE);
        assertThat(known.resolve(read)).isSameAs(type);
      }
    }
  }

  private static Executable executable(RealDump dump) throws IOException {
    return Executables.open(dump.file().resolveSibling("types.program.zst").toString());
  }

  private static Program program(HeapGraph graph, Executable file) throws IOException {
    Program program = Program.of(file);
    return program.withSlide(ExecutableMatch.of(graph.process(), program).slide());
  }

  private void assertSameAfterReading(HeapGraph graph, Optional<Program> program)
      throws IOException {
    HeapTypes found = TypeInference.infer(graph, program).types();
    Path file = Files.createFile(directory.resolve("index"));
    try (IndexWriter writer = new IndexWriter(file)) {
      TypesCodec.write(found, graph.objects().count(), writer);
      writer.finish(new IndexMetadata("test", "heap.dump", new DumpIdentity(1, 2, 3), Map.of()));
    }
    try (IndexFile index = IndexFile.open(file)) {
      HeapTypes read = TypesCodec.open(graph, program, index);
      long fields = 0;
      for (int object = 0; object < graph.objects().count(); object++) {
        assertThat(text(read, object)).isEqualTo(text(found, object));
        for (long offset = 0; offset < Math.min(graph.objects().size(object), 4096); offset += 4) {
          Optional<String> field = found.fieldName(object, offset);
          assertThat(read.fieldName(object, offset)).isEqualTo(field);
          fields += field.isPresent() ? 1 : 0;
        }
      }
      if (program.isPresent()) {
        assertThat(fields).isGreaterThan(1000);
      }
      assertThat(read.distinctTypes()).hasSameSizeAs(found.distinctTypes());
      assertThat(read.conflicts()).isEqualTo(found.conflicts());
      assertThat(read.contradictions()).isEqualTo(found.contradictions());
    }
  }

  private static String text(HeapTypes types, int object) {
    return types.typeOf(object).map(type -> type.label() + " " + type.count()).orElse("none");
  }
}
