package dev.godump.types;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.program.ObjectWords;
import java.io.IOException;

/**
 * Decides which objects are closures, and of which function: a closure starts with the address of
 * its function's entry. An object with another type is not a closure, whatever its first word is;
 * of an untyped object, the first word must be an address of code and not a pointer. Not
 * thread-safe.
 */
public final class ClosureFunctions {
  /** The entry of no function. */
  public static final long NONE = 0;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ObjectWords words;

  public ClosureFunctions(HeapGraph graph, HeapTypes types) {
    this.graph = graph;
    this.types = types;
    this.words = types.words();
  }

  /** The entry of the function whose closure an object is, or {@link #NONE}. */
  public long entryOf(int object) throws IOException {
    int type = types.typeIndex(object);
    boolean mayBe = type == 0 ? startsWithNumber(object) : types.type(type).isClosure();
    words.open(object);
    if (!mayBe || !words.hasWord(0)) {
      return NONE;
    }
    long first = words.word(0);
    return types.mayBeFunction(first) ? first : NONE;
  }

  /** Whether an object has pointers, but none in its first word. */
  private boolean startsWithNumber(int object) {
    Shape shape = graph.shapes().get(graph.shapeIndex(object));
    return shape.pointers() > 0 && shape.offsets()[0] > types.headerSize(object);
  }
}
