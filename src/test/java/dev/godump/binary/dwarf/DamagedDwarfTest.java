package dev.godump.binary.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damage gives fewer results, but never an exception or an endless loop. */
@Timeout(60)
class DamagedDwarfTest {
  private static final long LOW = 0x401000;
  private static final int MOST_TYPES = 1000;

  private static TinyDwarf program(int version) {
    TinyDwarf program = TinyDwarf.of(version).section(".data", 0x600000, 64);
    Die number =
        program.number("int", Kind.INT, 8).with(Attribute.GO_RUNTIME_TYPE, new Die.Plain(0x40));
    Die node =
        program
            .struct("main.Node", 32)
            .field("count", 0, number)
            .field("name", 8, program.string());
    Die pointer = program.pointer("*main.Node", node);
    node.field("next", 24, pointer);
    Die array = program.add(Tag.ARRAY_TYPE, "[4]int").kind(Kind.ARRAY).type(number);
    array.add(Tag.SUBRANGE_TYPE, null).with(Attribute.COUNT, 4L);
    program.global("main.nodes", pointer, 0x600000);
    program.global("main.array", array, 0x600008);
    Die inlined = program.add(Tag.SUBPROGRAM, "main.small");
    Die declared = inlined.add(Tag.VARIABLE, "v").type(pointer);
    Die function = program.function("main.work", LOW, LOW + 64);
    function.local(
        "x",
        number,
        program.list(
            LOW, new TinyDwarf.Covered(LOW, LOW + 32, TinyDwarf.pieces(8, TinyDwarf.frame(-8)))));
    function.block(LOW, LOW + 16).local("y", pointer, TinyDwarf.frame(-24));
    Die call = function.add(Tag.INLINED_SUBROUTINE, null).with(Attribute.ABSTRACT_ORIGIN, inlined);
    call.with(Attribute.RANGES, program.ranges(LOW, LOW + 8));
    call.add(Tag.VARIABLE, null)
        .with(Attribute.ABSTRACT_ORIGIN, declared)
        .with(Attribute.LOCATION, TinyDwarf.frame(-16));
    return program;
  }

  /** Uses every look-up and returns the number of results. */
  static int countResults(Executable program, long... pcs) {
    Dwarf dwarf = new Dwarf(program);
    DwarfTypes types = new DwarfTypes(dwarf);
    Globals globals = new Globals(dwarf, types);
    Locals locals = new Locals(dwarf, types);
    Deque<GoType> ahead = new ArrayDeque<>();
    int results = 0;
    for (Global global : globals.all()) {
      global.type().ifPresent(ahead::add);
      results++;
    }
    for (long pc : pcs) {
      for (LocalVariable variable : locals.at(pc)) {
        ahead.add(variable.type());
        results++;
      }
      results += locals.atCall(pc + 1).size() + locals.capturedBy(pc).size();
    }
    types.at(TinyDwarf.TYPES + 0x40).ifPresent(ahead::add);
    types.named("main.Node").ifPresent(ahead::add);
    Set<GoType> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!ahead.isEmpty() && seen.size() < MOST_TYPES) {
      GoType type = ahead.poll();
      if (type != null && seen.add(type)) {
        type.fields().forEach(field -> ahead.add(field.type()));
        for (GoType part : Arrays.asList(type.elem(), type.key(), type.parts().groups())) {
          if (part != null) {
            ahead.add(part);
          }
        }
      }
    }
    assertThat(dwarf.warnings())
        .hasSizeLessThanOrEqualTo(10)
        .allMatch(text -> text.startsWith(".debug_"));
    return results + seen.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void any_byte_may_be_wrong(int version) {
    TinyDwarf program = program(version);
    int results = countResults(program, LOW, LOW + 20);
    assertThat(results).isGreaterThan(10);
    for (byte[] section : program.written().values()) {
      for (int i = 0; i < section.length; i++) {
        byte right = section[i];
        for (int wrong : new int[] {0, 1, 0x7f, 0x80, 0xff, right ^ 1, right + 1, right ^ 0x40}) {
          section[i] = (byte) wrong;
          countResults(program, LOW, LOW + 20);
        }
        section[i] = right;
      }
    }
    assertThat(countResults(program, LOW, LOW + 20)).isEqualTo(results);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void any_section_may_be_cut(int version) {
    TinyDwarf program = program(version);
    for (String name : program.written().keySet()) {
      byte[] whole = program.written().get(name);
      for (int length = 0; length < whole.length; length++) {
        Map<String, byte[]> cut = new HashMap<>(program.written());
        cut.put(name, Arrays.copyOf(whole, length));
        countResults(new ProgramWithDebug(program, cut), LOW, LOW + 20);
      }
    }
  }

  @Test
  void a_number_without_end_is_damage() {
    byte[] info = new byte[1 << 20];
    Arrays.fill(info, (byte) 0x80);
    System.arraycopy(
        new byte[] {(byte) 0xfc, (byte) 0xff, 0x0f, 0, 4, 0, 0, 0, 0, 0, 8}, 0, info, 0, 11);
    Map<String, byte[]> sections = Map.of("info", info, "abbrev", new byte[] {1, 0x11, 1, 0, 0, 0});
    Dwarf dwarf = new Dwarf(new ProgramWithDebug(TinyDwarf.of(4), sections));
    assertThat(new DwarfTypes(dwarf).named("int")).isEmpty();
    assertThat(dwarf.warnings()).isNotEmpty();
  }

  @Test
  void a_million_nested_entries_take_no_stack() {
    byte[] info = new byte[1 << 20];
    Arrays.fill(info, (byte) 1);
    System.arraycopy(
        new byte[] {(byte) 0xfc, (byte) 0xff, 0x0f, 0, 4, 0, 0, 0, 0, 0, 8}, 0, info, 0, 11);
    byte[] abbreviations = {1, Tag.LEXICAL_BLOCK, 1, 0, 0, 0};
    Map<String, byte[]> sections = Map.of("info", info, "abbrev", abbreviations);
    long start = System.nanoTime();
    assertThat(countResults(new ProgramWithDebug(TinyDwarf.of(4), sections), 0, 1)).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void structs_that_overlap_endlessly_are_abandoned() {
    TinyDwarf program = TinyDwarf.of(4);
    Die struct = program.struct("main.T", 8);
    for (int i = 0; i < 3000; i++) {
      struct.field("f", 0, struct);
    }
    for (int i = 0; i < 3000; i++) {
      // each field is a type with all later fields as its fields
      struct.children.get(i).attributes.put(Attribute.TYPE, struct.children.get((i + 1) % 3000));
    }
    program.global("main.t", struct, 0x600000);
    assertThat(countResults(program)).isPositive();
  }
}
