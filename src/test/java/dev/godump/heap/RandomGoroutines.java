package dev.godump.heap;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * A small heap with random goroutines, sudogs and arrows, and the same as plain lists to check
 * results against. Objects are numbered as in the graph: plain objects, then sudogs, then the g's,
 * then the list of all goroutines.
 */
public final class RandomGoroutines {
  private static final long FIRST = 0xc000000000L;
  private static final int PLAIN_SIZE = 64;
  private static final int SUDOG_SIZE = 96;
  private static final int G_SIZE = 256;
  private static final int LIST_SIZE = 64;

  private final Random random;
  private final int plain;
  private final int sudogs;
  private final int goroutines;
  private final List<List<Integer>> arrows = new ArrayList<>();

  /** The goroutine of each sudog. */
  private final List<Integer> sudogOwners = new ArrayList<>();

  private final List<Integer> globals = new ArrayList<>();
  private final List<List<Integer>> frames = new ArrayList<>();
  private final List<String> states = new ArrayList<>();
  private final HeapGraph graph;

  private RandomGoroutines(long seed) {
    random = new Random(seed);
    plain = 1 + random.nextInt(9);
    goroutines = 1 + random.nextInt(5);
    sudogs = random.nextInt(5);
    addArrows();
    addRoots();
    graph = load();
  }

  public static RandomGoroutines of(long seed) {
    return new RandomGoroutines(seed);
  }

  private void addArrows() {
    for (int i = 0; i < plain; i++) {
      List<Integer> words = some(3);
      // only sudogs begin with a g
      words.add(0, random.nextInt(plain + sudogs));
      arrows.add(words);
    }
    for (int i = 0; i < sudogs; i++) {
      sudogOwners.add(random.nextInt(goroutines));
      List<Integer> words = some(4);
      words.add(0, g(sudogOwners.get(i)));
      arrows.add(words);
    }
    for (int i = 0; i < goroutines; i++) {
      arrows.add(some(3));
    }
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < goroutines; i++) {
      all.add(g(i));
    }
    arrows.add(all);
  }

  private void addRoots() {
    globals.add(list());
    globals.addAll(some(2));
    for (int i = 0; i < goroutines; i++) {
      frames.add(some(3));
      states.add(random.nextBoolean() ? "chan send" : "select");
    }
  }

  /** Some objects, the list of all goroutines not among them. */
  private List<Integer> some(int most) {
    List<Integer> targets = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      targets.add(random.nextInt(list()));
    }
    return targets;
  }

  private HeapGraph load() {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    for (int i = 0; i < objects(); i++) {
      dump.object(address(i), memory(dump, size(i), arrows.get(i)));
    }
    for (int i = 0; i < goroutines; i++) {
      dump.goroutine(
          new DumpRecord.Goroutine(
              address(g(i)), 0x7f0000, i, 0x401000, 4, false, false, 0, states.get(i), 0, 0, 0, 0));
      dump.frame("main.f", memory(dump, 32, frames.get(i)));
    }
    byte[] bytes = dump.bss(0x600000, memory(dump, 32, globals)).finish();
    try {
      return GraphLoader.load(new BytesSource(bytes), position -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Memory memory(DumpWriter dump, int size, List<Integer> targets) {
    return dump.memory(size).pointers(targets.stream().mapToLong(this::address).toArray());
  }

  public HeapGraph graph() {
    return graph;
  }

  public int objects() {
    return list() + 1;
  }

  /** The number of objects that are neither a g nor a sudog nor the list of all goroutines. */
  public int plainObjects() {
    return plain;
  }

  public int goroutines() {
    return goroutines;
  }

  /** The list of all goroutines. */
  public int list() {
    return plain + sudogs + goroutines;
  }

  /** The g of a goroutine. */
  public int g(int goroutine) {
    return plain + sudogs + goroutine;
  }

  /** The size of an object, in bytes. */
  public int size(int object) {
    if (object < plain) {
      return PLAIN_SIZE;
    }
    if (object == list()) {
      return LIST_SIZE;
    }
    return object < plain + sudogs ? SUDOG_SIZE : G_SIZE;
  }

  /** The address of an object. */
  private long address(int object) {
    long address = FIRST;
    for (int i = 0; i < object; i++) {
      address += size(i);
    }
    return address;
  }

  /** The goroutines of the same state as one, which have the same stack. */
  public BitSet alike(int goroutine) {
    BitSet alike = new BitSet();
    for (int i = 0; i < goroutines; i++) {
      alike.set(i, states.get(i).equals(states.get(goroutine)));
    }
    return alike;
  }

  /** The sudogs of a goroutine that its g, its frame or another of its sudogs points at. */
  private BitSet sudogsOf(int goroutine) {
    BitSet found = new BitSet();
    List<Integer> pending = new ArrayList<>(frames.get(goroutine));
    pending.addAll(arrows.get(g(goroutine)));
    while (!pending.isEmpty()) {
      int object = pending.remove(pending.size() - 1);
      boolean own =
          object >= plain
              && object < plain + sudogs
              && sudogOwners.get(object - plain) == goroutine;
      if (own && !found.get(object)) {
        found.set(object);
        pending.addAll(arrows.get(object));
      }
    }
    return found;
  }

  /** The objects that roots reach once some goroutines have exited. */
  public BitSet reachableAfterExit(BitSet exited) {
    BitSet gone = new BitSet();
    BitSet cleared = new BitSet();
    List<Integer> pending = new ArrayList<>(globals);
    for (int i = 0; i < goroutines; i++) {
      if (exited.get(i)) {
        cleared.set(g(i));
        gone.or(sudogsOf(i));
      } else {
        pending.addAll(frames.get(i));
      }
    }
    return reachable(pending, gone::get, cleared::get);
  }

  /** The objects that some goroutines reach, without g's and what waits for other goroutines. */
  public BitSet reachedBy(BitSet some) {
    BitSet gone = new BitSet();
    for (int i = 0; i < goroutines; i++) {
      gone.set(g(i));
      gone.or(sudogsOf(i));
    }
    List<Integer> pending = new ArrayList<>();
    for (int i : some.stream().toArray()) {
      gone.andNot(sudogsOf(i));
      pending.addAll(frames.get(i));
      pending.addAll(arrows.get(g(i)));
    }
    return reachable(pending, gone::get, other -> false);
  }

  /** The objects that roots reach without one object. */
  public BitSet reachableWithout(int object) {
    List<Integer> pending = new ArrayList<>(globals);
    frames.forEach(pending::addAll);
    return reachable(pending, other -> other == object, other -> false);
  }

  private BitSet reachable(List<Integer> pending, IntPredicate gone, IntPredicate cleared) {
    BitSet reached = new BitSet();
    while (!pending.isEmpty()) {
      int object = pending.remove(pending.size() - 1);
      if (!gone.test(object) && !reached.get(object)) {
        reached.set(object);
        if (!cleared.test(object)) {
          pending.addAll(arrows.get(object));
        }
      }
    }
    return reached;
  }

  /** The bytes of some objects. */
  public long bytes(BitSet objects) {
    return objects.stream().mapToLong(this::size).sum();
  }
}
