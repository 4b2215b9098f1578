package dev.godump.graph.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/** Random objects laid out as Go does: in spans of equal slots, some of them free. */
final class SlotsInMemory {
  private static final int PAGE = 8192;

  private final Random random;
  private final List<List<Slot>> spans = new ArrayList<>();

  SlotsInMemory(Random random) {
    this.random = random;
  }

  record Slot(long address, long size) {
    long end() {
      return address + size;
    }

    boolean holds(long at) {
      return Long.compareUnsigned(at - address, size) < 0;
    }
  }

  /**
   * Adds a span somewhere after an address, with slots between two sizes in words.
   *
   * @return where the next span may start
   */
  long addSpan(long from, long smallest, long largest) {
    long size = random.nextLong(smallest, largest) * 8;
    if (random.nextInt(4) == 0) {
      size = smallest * 8;
    }
    long start = from + (long) random.nextInt(3) * PAGE;
    int slots = size > PAGE ? 1 : random.nextInt(1, 4) * PAGE / (int) size;
    int taken = random.nextInt(1, 5);
    List<Slot> span = new ArrayList<>();
    for (int i = 0; i < Math.max(1, slots); i++) {
      if (taken == 4 || random.nextInt(4) < taken) {
        span.add(new Slot(start + i * size, size));
      }
    }
    spans.add(span);
    return start + (Math.max(1, slots) * size + PAGE - 1 & -PAGE);
  }

  /** Returns all slots: spans in any order, slots of a span ascending. */
  List<Slot> inFileOrder() {
    List<List<Slot>> shuffled = new ArrayList<>(spans);
    if (random.nextBoolean()) {
      Collections.shuffle(shuffled, random);
    }
    return shuffled.stream().flatMap(List::stream).toList();
  }

  /** Returns all slots by address. */
  NavigableMap<Long, Slot> sorted() {
    TreeMap<Long, Slot> all = new TreeMap<>(Long::compareUnsigned);
    spans.forEach(span -> span.forEach(slot -> all.put(slot.address(), slot)));
    return all;
  }
}
