package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectLookupTest {
  private static final long TARGET = 0x10000000;

  @ParameterizedTest
  @MethodSource("dev.godump.format.RecordReaderTest#machines")
  void an_object_is_found_after_others_in_any_order(Machine machine) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0", machine);
    int first = dump.position();
    for (int i = 0; i < 100; i++) {
      dump.object(
          address(i), dump.memory(i == 50 ? 100_000 : 64).pointer(8, i).pointer(56, 1000 + i));
    }
    dump.itab(1, 2);
    ObjectLookup lookup = lookup(dump, machine);
    for (int i : new int[] {99, 0, 50, 50, 51, 7}) {
      ObjectRecord object = lookup.find(first, address(i));
      assertThat(object.size()).isEqualTo(i == 50 ? 100_000 : 64);
      assertThat(object.nextPointer()).isEqualTo(8);
      assertThat(object.nextPointer()).isEqualTo(56);
      assertThat(object.nextPointer()).isEqualTo(-1);
      assertThat(object.word(8)).isEqualTo(i);
      assertThat(object.word(56)).isEqualTo(1000 + i);
      assertThat(object.word(16)).isZero();
    }
    assertThatThrownBy(() -> lookup.find(first, address(100))).isInstanceOf(FormatException.class);
  }

  /**
   * Lists of many pointers, with and without gaps, around the lengths where offsets take one more
   * byte.
   */
  @ParameterizedTest
  @MethodSource("dev.godump.format.RecordReaderTest#machines")
  void pointers_are_the_same_whether_their_number_is_known_or_not(Machine machine)
      throws IOException {
    int start = DumpWriter.go("go1.21.0", machine).position();
    for (int length : new int[] {999, 1000, 4096, 4097, 50_000, 300_000}) {
      for (int gap : new int[] {-1, 0, 500, length - 2, length - 1}) {
        LongList all = new LongArrayList();
        LongList some = new LongArrayList();
        ObjectLookup lookup = lookup(withGap(machine, length, gap, all, some), machine);
        for (long known : new long[] {-1, all.size() - 1, all.size(), all.size() + 1}) {
          ObjectRecord object = lookup.find(start, address(0));
          object.expectPointers(known);
          assertThat((List<Long>) taken(object::nextPointer))
              .as("%d, gap at %d", length, gap)
              .isEqualTo(all);
          lookup.find(start, address(0));
          object.expectPointers(known);
          assertThat((List<Long>) taken(() -> object.nextPointerInto(TARGET, 3))).isEqualTo(some);
        }
      }
    }
  }

  /**
   * Returns the record of an array in which every 777th word, and the one that is not a pointer, is
   * an address near the target.
   *
   * @param all collects the offsets of pointers
   * @param some collects the offsets of pointers to the three bytes from the target on
   */
  private static DumpWriter withGap(
      Machine machine, int length, int gap, LongList all, LongList some) {
    DumpWriter dump = DumpWriter.go("go1.21.0", machine);
    int word = machine.pointerSize();
    Memory memory = dump.memory((length + 3) * word);
    for (int i = 0; i < length; i++) {
      int offset = i * word;
      if (i == gap) {
        memory.word(offset, TARGET);
      } else {
        memory.pointer(offset, i % 777 == 0 ? TARGET + i % 5 : 0);
        all.add(offset);
        if (i % 777 == 0 && i % 5 < 3) {
          some.add(offset);
        }
      }
    }
    return dump.object(address(0), memory).itab(1, 2);
  }

  private interface Next {
    long offset() throws IOException;
  }

  private static LongList taken(Next next) throws IOException {
    LongList offsets = new LongArrayList();
    for (long offset = next.offset(); offset >= 0; offset = next.offset()) {
      offsets.add(offset);
    }
    return offsets;
  }

  private static ObjectLookup lookup(DumpWriter dump, Machine machine) {
    return new ObjectLookup(
        dump.source(),
        new DumpRecord.Params(
            machine.bigEndian(), machine.pointerSize(), 0, 0, machine.arch(), "", 1));
  }

  private static long address(int i) {
    return 0xc000000000L + i * 0x100000L;
  }
}
