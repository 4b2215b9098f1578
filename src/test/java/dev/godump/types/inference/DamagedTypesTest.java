package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.ForwardingExecutable;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types from an executable with damaged descriptors. */
class DamagedTypesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  @Timeout(60)
  void damaged_descriptors_do_not_stop_inference(int phase) throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/types").graph();
        Executable file = Executables.open("testdata/go1.24/types.program.zst")) {
      Program whole = Program.of(file);
      Program damaged =
          new Program(
              new Flipped(file, phase), whole.module(), whole.functions(), whole.build(), 0);
      HeapTypes types = TypeInference.infer(graph, Optional.of(damaged)).types();
      assertThat(types.typeCount()).isPositive();
      for (int object = 0; object < graph.objects().count(); object += 7) {
        for (long offset = 0; offset < Math.min(64, graph.objects().size(object)); offset += 8) {
          types.fieldName(object, offset);
        }
      }
    }
  }

  /** An executable with a byte in every 64 of its read-only data inverted. */
  private record Flipped(Executable whole, int phase) implements ForwardingExecutable {
    @Override
    public int read(long address, byte[] into, int offset, int length) {
      int n = whole.read(address, into, offset, length);
      for (int i = 0; i < n; i++) {
        if ((address + i) % 64 == 8L * phase + phase) {
          into[offset + i] ^= (byte) (1 << phase);
        }
      }
      return n;
    }

    @Override
    public Optional<byte[]> debugSection(String name) {
      Optional<byte[]> bytes = whole.debugSection(name);
      bytes.ifPresent(
          b -> {
            for (int i = 9 * phase; i < b.length; i += 64 * 8) {
              b[i] ^= (byte) (1 << phase);
            }
          });
      return bytes;
    }
  }
}
