package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.layout.GoroutineOffsets;
import dev.godump.types.layout.HashMapOffsets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels of goroutines on machines of all word sizes and byte orders. */
class LabelReaderTest {
  private static final long G = 0x40000000;
  private static final long HEADER = 0x40001000;
  private static final long ARRAY = 0x40002000;
  private static final long KEY = 0x40003000;
  private static final long VALUE = 0x40003100;
  private static final long CONSTANT = 0x10200;
  private static final int ID = 7;

  static Stream<Arguments> machines() {
    return Stream.of(Machine.AMD64, Machine.I386, Machine.MIPS, Machine.S390X)
        .flatMap(
            machine ->
                Stream.of(9, 12, 17, 21, 23, 24, 25, 26)
                    .map(minor -> Arguments.of(machine, minor)));
  }

  /** A dump with a goroutine that has labels; changes are made to its g, header and array. */
  private static final class Dump {
    final int word;
    final int minor;
    final DumpWriter writer;
    final Memory g;
    final Memory header;
    final Memory array;

    Dump(Machine machine, int minor) {
      this.minor = minor;
      word = machine.pointerSize();
      writer = DumpWriter.go("go1." + minor, machine);
      GoroutineOffsets at = GoroutineOffsets.of(word, minor).orElseThrow();
      g = writer.memory(512).word(at.goid() + (machine.bigEndian() ? 8 - word : 0), ID);
      g.word(at.labels(), HEADER);
      header = writer.memory(64);
      array = writer.memory(2048);
      if (minor >= 24) {
        header.word(0, ARRAY).word(word, 2).word(2 * word, 2);
        label(0, 2 * word);
      } else {
        HashMapOffsets map = HashMapOffsets.of(word, minor);
        // the variable is before the map that it points at
        header.word(0, HEADER + word);
        header.word(word, 2).word(word + map.buckets(), ARRAY);
        array.bytes(1, (byte) 200).bytes(4, (byte) 201);
        label(8 + 2 * word, 8 + 18 * word);
        text(8 + 2 * 4 * word, CONSTANT, 3);
        text(8 + 16 * word + 2 * 4 * word, VALUE, 4);
      }
    }

    private void label(int key, int value) {
      text(key, KEY, 6);
      text(value, VALUE, 4);
      if (minor >= 24) {
        text(key + 4 * word, CONSTANT, 3);
        text(value + 4 * word, VALUE, 4);
      }
    }

    private void text(int at, long address, long length) {
      array.word(at, address).word(at + word, length);
    }

    Optional<List<Label>> read() throws IOException {
      byte[] bytes =
          writer
              .object(G, g)
              .object(HEADER, header)
              .object(ARRAY, array)
              .object(KEY, text(writer, "tenant"))
              .object(VALUE, text(writer, "acme"))
              .goroutine(
                  new DumpRecord.Goroutine(
                      G, 0x7f0000, ID, 0x401000, 4, false, false, 0, "select", 0, 0, 0, 0))
              .finish();
      HeapGraph graph = GraphLoader.load(new BytesSource(bytes), position -> {});
      return new LabelReader(graph, Optional.empty()).labelsOf(graph.process().goroutines().get(0));
    }

    private static Memory text(DumpWriter writer, String text) {
      return writer.memory(16).bytes(0, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void labels_are_read_and_constants_keep_their_address_and_length(Machine machine, int minor)
      throws IOException {
    List<Label> labels = new Dump(machine, minor).read().orElseThrow();
    assertThat(labels)
        .extracting(label -> label.key().text())
        .containsExactly("tenant", "0x10200[3]");
    assertThat(labels).extracting(label -> label.value().text()).containsExactly("acme", "acme");
  }

  @ParameterizedTest
  @MethodSource("machines")
  void labels_that_do_not_fit_are_unknown(Machine machine, int minor) throws IOException {
    for (Consumer<Dump> damage : damages()) {
      Dump dump = new Dump(machine, minor);
      damage.accept(dump);
      assertThat(dump.read()).isEmpty();
    }
  }

  private static List<Consumer<Dump>> damages() {
    return List.of(
        // another id, so that the offsets may be those of another release
        dump -> dump.g.word(GoroutineOffsets.of(dump.word, dump.minor).orElseThrow().goid(), 9),
        // too many labels
        dump -> dump.header.word(dump.word, 1 << 20),
        // one label more than there are
        dump -> dump.header.word(dump.word, dump.minor >= 24 ? 1000 : 3),
        // not an address
        dump -> dump.header.word(0, 12),
        // a text without end
        dump -> dump.array.word(dump.minor >= 24 ? dump.word : 8 + 3 * dump.word, -1));
  }
}
