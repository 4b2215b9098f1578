package dev.godump.format;

import org.jspecify.annotations.Nullable;

/** The kinds of record, with their tags (runtime/heapdump.go). */
public enum RecordKind {
  EOF("eof", 0),
  OBJECT("object", 1),
  OTHER_ROOT("otherroot", 2),
  TYPE("type", 3),
  GOROUTINE("goroutine", 4),
  FRAME("frame", 5),
  PARAMS("params", 6),
  FINALIZER("finalizer", 7),
  ITAB("itab", 8),
  THREAD("thread", 9),
  MEM_STATS("memstats", 10),
  QUEUED_FINALIZER("queuedfinalizer", 11),
  DATA("data", 12),
  BSS("bss", 13),
  DEFER("defer", 14),
  PANIC("panic", 15),
  MEM_PROF("memprof", 16),
  ALLOC_SAMPLE("allocsample", 17);

  private static final RecordKind[] KIND_BY_TAG = new RecordKind[values().length];

  static {
    for (RecordKind kind : values()) {
      KIND_BY_TAG[kind.tag] = kind;
    }
  }

  private final String label;
  private final int tag;

  RecordKind(String label, int tag) {
    this.label = label;
    this.tag = tag;
  }

  /** Returns the number that starts a record of this kind in the file. */
  public int tag() {
    return tag;
  }

  /** Returns the name in godump's output and options. */
  public String label() {
    return label;
  }

  /** Returns the kind with a tag, or null if there is none. */
  public static @Nullable RecordKind ofTag(long tag) {
    return tag >= 0 && tag < KIND_BY_TAG.length ? KIND_BY_TAG[(int) tag] : null;
  }
}
