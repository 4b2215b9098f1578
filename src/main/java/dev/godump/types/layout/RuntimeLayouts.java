package dev.godump.types.layout;

import dev.godump.binary.runtime.ReleaseRow;
import dev.godump.types.layout.Layout.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Layouts of goroutines, threads, sudogs, defers, timers and channels with the references between
 * them, for dumps without an executable: the descriptors in an executable have all of this. Offsets
 * are those of 64-bit machines, Go 1.9 and later (runtime/runtime2.go, runtime/time.go and
 * runtime/chan.go of each release).
 */
public final class RuntimeLayouts {
  public static final String UNTYPED_CHANNEL = "hchan<?>";

  /** The target of references to functions and of interfaces. */
  private static final String NONE = "";

  /**
   * Offsets in bytes, with a row for each release that changed one. A size is that of the slot if
   * it distinguishes the structure from others; else it is 0, which matches every slot.
   */
  private enum Release implements ReleaseRow {
    GO_1_9(9, 312, 80, 192, 208, 96, 16, 72, 0, 40, 56, 24),
    GO_1_10(10, 312, 80, 192, 208, 96, 16, 72, 0, 40, 64, 32),
    GO_1_14(14, 312, 80, 192, 208, 96, 16, 72, 0, 40, 72, 24),
    GO_1_15(15, 312, 80, 192, 208, 88, 8, 64, 0, 40, 72, 24),
    GO_1_17(17, 328, 80, 192, 208, 88, 8, 64, 0, 40, 72, 24),
    GO_1_18(18, 328, 80, 192, 208, 88, 8, 64, 72, 40, 72, 24),
    GO_1_21(21, 312, 80, 192, 208, 88, 8, 64, 72, 40, 72, 24),
    GO_1_22(22, 312, 80, 192, 208, 88, 8, 64, 48, 32, 72, 24),
    GO_1_23(23, 320, 80, 192, 208, 88, 8, 64, 48, 32, 88, 32),
    GO_1_25(25, 312, 72, 184, 200, 88, 8, 64, 48, 32, 96, 40),
    GO_1_26(26, 320, 72, 184, 208, 104, 8, 72, 48, 32, 96, 40);

    private final int since;

    /** In runtime.g; its timer follows 40 bytes later. */
    private final int waiting;

    /** In runtime.m. */
    private final int gsignal;

    private final int curg;
    private final int p;

    private final int sudogSize;

    /** In runtime.sudog; prev is the next word. */
    private final int sudogNext;

    private final int waitlink;
    private final int deferSize;
    private final int deferLink;
    private final int timerSize;

    /** The timer's function; its argument is the next word. */
    private final int timerFunction;

    Release(
        int since,
        int waiting,
        int gsignal,
        int curg,
        int p,
        int sudogSize,
        int sudogNext,
        int waitlink,
        int deferSize,
        int deferLink,
        int timerSize,
        int timerFunction) {
      this.since = since;
      this.waiting = waiting;
      this.gsignal = gsignal;
      this.curg = curg;
      this.p = p;
      this.sudogSize = sudogSize;
      this.sudogNext = sudogNext;
      this.waitlink = waitlink;
      this.deferSize = deferSize;
      this.deferLink = deferLink;
      this.timerSize = timerSize;
      this.timerFunction = timerFunction;
    }

    static Release of(int minor) {
      return ReleaseRow.of(List.of(values()), minor);
    }

    @Override
    public int since() {
      return since;
    }
  }

  /**
   * A reference from one layout to another.
   *
   * @param target name of the layout that a pointer points at, or {@link #NONE}
   */
  private record Field(Reference reference, long offset, String target) {}

  private record Struct(String name, long size, List<Field> fields) {}

  private RuntimeLayouts() {}

  /**
   * Makes the layouts of these types. Does nothing if their offsets are unknown.
   *
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public static void describe(Layouts layouts, int word, int minor) {
    if (word == 8 && minor >= Release.GO_1_9.since) {
      List<Struct> structs =
          structs(threadTypeName(minor), Release.of(minor), ChannelOffsets.of(word, minor));
      describe(layouts, structs);
    }
  }

  /**
   * The type that the runtime allocates for a thread: runtime.m, padded from Go 1.25 on
   * (runtime/proc.go allocm).
   */
  public static String threadTypeName(int minor) {
    return minor >= Release.GO_1_25.since ? "runtime.mPadded" : "runtime.m";
  }

  /** Offset of {@code next} in runtime.sudog, for programs without its descriptor. */
  public static long sudogNext(int word, int minor) {
    // all fields before it are words
    return (long) Release.of(minor).sudogNext / Long.BYTES * word;
  }

  private static void describe(Layouts layouts, List<Struct> structs) {
    Map<String, Layout> layoutByName = new HashMap<>();
    layoutByName.put("runtime.p", layouts.opaque("runtime.p", 0));
    List<Layout> structLayouts = new ArrayList<>();
    for (Struct struct : structs) {
      Reference[] references =
          struct.fields.stream().map(Field::reference).toArray(Reference[]::new);
      long[] offsets = struct.fields.stream().mapToLong(Field::offset).toArray();
      Layout layout = layouts.opaqueWithReferences(struct.name, struct.size, references, offsets);
      layoutByName.put(struct.name, layout);
      structLayouts.add(layout);
    }
    for (int s = 0; s < structs.size(); s++) {
      List<Field> fields = structs.get(s).fields;
      for (int i = 0; i < fields.size(); i++) {
        structLayouts.get(s).targets[i] = layoutByName.get(fields.get(i).target);
      }
    }
  }

  private static List<Struct> structs(String thread, Release r, ChannelOffsets channel) {
    return List.of(
        new Struct(
            "runtime.g",
            0,
            List.of(
                pointer(40, "runtime._defer"),
                pointer(48, thread),
                function(80),
                pointer(r.waiting, "runtime.sudog"),
                pointer(r.waiting + 40L, "runtime.timer"))),
        new Struct(
            thread,
            0,
            List.of(
                pointer(0, "runtime.g"),
                pointer(r.gsignal, "runtime.g"),
                pointer(r.curg, "runtime.g"),
                pointer(r.p, "runtime.p"))),
        new Struct(
            "runtime.sudog",
            r.sudogSize,
            List.of(
                pointer(0, "runtime.g"),
                pointer(r.sudogNext, "runtime.sudog"),
                pointer(r.sudogNext + 8L, "runtime.sudog"),
                pointer(r.waitlink, "runtime.sudog"))),
        new Struct(
            "runtime._defer",
            r.deferSize,
            List.of(function(24), pointer(r.deferLink, "runtime._defer"))),
        new Struct(
            "runtime.timer",
            r.timerSize,
            List.of(
                function(r.timerFunction),
                new Field(Reference.INTERFACE, r.timerFunction + 8L, NONE))),
        new Struct(
            UNTYPED_CHANNEL,
            0,
            List.of(
                pointer(channel.recvq(), "runtime.sudog"),
                pointer(channel.recvq() + 8L, "runtime.sudog"),
                pointer(channel.sendq(), "runtime.sudog"),
                pointer(channel.sendq() + 8L, "runtime.sudog"))));
  }

  private static Field pointer(long offset, String target) {
    return new Field(Reference.POINTER, offset, target);
  }

  private static Field function(long offset) {
    return new Field(Reference.FUNCTION, offset, NONE);
  }
}
