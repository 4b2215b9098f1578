package dev.godump.heap.stack;

import dev.godump.binary.runtime.StackObject;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.Reachability;
import dev.godump.types.program.Program;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@link StackVariables} as the collector does (runtime/mgcstack.go and mgcmark.go scanstack,
 * Go 1.12 to 1.27): a variable whose address is taken has its pointers followed if a pointer of the
 * goroutine leads to it, from a frame, a deferred call, a panic, or another such variable. The
 * functions of the executable say where these variables are. Takes time in proportion to all
 * frames, and reads the contents of those that have such variables.
 */
public final class StackVariableSearch implements GoroutineVariables {
  private final HeapGraph graph;
  private final IntPredicate isReached;
  private final Program program;
  private final Frames frames;
  private final FrameLayout layout;
  private final GoroutineStack stack;
  private final Long2ObjectOpenHashMap<List<StackObject>> byEntry = new Long2ObjectOpenHashMap<>();
  private final RecordPointers records;
  private StackVariables found = new StackVariables();

  /**
   * A variable of the goroutine that is searched.
   *
   * @param address of its first byte
   */
  private record Variable(long address, StackObject object) {
    boolean contains(long pointer) {
      return Long.compareUnsigned(pointer - address, object.size()) < 0;
    }
  }

  StackVariableSearch(HeapGraph graph, IntPredicate isReached, Program program) {
    this.graph = graph;
    this.isReached = isReached;
    this.program = program;
    DumpRecord.Params params = graph.process().params();
    frames = graph.process().frames();
    layout = FrameLayout.of(params.arch(), params.pointerSize());
    stack = new GoroutineStack(graph);
    records = new RecordPointers(graph.process());
  }

  /**
   * Searches a graph.
   *
   * @param program the one that wrote the dump
   */
  public static StackVariables of(HeapGraph graph, Reachability reachability, Program program)
      throws IOException {
    StackVariableSearch search = new StackVariableSearch(graph, reachability::isLive, program);
    if (reachability.isKnown() && reachability.liveObjects() < graph.objects().count()) {
      for (Goroutine goroutine : graph.process().goroutines()) {
        search.search(goroutine);
      }
    }
    return search.found;
  }

  @Override
  public StackVariables of(Goroutine goroutine) throws IOException {
    found = new StackVariables();
    search(goroutine);
    return found;
  }

  private void search(Goroutine goroutine) throws IOException {
    stack.open(goroutine);
    List<Variable> variables = new ArrayList<>();
    boolean interrupted = false;
    for (int frame = stack.first(); frame < stack.end(); frame++) {
      if (stack.isInterrupted(frame)) {
        interrupted = true;
      } else if (frames.continuePc(frame) != 0) {
        addVariables(frame, variables);
      }
    }
    // most goroutines end here: reading all pointers takes longer
    if (!interrupted && !leadsToUnreached(variables)) {
      return;
    }
    LongArrayList pending = new LongArrayList(records.of(goroutine));
    LongOpenHashSet followed = new LongOpenHashSet();
    for (int frame = stack.first(); frame < stack.end(); frame++) {
      if (stack.isInterrupted(frame)) {
        followAll(frame, pending);
      }
      for (long pointer : stack.pointers(frame)) {
        addPending(pointer, pending);
      }
    }
    variables.sort((a, b) -> Long.compareUnsigned(a.address, b.address));
    while (!pending.isEmpty()) {
      Variable variable = variableAt(variables, pending.popLong());
      if (variable != null && followed.add(variable.address)) {
        for (long offset : variable.object.pointers()) {
          follow(variable.address + offset, pending);
        }
      }
    }
  }

  private void addVariables(int frame, List<Variable> variables) {
    long entry = frames.entry(frame);
    List<StackObject> objects = byEntry.get(entry);
    if (objects == null) {
      objects = program.stackObjectsAt(entry);
      byEntry.put(entry, objects);
    }
    long end = frames.sp(frame) + frames.size(frame);
    for (StackObject object : objects) {
      long base =
          object.offset() < 0 ? layout.variablesEnd(frames.sp(frame), end) : layout.arguments(end);
      variables.add(new Variable(base + object.offset(), object));
    }
  }

  /** Whether a variable has a pointer to an object that no recorded root reaches. */
  private boolean leadsToUnreached(List<Variable> variables) throws IOException {
    for (Variable variable : variables) {
      for (long offset : variable.object.pointers()) {
        int frame = stack.frameAt(variable.address + offset);
        if (frame != Frames.NONE && isUnreached(objectAt(frame, variable.address + offset))) {
          return true;
        }
      }
    }
    return false;
  }

  private int objectAt(int frame, long address) throws IOException {
    long value = stack.word(frame, address - frames.sp(frame));
    return value == 0 ? ObjectTable.NONE : graph.objects().find(value);
  }

  private boolean isUnreached(int object) {
    return object != ObjectTable.NONE && !isReached.test(object);
  }

  /** Follows all words of an interrupted frame and of its arguments. */
  private void followAll(int frame, LongArrayList pending) throws IOException {
    long end = frames.sp(frame) + frames.size(frame);
    long arguments = layout.arguments(end);
    followWords(frames.sp(frame), layout.variablesEnd(frames.sp(frame), end), pending);
    followWords(arguments, arguments + program.argumentBytesAt(frames.entry(frame)), pending);
  }

  private void followWords(long from, long to, LongArrayList pending) throws IOException {
    for (long address = from;
        Long.compareUnsigned(address, to) < 0 && stack.frameAt(address) != Frames.NONE;
        address += stack.wordSize()) {
      follow(address, pending);
    }
  }

  /** Follows the pointer at an address of the stack. */
  private void follow(long address, LongArrayList pending) throws IOException {
    int frame = stack.frameAt(address);
    if (frame == Frames.NONE) {
      return;
    }
    long offset = address - frames.sp(frame);
    long value = stack.word(frame, offset);
    int object = value == 0 ? ObjectTable.NONE : graph.objects().find(value);
    if (isUnreached(object)) {
      found.add(frame, offset, value, object);
    } else if (object == ObjectTable.NONE) {
      addPending(value, pending);
    }
  }

  private void addPending(long pointer, LongArrayList pending) {
    if (pointer != 0 && stack.frameAt(pointer) != Frames.NONE) {
      pending.add(pointer);
    }
  }

  /** Returns the variable that contains an address, or null; variables are sorted by address. */
  private static @Nullable Variable variableAt(List<Variable> variables, long pointer) {
    int from = 0;
    int to = variables.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Long.compareUnsigned(variables.get(middle).address, pointer) <= 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    Variable before = from == 0 ? null : variables.get(from - 1);
    return before != null && before.contains(pointer) ? before : null;
  }
}
