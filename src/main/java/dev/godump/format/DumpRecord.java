package dev.godump.format;

import java.util.List;

/**
 * One record of a dump. Addresses are unsigned 64-bit numbers in the dumped process; {@code long[]}
 * lists of pointers are byte offsets into the record's contents, ascending.
 */
public sealed interface DumpRecord {

  /** Returns the kind of record. */
  RecordKind kind();

  /**
   * The machine and the runtime; the first record of a dump.
   *
   * @param bigEndian byte order of words in contents
   * @param pointerSize bytes of a pointer, 4 or 8
   * @param heapStart lowest address of an arena
   * @param heapEnd end of the highest arena; the range may be sparse
   * @param arch GOARCH
   * @param version build version from Go 1.17 on; before, the GOEXPERIMENT string, mostly empty
   * @param cpus CPUs at process start
   */
  record Params(
      boolean bigEndian,
      int pointerSize,
      long heapStart,
      long heapEnd,
      String arch,
      String version,
      long cpus)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.PARAMS;
    }
  }

  /**
   * A type that is the dynamic type of some itab.
   *
   * @param address of the type descriptor
   * @param size bytes of a value
   * @param name import path and name; for pointer types of Go 1.7 and later the name part is empty
   * @param flag always true since go1.4; carries no information
   */
  record Type(long address, long size, String name, boolean flag) implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.TYPE;
    }
  }

  /**
   * An interface table.
   *
   * @param address of the itab
   * @param type address of the concrete type's descriptor
   */
  record Itab(long address, long type) implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.ITAB;
    }
  }

  /**
   * A goroutine; its frames, defers and panics follow.
   *
   * @param address of the g
   * @param sp stack pointer of the innermost frame
   * @param id goid
   * @param createdAt pc of the go statement
   * @param status runtime status (1 runnable, 2 running, 3 syscall, 4 waiting)
   * @param system whether the runtime started it for itself
   * @param background always false since go1.4
   * @param waitSince monotonic nanoseconds, 0 unless a GC cycle saw it waiting
   * @param waitReason why it waits; in some versions a stale text unless it is waiting
   * @param context closure to run, or 0
   * @param thread address of the m that it runs on, or 0
   * @param deferRecord top of its defers, or 0
   * @param panicRecord top of its panics, or 0
   */
  record Goroutine(
      long address,
      long sp,
      long id,
      long createdAt,
      long status,
      boolean system,
      boolean background,
      long waitSince,
      String waitReason,
      long context,
      long thread,
      long deferRecord,
      long panicRecord)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.GOROUTINE;
    }
  }

  /**
   * A stack frame of the goroutine before it.
   *
   * @param sp lowest address of the frame
   * @param depth 0 for the innermost
   * @param childSp sp of the frame it called, 0 for the innermost
   * @param contents bytes from sp up to the caller's frame
   * @param entry entry pc of the function
   * @param pc current pc
   * @param continuePc where the frame would continue, 0 for a dead frame
   * @param function name
   * @param pointers offsets of live pointer slots; may exceed the contents (Go 1.16 and before)
   */
  record Frame(
      long sp,
      long depth,
      long childSp,
      RecordContents contents,
      long entry,
      long pc,
      long continuePc,
      String function,
      long[] pointers)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.FRAME;
    }
  }

  /**
   * A pending defer of the goroutine before it.
   *
   * @param address of the _defer
   * @param goroutine address of the g
   * @param sp of the deferring frame
   * @param pc of the defer statement
   * @param function address of the FuncVal, 0 for open-coded defers
   * @param entry entry pc of that function
   * @param next address of the next _defer
   */
  record Defer(long address, long goroutine, long sp, long pc, long function, long entry, long next)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.DEFER;
    }
  }

  /**
   * A panic in flight of the goroutine before it.
   *
   * @param address of the _panic
   * @param goroutine address of the g
   * @param type type word of the panic value, 0 for runtime.Goexit
   * @param value data word of the panic value
   * @param deferRecord always 0 since go1.4
   * @param next address of the next _panic
   */
  record Panic(long address, long goroutine, long type, long value, long deferRecord, long next)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.PANIC;
    }
  }

  /**
   * An OS thread.
   *
   * @param address of the m
   * @param id the runtime's number
   * @param osId the operating system's number, 0 if not known
   */
  record OsThread(long address, long id, long osId) implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.THREAD;
    }
  }

  /**
   * The data or BSS segment of the main module.
   *
   * @param kind {@link RecordKind#DATA} or {@link RecordKind#BSS}
   * @param address of its first byte
   * @param contents its bytes
   * @param pointers offsets of pointer words
   */
  record Segment(RecordKind kind, long address, RecordContents contents, long[] pointers)
      implements DumpRecord {}

  /**
   * A finalizer.
   *
   * @param kind {@link RecordKind#FINALIZER} if registered, {@link RecordKind#QUEUED_FINALIZER} if
   *     its object was found unreachable and it is about to run
   * @param object address of the object, may be interior
   * @param function address of the FuncVal
   * @param entry entry pc of the function
   * @param parameterType descriptor of the function's parameter type
   * @param objectType descriptor of the object's pointer type
   */
  record Finalizer(
      RecordKind kind, long object, long function, long entry, long parameterType, long objectType)
      implements DumpRecord {}

  /**
   * A root of another kind; go1.7 dumps have none.
   *
   * @param description what it is
   * @param address what it points at
   */
  record OtherRoot(String description, long address) implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.OTHER_ROOT;
    }
  }

  /**
   * A bucket of the allocation profile: one call stack and object size.
   *
   * @param bucket its identity
   * @param size bytes of each object (size class)
   * @param stack innermost call first
   * @param allocs sampled allocations, as of the published profile
   * @param frees sampled frees of these allocations
   */
  record MemProf(long bucket, long size, List<StackEntry> stack, long allocs, long frees)
      implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.MEM_PROF;
    }
  }

  /**
   * A call in an allocation stack.
   *
   * @param function physical function; inlined calls show their caller's name
   * @param file source file
   * @param line in it
   */
  record StackEntry(String function, String file, long line) {}

  /**
   * An object that the allocation profile sampled.
   *
   * @param object its address, 8 past the slot's start for objects with a malloc header
   * @param bucket identity of the {@link MemProf}
   */
  record AllocSample(long object, long bucket) implements DumpRecord {
    @Override
    public RecordKind kind() {
      return RecordKind.ALLOC_SAMPLE;
    }
  }
}
