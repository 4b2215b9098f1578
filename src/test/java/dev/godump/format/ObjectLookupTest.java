package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectLookupTest {
  @ParameterizedTest
  @MethodSource("dev.godump.format.RecordReaderTest#machines")
  void an_object_is_found_behind_others_in_any_order(Machine machine) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0", machine);
    int first = dump.position();
    for (int i = 0; i < 100; i++) {
      dump.object(address(i), dump.memory(i == 50 ? 100_000 : 64).pointer(8, i).pointer(56, 1000 + i));
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

  private static ObjectLookup lookup(DumpWriter dump, Machine machine) {
    return new ObjectLookup(
        dump.source(),
        new DumpRecord.Params(machine.bigEndian(), machine.pointerSize(), 0, 0, machine.arch(), "", 1));
  }

  private static long address(int i) {
    return 0xc000000000L + i * 0x100000L;
  }
}
