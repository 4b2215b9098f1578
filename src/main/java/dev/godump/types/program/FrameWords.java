package dev.godump.types.program;

import dev.godump.format.FrameLookup;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.FrameVariable.Slot;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a local variable, which can be spread over the stack. Not thread-safe. */
public final class FrameWords implements TypedWords {
  private final HeapGraph graph;
  private final FrameLookup records;
  private final RegionWords words;
  private final int wordSize;
  private List<Slot> slots = List.of();
  private int openFrame = Frames.NONE;

  public FrameWords(HeapGraph graph) {
    this.graph = graph;
    this.records = new FrameLookup(graph.source());
    this.words = new RegionWords(graph.source(), graph.process().params());
    this.wordSize = graph.process().params().pointerSize();
  }

  /** Selects a variable. */
  public void open(FrameVariable variable) {
    slots = variable.slots();
  }

  /** Returns the slot with some bytes of the variable, or null if no single slot has them. */
  public @Nullable Slot slotAt(long offset, int length) {
    for (Slot slot : slots) {
      if (offset >= slot.variableOffset()
          && offset + length <= slot.variableOffset() + slot.size()) {
        return slot;
      }
    }
    return null;
  }

  @Override
  public boolean hasWord(long offset) {
    return slotAt(offset, wordSize) != null;
  }

  @Override
  public long word(long offset) throws IOException {
    return number(offset, wordSize);
  }

  @Override
  public long number(long offset, int length) throws IOException {
    Slot slot = slotAt(offset, length);
    if (slot == null) {
      return 0;
    }
    if (openFrame != slot.frame()) {
      words.open(records.at(graph.process().frames().position(slot.frame())).contents());
      openFrame = slot.frame();
    }
    long at = slot.frameOffset() + offset - slot.variableOffset();
    return words.hasWord(at) ? words.number(at, length) : 0;
  }
}
