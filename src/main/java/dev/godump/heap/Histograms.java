package dev.godump.heap;

import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.HistogramCodec;
import dev.godump.index.IndexFile;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The histograms of a heap, read from its index or computed on first use. */
final class Histograms {
  private static final Set<Histogram.By> BY_SHAPE =
      EnumSet.of(Histogram.By.SHAPE, Histogram.By.SIZE);

  private final Heap heap;
  private final Map<IndexPart, Histogram> computed = new HashMap<>();

  Histograms(Heap heap) {
    this.heap = heap;
  }

  Histogram histogram(Histogram.By by) throws IOException {
    IndexPart part = IndexPart.histogram(by);
    if (!computed.containsKey(part)) {
      Optional<Histogram> stored = stored(part);
      if (stored.isPresent()) {
        computed.put(part, stored.get());
      } else {
        compute(by);
      }
    }
    return Objects.requireNonNull(computed.get(part));
  }

  /** As {@link #histogram}, but without the bytes each row retains. */
  Histogram counts(Histogram.By by) throws IOException {
    IndexPart whole = IndexPart.histogram(by);
    if (computed.containsKey(whole) || heap.has(whole)) {
      return histogram(by).withoutRetained();
    }
    IndexPart part = IndexPart.counts(by);
    Histogram known = computed.get(part);
    if (known != null) {
      return known;
    }
    Optional<Histogram> stored = stored(part);
    if (stored.isPresent()) {
      return stored.get();
    }
    Map<Histogram.By, Histogram> counts =
        BY_SHAPE.contains(by)
            ? Histogram.ofShapes(heap.graph(), heap.tree())
            : Map.of(by, Histogram.ofCounts(heap.graph(), heap.tree(), types(by), by));
    counts.forEach((each, histogram) -> computed.put(IndexPart.counts(each), histogram));
    return Objects.requireNonNull(computed.get(part));
  }

  /** Returns the histograms that were computed, by the part that each is; may be added to. */
  Map<IndexPart, Histogram> computed() {
    return computed;
  }

  private Optional<Histogram> stored(IndexPart part) throws IOException {
    Optional<IndexFile> file = heap.stored(part);
    return file.isPresent() ? Optional.of(HistogramCodec.open(file.get())) : Optional.empty();
  }

  /** Computes a histogram, and that by length with that by type, which is shown with lengths. */
  private void compute(Histogram.By by) throws IOException {
    // inferring types reads the whole dump, so only if they are needed
    if (by.needsTypes()) {
      heap.findTreeAndTypes();
    }
    List<Histogram.By> wanted =
        by == Histogram.By.TYPE ? List.of(by, Histogram.By.LENGTH) : List.of(by);
    Histogram.all(heap.graph(), heap.tree(), types(by), wanted, heap.graph().typesStorage())
        .forEach((each, histogram) -> computed.put(IndexPart.histogram(each), histogram));
  }

  private @Nullable HeapTypes types(Histogram.By by) throws IOException {
    return by.needsTypes() ? heap.types() : null;
  }
}
