package dev.godump.types.inference;

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
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.program.KnownTypes;
import dev.godump.types.program.TypedWords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types propagated from a proposed one. */
@Timeout(20)
class PropagationTest {
  private static final long FIRST = 0xc000000000L;
  private static final long SECOND = 0xc000001000L;
  private static final long POINT = 0x4a0000;
  private static final long HOLDER = 0x4a0100;
  private static final long VARIABLE = 0x500000;
  private static final GoType NUMBER = new GoType("uint64", Kind.UINT64, 8, 0, () -> Parts.NONE);
  private static final GoType POINTER =
      new GoType("*uint64", Kind.POINTER, 8, 0, () -> Parts.of(NUMBER));
  private static final GoType UNSAFE =
      new GoType("unsafe.Pointer", Kind.UNSAFE_POINTER, 8, 0, () -> Parts.NONE);
  private static final GoType HEADER =
      struct("runtime.hchan", 96, new Field("qcount", 0, NUMBER, false));
  private static final GoType HANDLE =
      struct("internal/runtime/atomic.Uintptr", 8, new Field("value", 0, NUMBER, false));
  private static final GoType STRING = new GoType("string", Kind.STRING, 16, 0, () -> Parts.NONE);

  /**
   * A program whose only descriptors are those of main.Point and of a struct with a pointer to one.
   */
  private static final class TwoTypes implements KnownTypes {
    private final GoType point = struct("main.Point", 16, new Field("X", 0, NUMBER, false));
    private final GoType holder =
        struct(
            "main.Holder",
            16,
            new Field("N", 0, NUMBER, false),
            new Field("P", 8, pointer(point), false));

    @Override
    public Optional<GoType> at(long descriptor) {
      return descriptor == POINT
          ? Optional.of(point)
          : descriptor == HOLDER ? Optional.of(holder) : Optional.empty();
    }

    @Override
    public boolean mayBeDescriptor(long address) {
      return address == POINT || address == HOLDER;
    }

    @Override
    public Optional<GoType> named(String name) {
      return Optional.ofNullable(
          name.equals("runtime.hchan") ? HEADER : name.equals(HANDLE.name()) ? HANDLE : null);
    }

    @Override
    public List<GoType> all() {
      return List.of(point, holder);
    }
  }

  private static GoType struct(String name, long size, Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  private static GoType array(GoType elem, long length) {
    return new GoType(
        "[" + length + "]" + elem.name(),
        Kind.ARRAY,
        length * elem.size(),
        0,
        () -> new Parts(elem, null, length, List.of(), null, 0));
  }

  private static GoType pointer(GoType elem) {
    return new GoType("*" + elem.name(), Kind.POINTER, 8, 0, () -> Parts.of(elem));
  }

  private static DumpWriter dump() {
    return DumpWriter.go("go1.22.5", Machine.AMD64);
  }

  /** The types of a heap after propagation. */
  private record Spread(InferenceContext context, Propagation propagation) {
    static Spread over(HeapGraph graph, int minor) {
      InferenceContext context =
          InferenceContext.of(graph, new TwoTypes(), Optional.empty(), minor);
      return new Spread(context, new Propagation(context));
    }

    Layouts layouts() {
      return context.layouts();
    }

    Typing at(long address) {
      return context.typings().get(context.graph().objects().find(address));
    }
  }

  /** The typing of an object if the first one has values of a type. */
  private static Typing found(DumpWriter dump, GoType first, long count, long wanted)
      throws IOException {
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Spread types = Spread.over(graph, 22);
      types.propagation.propose(
          FIRST, Candidate.atLeast(count, types.layouts().layoutOf(first), Certainty.INFERRED));
      types.propagation.spread();
      return types.at(wanted);
    }
  }

  private static void assertIs(Typing typing, String name, long count, Certainty certainty) {
    assertThat(typing.layout().name).isEqualTo(name);
    assertThat(typing.count()).isEqualTo(count);
    assertThat(typing.certainty()).isEqualTo(certainty);
  }

