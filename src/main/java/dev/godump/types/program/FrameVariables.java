package dev.godump.types.program;

import dev.godump.binary.dwarf.LocalVariable;
import dev.godump.binary.dwarf.Locals;
import dev.godump.binary.dwarf.Piece;
import dev.godump.binary.dwarf.Piece.Location;
import dev.godump.format.FrameLookup;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.FrameVariable.Slot;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Finds the variables of stack frames in the dump. On all architectures the CFA, which DWARF counts
 * from, is the end of the frame's contents. Used by one thread at a time.
 */
public final class FrameVariables {
  /**
   * What interrupts a function anywhere, so that its pc is no return address (runtime/traceback.go
   * unwindTrap).
   */
  private static final Set<String> TRAPS =
      Set.of("runtime.sigpanic", "runtime.asyncPreempt", "runtime.debugCallV2");

  private final Frames frames;
  private final FrameLookup records;
  private final Locals locals;
  private final long slide;
  private final Long2ObjectOpenHashMap<List<LocalVariable>> byPc = new Long2ObjectOpenHashMap<>();
  private final Long2ObjectOpenHashMap<List<LocalVariable>> byReturnAddress =
      new Long2ObjectOpenHashMap<>();

  /** The frames whose field lists were read last: a frame's and its caller's. */
  private final int[] recentFrames = {-1, -1};

  private final long[][] recentPointers = new long[2][];

  /**
   * @param locals of the program that wrote the dump
   * @param slide what the dump's addresses are above those of the program's file
   */
  public FrameVariables(HeapGraph graph, Locals locals, long slide) {
    this.frames = graph.process().frames();
    this.records = new FrameLookup(graph.source());
    this.locals = locals;
    this.slide = slide;
  }

  /**
   * The variables that are in scope where a frame stands, outer functions and scopes first. Parts
   * of variables are among them where the compiler keeps them apart.
   */
  public List<FrameVariable> variablesOf(int frame) throws IOException {
    long pc = frames.pc(frame) - slide;
    boolean call = isAtCall(frame);
    List<LocalVariable> known = (call ? byReturnAddress : byPc).get(pc);
    if (known == null) {
      known = call ? locals.atCall(pc) : locals.at(pc);
      (call ? byReturnAddress : byPc).put(pc, known);
    }
    List<FrameVariable> found = new ArrayList<>(known.size());
    for (LocalVariable variable : known) {
      List<Slot> slots = slots(frame, variable);
      found.add(new FrameVariable(variable, slots, isLive(variable, slots)));
    }
    return found;
  }

  /** Whether a frame's pc is a return address. */
  private boolean isAtCall(int frame) {
    boolean innermost = frame == 0 || frames.goroutine(frame - 1) != frames.goroutine(frame);
    return !innermost && !TRAPS.contains(frames.function(frame - 1));
  }

  private List<Slot> slots(int frame, LocalVariable variable) {
    List<Slot> slots = new ArrayList<>();
    long cfa = frames.sp(frame) + frames.size(frame);
    long total = variable.type().size();
    for (Piece piece : variable.pieces()) {
      long size =
          piece.size() == 0
              ? total - piece.offset()
              : Math.min(piece.size(), total - piece.offset());
      if (piece.location() == Location.FRAME && size > 0) {
        int holder = frameContaining(frame, cfa + piece.value(), size);
        if (holder >= 0) {
          slots.add(
              new Slot(holder, cfa + piece.value() - frames.sp(holder), piece.offset(), size));
        }
      }
    }
    return List.copyOf(slots);
  }

  /** The frame or its caller, whichever holds an address; -1 if none does. */
  private int frameContaining(int frame, long address, long size) {
    for (int each = frame; each <= frame + 1 && each < frames.count(); each++) {
      long offset = address - frames.sp(each);
      boolean same = frames.goroutine(each) == frames.goroutine(frame);
      if (same && offset >= 0 && size <= frames.size(each) && offset <= frames.size(each) - size) {
        return each;
      }
    }
    return -1;
  }

  private boolean isLive(LocalVariable variable, List<Slot> slots) throws IOException {
    if (slots.isEmpty()) {
      return false;
    }
    long[] words = PointerWords.offsetsIn(variable.type());
    if (words.length == 0) {
      return slots.stream().mapToLong(Slot::size).sum() == variable.type().size();
    }
    for (long word : words) {
      Slot slot = slotAt(slots, word);
      if (slot == null
          || Arrays.binarySearch(
                  pointerOffsets(slot.frame()), slot.frameOffset() + word - slot.variableOffset())
              < 0) {
        return false;
      }
    }
    return true;
  }

  private static Slot slotAt(List<Slot> slots, long offset) {
    for (Slot slot : slots) {
      if (offset >= slot.variableOffset() && offset < slot.variableOffset() + slot.size()) {
        return slot;
      }
    }
    return null;
  }

  /** The sorted field list of a frame. */
  private long[] pointerOffsets(int frame) throws IOException {
    int index = frame & 1;
    if (recentFrames[index] != frame) {
      long[] pointers = records.at(frames.position(frame)).pointers().clone();
      Arrays.sort(pointers);
      recentPointers[index] = pointers;
      recentFrames[index] = frame;
    }
    return recentPointers[index];
  }
}
