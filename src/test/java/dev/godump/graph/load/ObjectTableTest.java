package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.graph.GraphLimitException;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.load.SlotsInMemory.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the table with a sorted list of all objects. */
class ObjectTableTest {
  enum Heap {
    ONE_ARENA(1, 2048),
    LOW_ADDRESSES_OF_32_BITS(1, 512),
    LARGE_OBJECTS(8192, 5_000_000),
    ARENAS_64_TIB_APART(1, 9000),
    ABOVE_2_TO_THE_63(1, 1024),
    ON_BOTH_SIDES_OF_2_TO_THE_63(1, 1024),
    OBJECTS_OF_GIGABYTES(1L << 32, 1L << 37);

    private final long smallest;
    private final long largest;

    Heap(long smallest, long largest) {
      this.smallest = smallest;
      this.largest = largest;
    }

    private long[] arenas() {
      return switch (this) {
        case ONE_ARENA, LARGE_OBJECTS -> new long[] {0xc000000000L};
        case LOW_ADDRESSES_OF_32_BITS -> new long[] {0x8800000L, 0x9000000L};
        case ARENAS_64_TIB_APART -> new long[] {0xc000000000L, 0xc004000000L, 0x40c000000000L};
        case ABOVE_2_TO_THE_63 -> new long[] {0xffff800000000000L, 0xffffc00000000000L};
        case ON_BOTH_SIDES_OF_2_TO_THE_63 -> new long[] {0x7fffff0000000000L, 0x8000000000000000L};
        case OBJECTS_OF_GIGABYTES -> new long[] {0xc000000000L, 0x7000000000000000L};
      };
    }

    SlotsInMemory random(Random random, int spans) {
      SlotsInMemory slots = new SlotsInMemory(random);
      long[] arenas = arenas();
      for (long arena : arenas) {
        long next = arena;
        for (int i = 0; i < spans / arenas.length; i++) {
          next = slots.addSpan(next, smallest, largest);
        }
      }
      return slots;
    }
  }

  @ParameterizedTest
  @EnumSource
  void answers_equal_those_of_a_sorted_list(Heap heap) throws GraphLimitException {
    for (int seed = 0; seed < 12; seed++) {
      SlotsInMemory slots = heap.random(new Random(seed), 3 << seed % 6);
      List<Slot> file = slots.inFileOrder();
      ObjectTable table = build(file);
      assertSame(table, slots.sorted(), file);
      assertFinds(table, slots.sorted(), new Random(seed));
    }
  }

  private static ObjectTable build(List<Slot> file) throws GraphLimitException {
    ObjectTableBuilder builder = new ObjectTableBuilder();
    for (int i = 0; i < file.size(); i++) {
      builder.add(file.get(i).address(), file.get(i).size(), i * 100L, true);
    }
    return builder.build(run -> true);
  }

  private static void assertSame(
      ObjectTable table, NavigableMap<Long, Slot> sorted, List<Slot> file) {
    assertThat(table.count()).isEqualTo(sorted.size());
    assertThat(table.bytes()).isEqualTo(sorted.values().stream().mapToLong(Slot::size).sum());
    List<Slot> walked = new ArrayList<>();
    table.forEach(
        (id, address, size) -> {
          assertThat(id).isEqualTo(walked.size());
          walked.add(new Slot(address, size));
        });
    assertThat(walked).isEqualTo(List.copyOf(sorted.values()));
    int id = 0;
    for (Slot slot : sorted.values()) {
      assertThat(table.address(id)).isEqualTo(slot.address());
      assertThat(table.size(id)).isEqualTo(slot.size());
      int before = (int) (table.positionBefore(id) / 100);
      assertThat(file.subList(before, Math.min(before + ObjectTable.SAMPLE, file.size())))
          .contains(slot);
      id++;
    }
  }

  private static void assertFinds(
      ObjectTable table, NavigableMap<Long, Slot> slots, Random random) {
    NavigableMap<Long, Numbered> sorted = new TreeMap<>(Long::compareUnsigned);
    slots.values().forEach(slot -> sorted.put(slot.address(), new Numbered(sorted.size(), slot)));
    int id = 0;
    for (Slot slot : slots.values()) {
      assertThat(table.find(slot.address())).isEqualTo(id);
      assertThat(table.find(slot.end() - 1)).isEqualTo(id);
      assertThat(table.find(slot.address() + random.nextLong(slot.size()))).isEqualTo(id);
      assertFind(table, sorted, slot.end());
      assertFind(table, sorted, slot.address() - 1);
      assertFind(table, sorted, slot.address() + random.nextLong(-100_000, 100_000));
      assertThat(table.lowerBound(slot.address())).isEqualTo(id);
      assertThat(table.lowerBound(slot.end())).isEqualTo(id + 1);
      id++;
    }
    for (long address : new long[] {0, 1, -1, -8, 1L << 63, (1L << 63) - 1, 0xc000000000L - 1}) {
      assertFind(table, sorted, address);
    }
  }