  @Test
  void a_channel_has_its_element_type() throws IOException {
    DumpWriter dump =
        dump()
            .object(FIRST, dump().memory(8).pointers(SECOND))
            .object(SECOND, dump().memory(96).word(32, POINT));
    assertIs(found(dump, pointer(HEADER), 1, SECOND), "hchan<main.Point>", 1, Certainty.INFERRED);
  }

  @Test
  void a_channel_of_an_unknown_element_type_has_the_generic_type() throws IOException {
    DumpWriter dump =
        dump()
            .object(FIRST, dump().memory(8).pointers(SECOND))
            .object(SECOND, dump().memory(96).word(32, 0x77));
    assertIs(found(dump, pointer(HEADER), 1, SECOND), "runtime.hchan", 1, Certainty.INFERRED);
  }

  @Test
  void an_object_that_starts_with_pointers_is_not_a_channel() throws IOException {
    DumpWriter dump =
        dump()
            .object(FIRST, dump().memory(8).pointers(SECOND))
            .object(SECOND, dump().memory(96).pointer(0, FIRST).word(32, POINT));
    assertThat(found(dump, pointer(HEADER), 1, SECOND)).isNull();
  }

  @Test
  void a_waiting_goroutine_leads_to_its_channel() throws IOException {
    GoType pointers =
        struct(
            "runtime.maybeTraceablePtr",
            16,
            new Field("vp", 0, UNSAFE, false),
            new Field("vu", 8, NUMBER, false));
    GoType channel =
        struct("runtime.maybeTraceableChan", 16, new Field("maybeTraceablePtr", 0, pointers, true));
    GoType waiting =
        struct(
            "runtime.sudog",
            32,
            new Field("g", 0, NUMBER, false),
            new Field("c", 16, channel, false));
    DumpWriter dump =
        dump()
            .object(FIRST, dump().memory(32).pointer(16, SECOND))
            .object(SECOND, dump().memory(96).word(32, POINT));
    assertIs(found(dump, waiting, 1, SECOND), "hchan<main.Point>", 1, Certainty.INFERRED);
  }

  @Test
  void a_grown_table_of_itabs_is_typed_although_the_collector_skips_it() throws IOException {
    GoType table =
        struct(
            "runtime.itabTableType",
            32,
            new Field("size", 0, NUMBER, false),
            new Field("entries", 16, array(POINTER, 2), false));
    DumpWriter dump = dump().object(FIRST, dump().memory(8).pointers(SECOND)).object(SECOND, 64);
    assertIs(
        found(dump, pointer(table), 1, SECOND), "runtime.itabTableType", 1, Certainty.INFERRED);
  }

  @Test
  void a_weak_pointer_leads_to_its_handle() throws IOException {
    GoType weak = struct("weak.Pointer[main.Point]", 8, new Field("u", 0, UNSAFE, false));
    DumpWriter dump = dump().object(FIRST, dump().memory(8).pointers(SECOND)).object(SECOND, 16);
    assertIs(found(dump, weak, 1, SECOND), HANDLE.name(), 1, Certainty.INFERRED);
  }

  @Test
  void a_type_is_replaced_by_one_of_the_same_size_that_starts_with_it() throws IOException {
    GoType inner = struct("internal/sync.Mutex", 8, new Field("state", 0, NUMBER, false));
    GoType nothing = struct("sync.noCopy", 0);
    GoType outer =
        struct(
            "sync.Mutex", 8, new Field("_", 0, nothing, false), new Field("mu", 0, inner, false));
    GoType both =
        struct(
            "main.Both",
            16,
            new Field("i", 0, pointer(inner), false),
            new Field("o", 8, pointer(outer), false));
    DumpWriter dump =
        dump().object(FIRST, dump().memory(16).pointers(SECOND, SECOND)).object(SECOND, 8);
    assertIs(found(dump, both, 1, SECOND), "sync.Mutex", 1, Certainty.INFERRED);
  }

