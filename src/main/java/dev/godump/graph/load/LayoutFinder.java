package dev.godump.graph.load;

import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds the span layout with which the number of objects in a dump agrees with its MemStats. */
final class LayoutFinder implements RecordVisitor {
  private final List<SpanLayout> layouts;
  private final PhantomFilter[] filters;
  private final long[] objects;
  private final long[] undecided;
  private static final int UNKNOWN = -1;

  private long statedObjects = UNKNOWN;

  private LayoutFinder(List<SpanLayout> layouts) {
    this.layouts = layouts;
    filters = layouts.stream().map(PhantomFilter::new).toArray(PhantomFilter[]::new);
    objects = new long[filters.length];
    undecided = new long[filters.length];
  }

  /** Returns the first of some layouts that agrees with a dump; reads the dump once. */
  static Optional<SpanLayout> find(Source source, List<SpanLayout> layouts) throws IOException {
    LayoutFinder finder = new LayoutFinder(layouts);
    new RecordReader(source).read(finder, position -> {});
    return finder.agreeing();
  }

  private Optional<SpanLayout> agreeing() {
    for (int i = 0; i < filters.length; i++) {
      if (statedObjects >= objects[i] && statedObjects <= objects[i] + undecided[i]) {
        return Optional.of(layouts.get(i));
      }
    }
    return Optional.empty();
  }

  @Override
  public void object(long position, ObjectRecord object) throws IOException {
    boolean pointers = object.nextPointer() != ObjectRecord.NONE;
    for (int i = 0; i < filters.length; i++) {
      switch (filters[i].judge(object.address(), object.size(), pointers)) {
        case OBJECT -> objects[i]++;
        case UNDECIDED -> undecided[i]++;
        case PHANTOM -> {}
      }
    }
  }

  @Override
  public void memStats(long position, MemStats stats) {
    statedObjects = stats.get("HeapObjects");
  }
}
