package dev.godump.types.layout;

import dev.godump.types.layout.Layout.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Goroutines, threads and what hangs on them, as far as their fields lead to each other: for dumps
 * without the executable, whose descriptors say all of this and more. Offsets are those of 64-bit
 * machines, Go 1.9 and later (runtime/runtime2.go, runtime/time.go and runtime/chan.go of each
 * release).
 */
public final class RuntimeLayouts {
  public static final String UNTYPED_CHANNEL = "hchan<?>";

  private static final int OLDEST = 9;

  private final Layouts layouts;
  private final int minor;
  private final String thread;

  private RuntimeLayouts(Layouts layouts, int minor) {
    this.layouts = layouts;
    this.minor = minor;
    this.thread = layouts.threadTypeName();
  }

  /** Makes the layouts of these types, where offsets are known. */
  public static void describe(Layouts layouts, int word, int minor) {
    if (word == 8 && minor >= OLDEST) {
      new RuntimeLayouts(layouts, minor).describe();
    }
  }

  /**
   * Where a value leads to another.
   *
   * @param type name of what a pointer leads to; empty for a function or an interface
   */
  private record Part(Reference slot, long offset, String type) {}

  private static Part to(String type, long offset) {
    return new Part(Reference.POINTER, offset, type);
  }

  private static Part function(long offset) {
    return new Part(Reference.FUNCTION, offset, "");
  }

  private void describe() {
    Layout p = layouts.opaque("runtime.p", 0);
    List<List<Part>> parts =
        List.of(goroutine(), thread(), waiter(), deferred(), timer(), channel());
    List<Layout> made = new ArrayList<>(List.of(p));
    String[] names = {
      "runtime.g", thread, "runtime.sudog", "runtime._defer", "runtime.timer", UNTYPED_CHANNEL
    };
    // sizes are given where they are those of a slot's only kind of tenant; 0 is not held against
    // the slot
    long[] sizes = {0, 0, waiterSize(), minor <= 17 ? 0 : minor <= 21 ? 72 : 48, timerSize(), 0};
    for (int i = 0; i < names.length; i++) {
      Reference[] slots = parts.get(i).stream().map(Part::slot).toArray(Reference[]::new);
      made.add(
          layouts.opaqueWithReferences(
              names[i], sizes[i], slots, parts.get(i).stream().mapToLong(Part::offset).toArray()));
    }
    for (int i = 0; i < names.length; i++) {
      for (int slot = 0; slot < parts.get(i).size(); slot++) {
        String target = parts.get(i).get(slot).type();
        made.get(i + 1).targets[slot] =
            made.stream().filter(layout -> layout.name.equals(target)).findFirst().orElse(null);
      }
    }
  }

  private List<Part> goroutine() {
    int waiting = minor <= 16 ? 312 : minor <= 20 ? 328 : minor <= 22 || minor == 25 ? 312 : 320;
    return List.of(
        to("runtime._defer", 40),
        to(thread, 48),
        function(80),
        to("runtime.sudog", waiting),
        to("runtime.timer", waiting + 40));
  }

  private List<Part> thread() {
    int moved = minor >= 25 ? 8 : 0;
    return List.of(
        to("runtime.g", 0),
        to("runtime.g", 80 - moved),
        to("runtime.g", 192 - moved),
        to("runtime.p", minor == 25 ? 200 : 208));
  }

  private long waiterSize() {
    return minor <= 14 ? 96 : minor <= 25 ? 88 : 104;
  }

  private List<Part> waiter() {
    int next = minor <= 14 ? 16 : 8;
    int waitlink = minor <= 14 || minor >= 26 ? 72 : 64;
    return List.of(
        to("runtime.g", 0),
        to("runtime.sudog", next),
        to("runtime.sudog", next + 8),
        to("runtime.sudog", waitlink));
  }

  private List<Part> deferred() {
    return List.of(function(24), to("runtime._defer", minor <= 21 ? 40 : 32));
  }

  private long timerSize() {
    return minor <= 9 ? 56 : minor <= 13 ? 64 : minor <= 22 ? 72 : minor <= 24 ? 88 : 96;
  }

  private List<Part> timer() {
    int function = minor <= 9 ? 24 : minor <= 13 ? 32 : minor <= 22 ? 24 : minor <= 24 ? 32 : 40;
    return List.of(function(function), new Part(Reference.INTERFACE, function + 8L, ""));
  }

  private List<Part> channel() {
    int queues = minor <= 22 ? 56 : 64;
    return List.of(
        to("runtime.sudog", queues),
        to("runtime.sudog", queues + 8),
        to("runtime.sudog", queues + 16),
        to("runtime.sudog", queues + 24));
  }
}