  private record Numbered(int id, Slot slot) {}

  private static void assertFind(
      ObjectTable table, NavigableMap<Long, Numbered> sorted, long address) {
    var below = sorted.floorEntry(address);
    boolean inside = below != null && below.getValue().slot().holds(address);
    assertThat(table.find(address))
        .as("0x%x", address)
        .isEqualTo(inside ? below.getValue().id() : -1);
  }

  @Test
  void a_range_has_the_objects_that_have_a_byte_in_it() throws GraphLimitException {
    ObjectTable table =
        build(List.of(new Slot(0x1000, 64), new Slot(0x1040, 64), new Slot(0x3000, 64)));
    assertThat(in(table, 0, -1)).containsExactly(0, 1, 2);
    assertThat(in(table, 0x103f, 0x1040)).containsExactly(0);
    assertThat(in(table, 0x103f, 0x1041)).containsExactly(0, 1);
    assertThat(in(table, 0x1080, 0x3000)).isEmpty();
    assertThat(in(table, 0x1080, 0x3001)).containsExactly(2);
  }

  private static List<Integer> in(ObjectTable table, long from, long to) {
    List<Integer> ids = new ArrayList<>();
    table.forEachIn(from, to, ids::add);
    return ids;
  }

  @Test
  void objects_with_ids_of_31_bits_are_located() {
    long base = 0xc000000000L;
    int last = (1 << 30) + 5;
    ObjectTable table = denseRun(base, 8, last + 1);
    for (int id : new int[] {0, 1, (1 << 30) - 1, 1 << 30, last}) {
      long location = table.locate(base + 8L * id + 3);
      assertThat(location).isNotEqualTo(ObjectTable.NONE);
      assertThat(ObjectTable.idOf(location)).isEqualTo(id);
      assertThat(ObjectTable.offsetOf(location)).isEqualTo(3);
    }
    assertThat(table.locate(base - 1)).isEqualTo(ObjectTable.NONE);
    assertThat(table.locate(base + 8L * (last + 1))).isEqualTo(ObjectTable.NONE);
  }

  private static ObjectTable denseRun(long base, long size, int count) {
    return new ObjectTable(
        new long[] {base},
        new long[] {base + size * count},
        new long[] {size},
        new int[] {0, count},
        new int[] {-1},
        new int[] {0},
        new long[0],
        new int[0],
        new long[0]);
  }

  @Test
  void the_largest_location_is_of_an_object() {
    long location = ObjectTable.location(Integer.MAX_VALUE - 1, (1L << 33) - 1);
    assertThat(location).isNotEqualTo(ObjectTable.NONE);
    assertThat(ObjectTable.idOf(location)).isEqualTo(Integer.MAX_VALUE - 1);
    assertThat(ObjectTable.offsetOf(location)).isEqualTo((1L << 33) - 1);
  }

  @Test
  void an_empty_table_finds_nothing() throws GraphLimitException {
    ObjectTable table = build(List.of());
    assertThat(table.count()).isZero();
    assertThat(table.bytes()).isZero();
    assertThat(table.find(0xc000000000L)).isEqualTo(-1);
    assertThat(table.lowerBound(0)).isZero();
    assertThatThrownBy(() -> table.address(0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void an_id_without_an_object_is_refused() throws GraphLimitException {
    ObjectTable table = build(List.of(new Slot(0x1000, 64)));
    assertThatThrownBy(() -> table.size(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("1 of 1");
    assertThatThrownBy(() -> table.size(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void runs_not_to_be_kept_are_left_out() throws GraphLimitException {
    ObjectTableBuilder builder = new ObjectTableBuilder();
    builder.add(0x5000, 64, 0, true);
    builder.add(0x1000, 64, 100, true);
    builder.add(0x3000, 128, 200, true);
    ObjectTable table = builder.build(run -> run != 1);
    assertThat(table.count()).isEqualTo(2);
    assertThat(table.find(0x1000)).isEqualTo(-1);
    assertThat(table.find(0x3000)).isZero();
    assertThat(table.positionBefore(1)).isZero();
  }

  @Test
  void slots_that_must_not_join_a_run_start_their_own() throws GraphLimitException {
    ObjectTableBuilder builder = new ObjectTableBuilder();
    assertThat(builder.add(0x1000, 64, 0, true)).isTrue();
    assertThat(builder.add(0x1040, 64, 1, true)).isFalse();
    assertThat(builder.add(0x1080, 64, 2, false)).isTrue();
    assertThat(builder.add(0x10c0, 32, 3, true)).isTrue();
    assertThat(builder.build(run -> true).runs()).isEqualTo(3);
  }
}
