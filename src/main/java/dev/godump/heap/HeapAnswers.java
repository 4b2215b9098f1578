package dev.godump.heap;

import dev.godump.index.IndexFile;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.io.Parallel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The answers of a heap that were computed or read from its index, each once. Not thread-safe. */
final class HeapAnswers {
  private final Heap heap;

  private final Map<IndexPart, Object> kept = new HashMap<>();

  /** Those of the kept answers that were computed, as the bytes of their parts. */
  private final Map<IndexPart, byte[]> computed = new HashMap<>();

  /** Answers that no index keeps, by their class. */
  private final Map<Class<?>, Object> others = new HashMap<>();

  HeapAnswers(Heap heap) {
    this.heap = heap;
  }

  /** See {@link Heap#kept}. */
  @SuppressWarnings("unchecked") // a part has the answers of one type
  <T> T kept(KeptAnswer<T> answer) throws IOException {
    IndexPart part = IndexPart.of(answer);
    Object known = kept.get(part);
    if (known == null) {
      known = readOrCompute(answer, part);
      kept.put(part, known);
    }
    return (T) known;
  }

  private <T> T readOrCompute(KeptAnswer<T> answer, IndexPart part) throws IOException {
    Optional<IndexFile> file = heap.stored(part);
    if (file.isPresent()) {
      return answer.read(new SectionInput(answer.name(), file.get().bytes(HeapIndexWriter.ANSWER)));
    }
    T result = answer.compute();
    SectionOutput out = new SectionOutput();
    answer.write(result, out);
    computed.put(part, out.toBytes());
    return result;
  }

  /** See {@link Heap#once}. */
  <T> T once(Class<T> type, Parallel.Work<T> compute) throws IOException {
    Object known = others.get(type);
    if (known == null) {
      known = compute.run();
      others.put(type, known);
    }
    return type.cast(known);
  }

  /** Returns the kept answers that were computed, as the bytes of their parts. */
  Map<IndexPart, byte[]> computed() {
    return computed;
  }
}
