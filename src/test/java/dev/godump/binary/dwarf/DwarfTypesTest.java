package dev.godump.binary.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DwarfTypesTest {
  private final TinyDwarf program = TinyDwarf.of(5);

  private static GoType type(TinyDwarf program, String name) {
    return new DwarfTypes(new Dwarf(program)).named(name).orElseThrow();
  }

  private GoType type(String name) {
    return type(program, name);
  }

  static Stream<Arguments> writings() {
    return Stream.of(2, 3, 4, 5)
        .flatMap(
            version ->
                Stream.of(
                    Arguments.of(version, 8, false),
                    Arguments.of(version, 8, true),
                    Arguments.of(version, 4, false),
                    Arguments.of(version, 4, true)));
  }

  @ParameterizedTest(name = "DWARF {0}, {1} bytes, big-endian: {2}")
  @MethodSource("writings")
  void a_struct_has_its_fields_in_every_version_and_word_size(
      int version, int wordSize, boolean bigEndian) {
    TinyDwarf written = TinyDwarf.of(version, wordSize, bigEndian);
    Die number = written.number("int32", Kind.INT32, 4);
    Die node = written.struct("main.Node", 2L * wordSize).field("count", 0, number);
    node.field("next", wordSize, written.pointer("*main.Node", node));
    GoType type = type(written, "main.Node");
    assertThat(type.kind()).isEqualTo(Kind.STRUCT);
    assertThat(type.size()).isEqualTo(2L * wordSize);
    assertThat(type.fields()).extracting(Field::name).containsExactly("count", "next");
    Field next = type.fields().get(1);
    assertThat(next.offset()).isEqualTo(wordSize);
    assertThat(next.type().size()).isEqualTo(wordSize);
    assertThat(next.type().elem()).isSameAs(type);
  }

  @Test
  void a_field_may_be_embedded() {
    Die inner = program.struct("main.Inner", 0);
    program
        .struct("main.T", 0)
        .field("Inner", 0, inner)
        .children
        .get(0)
        .with(Attribute.GO_EMBEDDED_FIELD, true);
    assertThat(type("main.T").fields().get(0).embedded()).isTrue();
  }

  @Test
  void a_named_type_has_the_kind_and_size_of_its_underlying_type() {
    Die number = program.number("time.Duration", Kind.INT64, 8);
    Die name = program.add(Tag.TYPEDEF, "time.Duration").type(number);
    program.add(Tag.TYPEDEF, "main.Wait").type(name);
    GoType type = type("main.Wait");
    assertThat(type.kind()).isEqualTo(Kind.INT64);
    assertThat(type.size()).isEqualTo(8);
  }

  @Test
  void a_type_is_found_by_its_descriptor() {
    program.number("int", Kind.INT, 8).with(Attribute.GO_RUNTIME_TYPE, new Die.Plain(0x40));
    DwarfTypes types = new DwarfTypes(new Dwarf(program));
    assertThat(types.at(TinyDwarf.TYPES + 0x40)).map(GoType::name).contains("int");
    assertThat(types.at(TinyDwarf.TYPES + 0x48)).isEmpty();
    assertThat(types.named("int").orElseThrow().descriptor()).isEqualTo(TinyDwarf.TYPES + 0x40);
  }

  @Test
  void an_array_has_a_length_and_an_element() {
    Die number = program.number("uint16", Kind.UINT16, 2);
    Die array = program.add(Tag.ARRAY_TYPE, "[3]uint16").kind(Kind.ARRAY).size(6).type(number);
    array.add(Tag.SUBRANGE_TYPE, null).with(Attribute.COUNT, 3L);
    assertThat(type("[3]uint16").length()).isEqualTo(3);
    assertThat(type("[3]uint16").elem().kind()).isEqualTo(Kind.UINT16);
  }

  @Test
  void an_array_in_a_map_bucket_is_named_by_its_length() {
    Die array = program.add(Tag.ARRAY_TYPE, "[]key<string>").size(128).type(program.string());
    array.add(Tag.SUBRANGE_TYPE, null).with(Attribute.COUNT, 8L);
    program.struct("bucket<string,int>", 128).field("keys", 0, array);
    assertThat(type("bucket<string,int>").fields().get(0).type().name()).isEqualTo("[8]string");
  }

  @Test
  void a_map_has_the_type_of_its_buckets() {
    Die key = program.string();
    Die elem = program.number("int", Kind.INT, 8);
    Die bucket = program.struct("bucket<string,int>", 208);
    Die hash =
        program
            .struct("hash<string,int>", 48)
            .field("buckets", 16, program.pointer("*bucket<string,int>", bucket));
    map(key, elem, program.pointer("*hash<string,int>", hash));
    assertMap("bucket<string,int>");
  }

  @Test
  void a_swiss_map_has_the_type_of_its_groups() {
    Die key = program.string();
    Die elem = program.number("int", Kind.INT, 8);
    Die group = program.struct("noalg.map.group[string]int", 200);
    Die reference =
        program
            .struct("groupReference<string,int>", 16)
            .field("data", 0, program.pointer("*group", group));
    Die table = program.struct("table<string,int>", 32).field("groups", 16, reference);
    Die pointer =
        program.pointer("**table<string,int>", program.pointer("*table<string,int>", table));
    Die header = program.struct("map<string,int>", 48).field("dirPtr", 16, pointer);
    map(key, elem, program.pointer("*map<string,int>", header));
    assertMap("group<string,int>");
  }

  private void map(Die key, Die elem, Die header) {
    program
        .add(Tag.TYPEDEF, "map[string]int")
        .kind(Kind.MAP)
        .type(header)
        .with(Attribute.GO_KEY, key)
        .with(Attribute.GO_ELEM, elem);
  }

  private void assertMap(String groups) {
    GoType map = type("map[string]int");
    assertThat(map.size()).isEqualTo(8);
    assertThat(map.key().name()).isEqualTo("string");
    assertThat(map.elem().name()).isEqualTo("int");
    assertThat(map.parts().groups().name()).isEqualTo(groups);
  }

  @Test
  void a_slice_and_a_channel_have_elements() {
    Die number = program.number("int", Kind.INT, 8);
    program.struct("[]int", 24).kind(Kind.SLICE).with(Attribute.GO_ELEM, number);
    program
        .add(Tag.TYPEDEF, "chan int")
        .kind(Kind.CHAN)
        .type(number)
        .with(Attribute.GO_ELEM, number);
    assertThat(type("[]int").elem().name()).isEqualTo("int");
    assertThat(type("chan int").elem().name()).isEqualTo("int");
    assertThat(type("chan int").size()).isEqualTo(8);
  }

  @Test
  void only_any_has_no_methods() {
    Die eface = program.struct("runtime.eface", 16);
    Die iface = program.struct("runtime.iface", 16);
    program.add(Tag.TYPEDEF, "interface {}").kind(Kind.INTERFACE).type(eface);
    program.add(Tag.TYPEDEF, "error").kind(Kind.INTERFACE).type(iface);
    assertThat(type("interface {}").parts().methodCount()).isZero();
    assertThat(type("error").parts().methodCount()).isEqualTo(1);
    assertThat(type("error").size()).isEqualTo(16);
  }

  @Test
  void a_group_is_found_by_its_name() {
    program.struct("noalg.map.group[main.Pair[int,bool]]string", 8);
    assertThat(type("group<main.Pair[int,bool],string>").size()).isEqualTo(8);
  }

  @Test
  void a_path_is_written_as_in_source() {
    program.struct("gopkg.in/yaml%2ev3.Node", 8);
    assertThat(type("gopkg.in/yaml.v3.Node").name()).isEqualTo("gopkg.in/yaml.v3.Node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          struct {} | struct {}
          struct { main.a uint8; main.p *struct { net/http.q int } } | struct { a uint8; p *struct { q int } }
          struct { runtime.mutex; T string "x; y z"; B main.T } | struct { runtime.mutex; T string "x; y z"; B main.T }
          struct { .F uintptr; main.i *int } | struct { .F uintptr; i *int }
          map[struct { main.a int }]bool | map[struct { a int }]bool
          main.Pair[struct { main.a int }] | main.Pair[struct { main.a int }]
          *go.shape.struct { main.a int } | *go.shape.struct { main.a int }
          **noalg.map.group[string]int | **group<string,int>
          *noalg.struct { F uintptr; X0 *main.T } | *struct { F uintptr; X0 *main.T }
          struct { runtime..F uintptr } | struct { .F uintptr }
          struct { gopkg.in/yaml%2ev3.a int; T gopkg.in/yaml%2ev3.T } | struct { a int; T gopkg.in/yaml.v3.T }
          map.bucket[map[int]bool][]main.T | bucket<map[int]bool,[]main.T>
          *net.result·12 | *net.result
          main.Pair[main.T·1] | main.Pair[main.T·1]
          """)
  void names_are_those_of_the_runtime(String linked, String name) {
    assertThat(DwarfNames.runtimeName(linked)).isEqualTo(name);
  }

  @Test
  void a_cycle_of_typedefs_is_not_a_type() {
    Die first = program.add(Tag.TYPEDEF, "main.A");
    first.type(program.add(Tag.TYPEDEF, "main.B").type(first));
    Dwarf dwarf = new Dwarf(program);
    assertThat(new DwarfTypes(dwarf).named("main.A")).isEmpty();
    assertThat(dwarf.warnings()).singleElement().asString().contains(".debug_info", "circle");
  }

  @Test
  void an_array_with_an_overflowing_length_has_no_size() {
    Die number = program.number("int", Kind.INT, 8);
    Die array = program.add(Tag.ARRAY_TYPE, "int[]").type(number);
    array.add(Tag.SUBRANGE_TYPE, null).with(Attribute.COUNT, Long.MAX_VALUE);
    array.add(Tag.SUBRANGE_TYPE, null).with(Attribute.COUNT, Long.MAX_VALUE);
    program.struct("main.T", 8).field("a", 0, array);
    GoType type = type("main.T").fields().get(0).type();
    assertThat(type.size()).isZero();
    assertThat(type.length()).isZero();
  }

  @Test
  void a_program_without_dwarf_has_no_types() {
    Dwarf dwarf = new Dwarf(new ProgramWithDebug(program));
    assertThat(dwarf.isPresent()).isFalse();
    assertThat(new DwarfTypes(dwarf).named("int")).isEmpty();
    assertThat(new Locals(dwarf, new DwarfTypes(dwarf)).at(0x1000)).isEmpty();
    assertThat(dwarf.warnings()).isEqualTo(List.of());
  }
}