  /** The typing of the array of a slice without its length and capacity. */
  private static Typing typingOfArray(Memory array, GoType elem) throws IOException {
    try (HeapGraph graph =
        GraphLoader.load(dump().object(SECOND, array).source(), position -> {})) {
      Spread types = Spread.over(graph, 22);
      TypedWords pointer =
          new TypedWords() {
            @Override
            public boolean hasWord(long offset) {
              return offset == 0;
            }

            @Override
            public long word(long offset) {
              return SECOND;
            }

            @Override
            public long number(long offset, int length) {
              return SECOND;
            }
          };
      GoType slice = new GoType("[]" + elem.name(), Kind.SLICE, 24, 0, () -> Parts.of(elem));
      types.propagation.values(pointer, 0, types.layouts().layoutOf(slice), 1, Certainty.INFERRED);
      types.propagation.spread();
      return types.at(SECOND);
    }
  }

  @Test
  void the_length_of_a_slice_without_one_follows_from_its_pointers() throws IOException {
    assertIs(
        typingOfArray(dump().memory(48).pointer(0, 0).pointer(16, 0).pointer(32, 0), STRING),
        "string",
        3,
        Certainty.INFERRED);
  }

  @Test
  void a_slice_of_numbers_without_a_length_is_guessed_to_fill_its_slot() throws IOException {
    assertIs(typingOfArray(dump().memory(48), NUMBER), "uint64", 6, Certainty.GUESS);
  }

  @Test
  void a_pointer_to_an_array_may_point_at_the_first_of_several() throws IOException {
    Memory pointers = dump().memory(32).pointers(0, 0, 0, 0);
    assertIs(
        found(dump().object(FIRST, pointers), array(POINTER, 2), 1, FIRST),
        "[2]*uint64",
        2,
        Certainty.INFERRED);
  }

  @Test
  void a_single_array_is_typed_as_its_elements() throws IOException {
    Memory pointers = dump().memory(32).pointers(0, 0, 0, 0);
    assertIs(
        found(dump().object(FIRST, pointers), array(POINTER, 4), 1, FIRST),
        "*uint64",
        4,
        Certainty.INFERRED);
  }

  @Test
  void an_array_with_a_name_keeps_it() throws IOException {
    GoType table =
        new GoType(
            "main.Table", Kind.ARRAY, 32, 0, () -> new Parts(NUMBER, null, 4, List.of(), null, 0));
    assertIs(found(dump().object(FIRST, 32), table, 1, FIRST), "main.Table", 1, Certainty.INFERRED);
  }

  @Test
  void slices_of_single_elements_determine_the_array_that_they_share() throws IOException {
    GoType part = new GoType("[]string", Kind.SLICE, 24, 0, () -> Parts.of(STRING));
    DumpWriter dump =
        dump()
            .object(
                FIRST,
                dump()
                    .memory(48)
                    .pointer(0, SECOND + 16)
                    .word(8, 1)
                    .word(16, 1)
                    .pointer(24, SECOND + 32)
                    .word(32, 1)
                    .word(40, 1))
            .object(SECOND, dump().memory(48).pointer(0, 0).pointer(16, 0).pointer(32, 0));
    assertIs(found(dump, part, 2, SECOND), "string", 3, Certainty.GUESS);
  }

