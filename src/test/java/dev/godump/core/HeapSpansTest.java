package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.core.CoreFile.Segment;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapSpansTest {
  private static final int IN_USE = 5;

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void a_heap_is_found_when_nearly_all_its_spans_are_free(String release) throws IOException {
    try (Source core = new RealCore(release).open();
        Executable program = new RealCore(release).program()) {
      GoProcess process = GoProcess.of(CoreFile.read(core), program);
      Source freed = new DamagedSource(core, freeStates(process));
      GoProcess afterPeak = GoProcess.of(CoreFile.read(freed), program);
      assertThat(HeapSpans.of(afterPeak).all()).hasSize(IN_USE);
    }
  }

  /** Returns zeros, by the positions in the core file of the states of most spans. */
  private static Map<Long, Byte> freeStates(GoProcess process) throws IOException {
    CoreMemory memory = process.memory();
    SpanReader reader = new SpanReader(memory, process.layout());
    Map<Long, Byte> positions = new HashMap<>();
    int kept = 0;
    for (long span : HeapSpans.of(process).addresses()) {
      if (reader.read(span).isPresent() && kept++ >= IN_USE) {
        positions.put(position(process, span + process.layout().offset("mspan.state")), (byte) 0);
      }
    }
    return positions;
  }

  private static long position(GoProcess process, long address) {
    for (Segment segment : process.core().segments()) {
      long inside = address - segment.address();
      if (inside >= 0 && inside < segment.length()) {
        return segment.offset() + inside;
      }
    }
    throw new AssertionError("no memory at " + address);
  }
}
