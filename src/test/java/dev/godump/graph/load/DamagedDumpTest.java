package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.format.FormatException;
import dev.godump.graph.GraphLimitException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every cut and every wrong byte gives a graph or a clear error in bounded time, and nothing else.
 */
class DamagedDumpTest {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
  private static final long A = 0xc000000000L;

  /** A small dump with every kind of record. */
  private static byte[] small(String version) {
    DumpWriter dump = DumpWriter.go(version);
    dump.type(new DumpRecord.Type(0x4a0000, 24, "main.Node", true)).itab(0x4b0000, 0x4a0000);
    for (int i = 0; i < 24; i++) {
      dump.object(
          A + 16L * i,
          i % 2 == 0 ? dump.memory(16).pointer(8, A + 16L * (i + 1)) : dump.memory(16));
    }
    dump.object(A + 8000, 80)
        .object(A + 16384, dump.memory(640).pointers(A, A + 16, 0, A + 8010, A + 16392));
    dump.goroutine(1, "chan receive", A + 32);
    dump.frame("main.wait", dump.memory(32).pointer(8, A + 48).pointerBeyond(40))
        .frame("runtime.goexit", dump.memory(0));
    dump.defer(A + 64)
        .panic(A + 80)
        .goroutine(2, "select")
        .thread(new DumpRecord.OsThread(0x30000, 1, 77));
    dump.data(0x500000, dump.memory(16).pointers(A))
        .bss(0x600000, dump.memory(16).pointers(0, A + 16384));
    dump.finalizer(A + 96, A + 112)
        .queuedFinalizer(A + 128, A + 144)
        .otherRoot("root", A + 160)
        .memStats();
    dump.memProf(
        new DumpRecord.MemProf(
            0x70000, 16, List.of(new DumpRecord.StackEntry("main.f", "f.go", 3)), 2, 1));
    return dump.allocSample(A + 16, 0x70000).finish();
  }

  /** Loads bytes that may not be a dump, and uses all of the graph if there is one. */
  private static void load(byte[] bytes, int length, String damage) {
    try (HeapGraph graph = GraphLoader.load(BytesSource.prefix(bytes, length), position -> {})) {
      Reachability live = Reachability.of(graph);
      assertThat(live.liveObjects()).isBetween(0, graph.objects().count());
      graph
          .objects()
          .forEach(
              (id, address, size) ->
                  assertThat(graph.shapeIndex(id)).isBetween(0, graph.shapes().size() - 1));
      for (int id = 0; id < graph.objects().count(); id += 5) {
        assertThat(graph.record(id).address()).isEqualTo(graph.objects().address(id));
      }
      if (!graph.loadResult().outcome().isComplete()) {
        assertThat(graph.loadResult().warnings()).isNotEmpty();
      }
    } catch (FormatException | GraphLimitException e) {
      assertThat(e.getMessage()).isNotBlank();
    } catch (Throwable e) {
      throw new AssertionError(damage, e);
    }
  }

  private static void flip(byte[] bytes, int at, int mask) {
    bytes[at] ^= (byte) mask;
    load(bytes, bytes.length, String.format("byte %d xor 0x%02x", at, mask));
    bytes[at] ^= (byte) mask;
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.21.0", "go1.24.1", ""})
  void every_prefix_of_a_small_dump(String version) {
    byte[] bytes = small(version);
    assertTimeoutPreemptively(
        LONG_ENOUGH,
        () -> {
          for (int length = 0; length <= bytes.length; length++) {
            load(bytes, length, "cut at byte " + length);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"go1.21.0,255", "go1.21.0,1", "go1.24.1,255", "go1.24.1,1", "go1.24.1,128"})
  void every_byte_of_a_small_dump_changed(String version, int mask) {
    byte[] bytes = small(version);
    assertTimeoutPreemptively(
        LONG_ENOUGH,
        () -> {
          for (int at = 0; at < bytes.length; at++) {
            flip(bytes, at, mask);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus/go1.24/mips", "corpus/go1.15/386"})
  void many_prefixes_of_a_real_dump(String name) throws IOException {
    byte[] bytes = RealDump.of(name).bytes();
    assertTimeoutPreemptively(
        LONG_ENOUGH,
        () -> {
          for (int i = 0; i < 500; i++) {
            int length = (int) ((long) bytes.length * i / 500);
            load(bytes, length, "cut at byte " + length);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus/go1.24/mips", "corpus/go1.15/386"})
  void many_bytes_of_a_real_dump_changed(String name) throws IOException {
    byte[] bytes = RealDump.of(name).bytes();
    Random random = new Random(1);
    assertTimeoutPreemptively(
        LONG_ENOUGH,
        () -> {
          for (int i = 0; i < 1000; i++) {
            flip(bytes, random.nextInt(bytes.length), i % 2 == 0 ? 0xff : 1);
          }
        });
  }

  @Test
  void random_bytes_after_a_valid_start() {
    byte[] start = DumpWriter.go("go1.24.1").unfinished();
    Random random = new Random(2);
    assertTimeoutPreemptively(
        LONG_ENOUGH,
        () -> {
          for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[start.length + 300];
            random.nextBytes(bytes);
            for (int at = start.length; at < bytes.length; at++) {
              bytes[at] &= (byte) (i % 2 == 0 ? 0x1f : 0xff);
            }
            System.arraycopy(start, 0, bytes, 0, start.length);
            load(bytes, bytes.length, "case " + i);
          }
        });
  }
}