  @Test
  void a_type_word_before_a_pointer_to_a_variable_may_not_be_an_interface() throws IOException {
    // a reflect.Value of a variable: the type, and where the value is
    DumpWriter dump =
        dump()
            .object(FIRST, dump().memory(24).word(0, HOLDER).pointer(8, VARIABLE))
            .object(SECOND, 16)
            .data(VARIABLE, dump().memory(16).pointers(FIRST, SECOND));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Spread types = Spread.over(graph, 22);
      new TypeSeeds(types.context, types.propagation).fromUntypedObjects(id -> true);
      types.propagation.spread();
      assertThat(types.at(SECOND)).isNull();
    }
  }

  @Test
  void a_struct_that_contains_itself_does_not_loop() throws IOException {
    GoType[] self = new GoType[1];
    self[0] =
        new GoType(
            "main.Self",
            Kind.STRUCT,
            32,
            0,
            () ->
                Parts.struct(
                    List.of(new Field("a", 0, self[0], false), new Field("b", 0, self[0], false))));
    assertThat(found(dump().object(FIRST, 32), self[0], 1, FIRST)).isNotNull();
  }

  @Test
  void a_directory_of_tables_belongs_to_the_map_that_points_at_it() throws IOException {
    GoType map =
        new GoType(
            "map[string]uint64",
            Kind.MAP,
            8,
            0,
            () -> new Parts(NUMBER, STRING, 0, List.of(), null, 0));
    GoType anyTable =
        pointer(struct("internal/runtime/maps.table", 32, new Field("used", 0, NUMBER, false)));
    Memory directory = dump().memory(1152);
    for (int at = 8; at < 1152; at += 8) {
      directory.pointer(at, 0);
    }
    DumpWriter dump = dump().object(SECOND, directory);
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      for (boolean mapFirst : new boolean[] {false, true}) {
        Spread types = Spread.over(graph, 24);
        for (boolean byMap : new boolean[] {mapFirst, !mapFirst}) {
          Layout layout =
              byMap
                  ? types.layouts().swissMaps().directoryEntry(map)
                  : types.layouts().layoutOf(anyTable);
          types.propagation.propose(
              SECOND + 8,
              byMap
                  ? Candidate.exactly(128, layout, Certainty.INFERRED)
                  : Candidate.first(layout, Certainty.EXACT));
        }
        assertIs(types.at(SECOND), "*table<string,uint64>", 128, Certainty.INFERRED);
      }
    }
  }

  @Test
  void a_table_without_known_groups_leads_nowhere() throws IOException {
    GoType map =
        new GoType(
            "map[string]uint64",
            Kind.MAP,
            8,
            0,
            () -> new Parts(NUMBER, STRING, 0, List.of(), null, 0));
    DumpWriter dump =
        dump().object(FIRST, dump().memory(32).pointer(16, SECOND)).object(SECOND, 64);
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      Spread types = Spread.over(graph, 24);
      types.propagation.propose(
          FIRST, Candidate.single(types.layouts().swissMaps().table(map), Certainty.INFERRED));
      types.propagation.spread();
      assertThat(types.at(SECOND)).isNull();
    }
  }

  /**
   * The typing of an object that looks like the header of an unbuffered channel of points, except
   * for one word.
   */
  private static Typing untold(int offset, long value) throws IOException {
    Memory header =
        dump().memory(112).word(16, SECOND + 16).word(24, 16).word(40, POINT).word(offset, value);
    try (HeapGraph graph =
        GraphLoader.load(dump().object(SECOND, header).source(), position -> {})) {
      Spread types = Spread.over(graph, 23);
      new ChannelSeeds(types.context, types.propagation).run(id -> true);
      types.propagation.spread();
      return types.at(SECOND);
    }
  }

  @Test
  void a_channel_without_a_typed_pointer_is_found_by_its_header() throws IOException {
    assertIs(untold(40, POINT), "hchan<main.Point>", 1, Certainty.INFERRED);
  }

  @Test
  void a_header_that_contradicts_its_element_type_is_not_a_channel() throws IOException {
    assertThat(untold(24, 8)).as("size of elements").isNull();
    assertThat(untold(0, 1)).as("more elements than fit").isNull();
    assertThat(untold(16, FIRST)).as("buffer elsewhere").isNull();
    assertThat(untold(40, 0x77)).as("no type").isNull();
    assertThat(untold(48, 1)).as("index outside").isNull();
  }
}
