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
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables of stack frames in the dump. On all architectures the CFA, the base of
 * locations in DWARF, is the end of the frame's contents. Not thread-safe.
 */
public final class FrameVariables {
  /**
   * Functions that can interrupt another at any instruction, so that its pc is not a return address
   * (runtime/traceback.go unwindTrap).
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

  /** The two frames with cached field lists: a frame and its caller. */
  private final int[] recentFrames = {Frames.NONE, Frames.NONE};

  private final long[][] recentPointers = new long[2][];

  /**
   * @param locals of the program that wrote the dump
   * @param slide what to add to an address of the file to get the address in the process
   */
  public FrameVariables(HeapGraph graph, Locals locals, long slide) {
    this.frames = graph.process().frames();
    this.records = new FrameLookup(graph.source());
    this.locals = locals;
    this.slide = slide;
  }

  /**
   * Returns the variables in scope at a frame's pc, outer functions and scopes first. Includes
   * parts of variables that the compiler keeps separately.
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

  /** Reports whether a frame's pc is a return address. */
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
        if (holder != Frames.NONE) {
          slots.add(
              new Slot(holder, cfa + piece.value() - frames.sp(holder), piece.offset(), size));
        }
      }
    }
    return List.copyOf(slots);
  }

  /** Returns the frame or its caller, whichever contains an address, or {@link Frames#NONE}. */
  private int frameContaining(int frame, long address, long size) {
    for (int each = frame; each <= frame + 1 && each < frames.count(); each++) {
      long offset = address - frames.sp(each);
      boolean same = frames.goroutine(each) == frames.goroutine(frame);
      if (same && offset >= 0 && size <= frames.size(each) && offset <= frames.size(each) - size) {
        return each;
      }
    }
    return Frames.NONE;
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

  private static @Nullable Slot slotAt(List<Slot> slots, long offset) {
    for (Slot slot : slots) {
      if (offset >= slot.variableOffset() && offset < slot.variableOffset() + slot.size()) {
        return slot;
      }
    }
    return null;
  }

  /** Returns the sorted field list of a frame. */
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
