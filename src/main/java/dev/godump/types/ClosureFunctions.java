package dev.godump.types;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Shape;
import dev.godump.types.program.ObjectWords;
import java.io.IOException;

/**
 * Decides which objects are closures, and of which function: a closure starts with the address of
 * its function's entry. An object with another type is not a closure, whatever its first word is;
 * of an untyped object, the first word must be an address of code and not a pointer. If an untyped
 * object has no pointers at all, the function's entry must be known. Not thread-safe.
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
    boolean untypedNoscan = type == 0 && shape(object).pointers() == 0;
    boolean function =
        untypedNoscan ? types.nameOfFunction(first).isPresent() : types.mayBeFunction(first);
    return function ? first : NONE;
  }

  private boolean startsWithNumber(int object) {
    Shape shape = shape(object);
    return shape.pointers() == 0 || shape.offsets()[0] > types.headerSize(object);
  }

  private Shape shape(int object) {
    return graph.shapes().get(graph.shapeIndex(object));
  }
}
