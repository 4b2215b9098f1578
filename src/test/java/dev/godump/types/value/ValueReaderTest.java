package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values on machines of both byte orders and word sizes, and in memory that makes no sense. */
class ValueReaderTest {
  private static final long FIRST = 0xc0000000L;
  private static final int SLOT = 256;

  static Stream<Machine> machines() {
    return Stream.of(Machine.AMD64, Machine.I386, Machine.S390X, Machine.MIPS);
  }

  private static GoType basic(Kind kind, int size) {
    return new GoType(kind.name().toLowerCase(Locale.ROOT), kind, size, 0, () -> Parts.NONE);
  }

  private static GoType pointer(GoType elem, int word) {
    return new GoType("*" + elem.name(), Kind.POINTER, word, 0, () -> Parts.of(elem));
  }

  private static GoType slice(GoType elem, int word) {
    return new GoType("[]" + elem.name(), Kind.SLICE, 3L * word, 0, () -> Parts.of(elem));
  }

  private static ValueReader reader(HeapGraph graph, Limits limits) throws IOException {
    return new ValueReader(
        graph, TypeInference.infer(graph).types(), Optional.empty(), limits, Secrets.SHOWN);
  }

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  @ParameterizedTest
  @MethodSource("machines")
  void numbers_have_their_machines_byte_order(Machine machine) throws IOException {
    int word = machine.pointerSize();
    Memory memory = machine.memory(SLOT).word(0, -2).word(word, 7);
    try (HeapGraph graph = graph(DumpWriter.go("go1.21.0", machine).object(FIRST, memory))) {
      ValueReader reader = reader(graph, new Limits(4, 16, 0));
      assertThat(reader.readAt(basic(Kind.INT, word), FIRST)).isEqualTo(new GoValue.Scalar(-2L));
      BigInteger most = BigInteger.ONE.shiftLeft(8 * word).subtract(BigInteger.TWO);
      GoValue.Scalar unsigned = (GoValue.Scalar) reader.readAt(basic(Kind.UINT, word), FIRST);
      assertThat(new BigInteger(unsigned.value().toString())).isEqualTo(most);
      int low = machine.bigEndian() ? word - 1 : 0;
      assertThat(reader.readAt(basic(Kind.UINT8, 1), FIRST + word + low))
          .isEqualTo(new GoValue.Scalar(7L));
      assertThat(reader.readAt(basic(Kind.BOOL, 1), FIRST + word + low))
          .isEqualTo(new GoValue.Scalar(true));
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void a_string_is_cut_with_its_length(Machine machine) throws IOException {
    int word = machine.pointerSize();
    Memory memory = machine.memory(SLOT).pointer(0, FIRST + 64).word(word, 100);
    DumpWriter dump = DumpWriter.go("go1.21.0", machine).object(FIRST, memory);
    try (HeapGraph graph = graph(dump)) {
      GoValue value =
          reader(graph, new Limits(4, 16, 0)).readAt(basic(Kind.STRING, 2 * word), FIRST);
      assertThat(value).isEqualTo(new GoValue.Text("\0".repeat(16), 100, false));
    }
  }

  @Test
  void a_string_of_a_length_that_cannot_be_is_unknown() throws IOException {
    Memory memory = Machine.AMD64.memory(SLOT).pointer(0, FIRST).word(8, -1);
    try (HeapGraph graph = graph(DumpWriter.go("go1.21.0").object(FIRST, memory))) {
      assertThat(reader(graph, new Limits(4, 16, 0)).readAt(basic(Kind.STRING, 16), FIRST))
          .isInstanceOf(GoValue.Unknown.class);
    }
  }

  @Test
  void a_cycle_ends_where_it_closes() throws IOException {
    GoType[] node = new GoType[1];
    node[0] =
        new GoType(
            "main.Node",
            Kind.STRUCT,
            8,
            0,
            () -> Parts.struct(List.of(new Field("next", 0, pointer(node[0], 8), false))));
    Memory first = Machine.AMD64.memory(64).pointer(0, FIRST + 64);
    Memory second = Machine.AMD64.memory(64).pointer(0, FIRST);
    try (HeapGraph graph =
        graph(DumpWriter.go("go1.21.0").object(FIRST, first).object(FIRST + 64, second))) {
      GoValue value = reader(graph, new Limits(4, 16, 30)).readAt(pointer(node[0], 8), FIRST);
      int followed = 0;
      while (value instanceof GoValue.Struct
          || (value instanceof GoValue.Pointer p && p.target() != null)) {
        followed += value instanceof GoValue.Pointer ? 1 : 0;
        value =
            value instanceof GoValue.Struct s
                ? s.fields().get(0).value()
                : ((GoValue.Pointer) value).target();
      }
      assertThat(followed).isBetween(1, 3);
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void a_weak_pointer_is_where_it_points_or_that_the_object_is_gone(Machine machine)
      throws IOException {
    int word = machine.pointerSize();
    GoType weak =
        struct(
            "weak.Pointer[uint]", word, new Field("u", 0, basic(Kind.UNSAFE_POINTER, word), false));
    Memory memory = machine.memory(SLOT).pointer(0, FIRST + SLOT).pointer(word, FIRST + 2 * SLOT);
    DumpWriter dump =
        DumpWriter.go("go1.24.0", machine)
            .object(FIRST, memory)
            .object(FIRST + SLOT, machine.memory(SLOT).word(0, FIRST + 16))
            .object(FIRST + 2 * SLOT, machine.memory(SLOT));
    try (HeapGraph graph = graph(dump)) {
      ValueReader reader = reader(graph, new Limits(4, 16, 0));
      assertThat(reader.readAt(weak, FIRST))
          .hasFieldOrPropertyWithValue("text", "weak pointer to 0xc0000010");
      assertThat(reader.readAt(weak, FIRST + word))
          .hasFieldOrPropertyWithValue("text", "weak pointer to a collected object");
      assertThat(reader.readAt(weak, FIRST + 2L * word)).isEqualTo(new GoValue.Nil());
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void a_unique_handle_is_its_value(Machine machine) throws IOException {
    int word = machine.pointerSize();
    GoType handle =
        struct(
            "unique.Handle[uint]",
            word,
            new Field("value", 0, pointer(basic(Kind.UINT, word), word), false));
    Memory memory = machine.memory(SLOT).pointer(0, FIRST + SLOT);
    DumpWriter dump =
        DumpWriter.go("go1.24.0", machine)
            .object(FIRST, memory)
            .object(FIRST + SLOT, machine.memory(SLOT).word(0, 42));
    try (HeapGraph graph = graph(dump)) {
      assertThat(reader(graph, new Limits(4, 16, 0)).readAt(handle, FIRST))
          .isEqualTo(new GoValue.Scalar(42L));
    }
  }

  private static GoType struct(String name, long size, Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  @Test
  @Timeout(60)
  void slices_of_themselves_end() throws IOException {
    GoType[] list = new GoType[1];
    list[0] = new GoType("main.L", Kind.SLICE, 24, 0, () -> Parts.of(list[0]));
    Memory memory = Machine.AMD64.memory(96);
    for (int i = 0; i < 4; i++) {
      memory.pointer(24 * i, FIRST).word(24 * i + 8, 4).word(24 * i + 16, 4);
    }
    try (HeapGraph graph = graph(DumpWriter.go("go1.21.0").object(FIRST, memory))) {
      assertThat(reader(graph, new Limits(8, 16, 8)).readAt(list[0], FIRST))
          .isInstanceOf(GoValue.Elements.class);
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  @Timeout(120)
  void memory_that_makes_no_sense_gives_values_or_says_so(Machine machine) throws IOException {
    int word = machine.pointerSize();
    Random random = new Random(7);
    DumpWriter dump = DumpWriter.go("go1.24.0", machine);
    for (int object = 0; object < 64; object++) {
      Memory memory = machine.memory(SLOT);
      for (int at = 0; at + word <= SLOT; at += word) {
        long inside = FIRST + random.nextInt(64 * SLOT);
        switch (random.nextInt(4)) {
          case 0 -> memory.pointer(at, inside);
          case 1 -> memory.word(at, random.nextInt(40));
          case 2 -> memory.word(at, random.nextLong());
          default -> memory.word(at, -1L);
        }
      }
      dump.object(FIRST + (long) object * SLOT, memory);
    }
    try (HeapGraph graph = graph(dump)) {
      ValueReader reader = reader(graph, new Limits(8, 64, 3));
      List<GoType> types = all(word);
      for (GoType type : types) {
        for (int i = 0; i < 200; i++) {
          assertThat(reader.readAt(type, FIRST + random.nextInt(64 * SLOT))).isNotNull();
        }
      }
    }
  }

  /** A type of each kind. */
  private static List<GoType> all(int word) {
    GoType text = basic(Kind.STRING, 2 * word);
    GoType number = basic(Kind.INT, word);
    GoType array =
        new GoType(
            "[3]string",
            Kind.ARRAY,
            6L * word,
            0,
            () -> new Parts(text, null, 3, List.of(), null, 0));
    GoType struct =
        new GoType(
            "time.Time",
            Kind.STRUCT,
            16 + word,
            0,
            () ->
                Parts.struct(
                    List.of(
                        new Field("wall", 0, basic(Kind.UINT64, 8), false),
                        new Field("ext", 8, basic(Kind.INT64, 8), false),
                        new Field("loc", 16, pointer(text, word), false))));
    GoType tophash =
        new GoType(
            "[8]uint8",
            Kind.ARRAY,
            8,
            0,
            () -> new Parts(basic(Kind.UINT8, 1), null, 8, List.of(), null, 0));
    GoType keys =
        new GoType(
            "[8]string",
            Kind.ARRAY,
            16L * word,
            0,
            () -> new Parts(text, null, 8, List.of(), null, 0));
    GoType elems =
        new GoType(
            "[8]int",
            Kind.ARRAY,
            8L * word,
            0,
            () -> new Parts(number, null, 8, List.of(), null, 0));
    GoType bucket =
        new GoType(
            "bucket<string,int>",
            Kind.STRUCT,
            8 + 25L * word,
            0,
            () ->
                Parts.struct(
                    List.of(
                        new Field("tophash", 0, tophash, false),
                        new Field("keys", 8, keys, false),
                        new Field("values", 8 + 16L * word, elems, false),
                        new Field("overflow", 8 + 24L * word, pointer(text, word), false))));
    GoType map =
        new GoType(
            "map[string]int",
            Kind.MAP,
            word,
            0,
            () -> new Parts(number, text, 0, List.of(), bucket, 0));
    GoType channel = new GoType("chan string", Kind.CHAN, word, 0, () -> Parts.of(text));
    GoType any = new GoType("interface {}", Kind.INTERFACE, 2L * word, 0, () -> Parts.NONE);
    GoType function = new GoType("func()", Kind.FUNC, word, 0, () -> Parts.NONE);
    return List.of(
        basic(Kind.FLOAT32, 4),
        basic(Kind.FLOAT64, 8),
        basic(Kind.COMPLEX128, 16),
        basic(Kind.UINTPTR, word),
        basic(Kind.UNSAFE_POINTER, word),
        basic(Kind.INVALID, 8),
        text,
        array,
        slice(text, word),
        slice(basic(Kind.UINT8, 1), word),
        pointer(struct, word),
        struct,
        map,
        channel,
        any,
        function);
  }
}
