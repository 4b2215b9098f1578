package dev.godump.analysis.stacks;

import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.heap.Heap;
import dev.godump.heap.KeptAnswer;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.index.RecordCodec;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The stacks of all live objects, which an index keeps: finding them takes a visit of each. */
public record KeptStacks(Heap heap, StackKind kind) implements KeptAnswer<List<Stack>> {
  @Override
  public String name() {
    return "stacks-" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public List<Stack> compute() throws IOException {
    SourceLocations locations =
        new SourceLocations(heap.program(), heap.graph().process().frames());
    HeapStacks stacks = HeapStacks.of(heap, locations, kind);
    List<Stack> all = new ArrayList<>();
    for (int stack = 0; stack < stacks.idLimit(); stack++) {
      if (stacks.isUsed(stack)) {
        all.add(stacks.get(stack));
      }
    }
    return all;
  }

  @Override
  public void write(List<Stack> stacks, SectionOutput out) {
    RecordCodec.writeAll(Stack.class, stacks, out);
  }

  @Override
  public List<Stack> read(SectionInput in) {
    return RecordCodec.readAll(Stack.class, in);
  }
}
