package dev.godump.types.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.program.KnownTypes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The captured variables of closures whose function DWARF doesn't describe. */
class ClosuresTest {
  private static final long CLOSURE = 0xc000000000L;
  private static final long ENTRY = 0x401000;
  private static final GoType NUMBER = new GoType("int", Kind.INT, 8, 0, () -> Parts.NONE);
  private static final GoType CODE = new GoType("uintptr", Kind.UINTPTR, 8, 0, () -> Parts.NONE);

  /** A program with two structs, and a closure that captures a pointer to the second. */
  private static final class Types implements KnownTypes {
    private final GoType conn = struct("main.conn", new Field("id", 0, NUMBER, false));
    private final GoType other = struct("main.other", new Field("id", 0, NUMBER, false));
    private final GoType handle = struct("main.handle", new Field("c", 0, pointer(conn), false));

    @Override
    public Optional<GoType> named(String name) {
      return List.of(conn, other, handle).stream().filter(t -> t.name().equals(name)).findFirst();
    }

    @Override
    public List<GoType> all() {
      return List.of(
          new GoType(
              "struct { F uintptr; X0 *main.other }",
              Kind.STRUCT,
              16,
              0,
              () ->
                  Parts.struct(
                      List.of(
                          new Field("F", 0, CODE, false),
                          new Field("X0", 8, pointer(other), false)))));
    }
  }

  private static GoType pointer(GoType elem) {
    return new StructTypes(8).pointer(elem);
  }

  private static GoType struct(String name, Field field) {
    return new GoType(name, Kind.STRUCT, 8, 0, () -> Parts.struct(List.of(field)));
  }

  @ParameterizedTest
  @CsvSource({
    "main.(*conn).Close-fm, *main.conn",
    "main.handle.Close-fm, main.handle",
    "main.(*other).Close-fm, *main.other",
    "main.(*unknown).Close-fm, ''",
    "main.serve.func1, *main.other"
  })
  void the_name_of_a_method_value_has_the_type_of_its_receiver(String function, String captured)
      throws IOException {
    DumpWriter dump = DumpWriter.go("go1.27.3", Machine.AMD64);
    dump.object(CLOSURE, dump.memory(16).word(0, ENTRY).pointer(8, CLOSURE));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Types types = new Types();
      Closures closures = new Closures(types, new SlotMatcher(graph, 27));
      int shape = graph.shapeIndex(graph.objects().find(CLOSURE));
      List<Field> fields =
          closures.layoutOf(function, ENTRY, shape, new Layouts(types, 8, 27)).type.fields();
      assertThat(fields.stream().skip(1).map(field -> field.type().name()).toList())
          .isEqualTo(captured.isEmpty() ? List.of() : List.of(captured));
    }
  }
}
