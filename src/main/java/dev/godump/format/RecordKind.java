package dev.godump.format;

/** The kinds of record, in the order of their tags (runtime/heapdump.go). */
public enum RecordKind {
  EOF("eof"),
  OBJECT("object"),
  OTHER_ROOT("otherroot"),
  TYPE("type"),
  GOROUTINE("goroutine"),
  FRAME("frame"),
  PARAMS("params"),
  FINALIZER("finalizer"),
  ITAB("itab"),
  THREAD("thread"),
  MEM_STATS("memstats"),
  QUEUED_FINALIZER("queuedfinalizer"),
  DATA("data"),
  BSS("bss"),
  DEFER("defer"),
  PANIC("panic"),
  MEM_PROF("memprof"),
  ALLOC_SAMPLE("allocsample");

  private static final RecordKind[] KIND_BY_TAG = values();

  private final String label;

  RecordKind(String label) {
    this.label = label;
  }

  /** Returns the number that starts a record of this kind in the file. */
  public int tag() {
    return ordinal();
  }

  /** Returns the name in godump's output and options. */
  public String label() {
    return label;
  }

  /** Returns the kind with a tag, or null if there is none. */
  static RecordKind ofTag(long tag) {
    return tag >= 0 && tag < KIND_BY_TAG.length ? KIND_BY_TAG[(int) tag] : null;
  }
}
