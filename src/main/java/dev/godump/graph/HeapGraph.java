package dev.godump.graph;

import dev.godump.format.Contents;
import dev.godump.format.ObjectLookup;
import dev.godump.format.ObjectRecord;
import dev.godump.io.Source;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * All that one dump holds, indexed. Made by {@link GraphLoader}; read-only. Bytes of objects are
 * read from the file when asked for, by one thread at a time.
 */
public final class HeapGraph implements Closeable {
  private final Source source;
  private final ProcessState process;
  private final Reading reading;
  private final ObjectTable objects;
  private final Edges edges;
  private final Roots roots;
  private final List<Shape> shapes;
  private final WideColumn shapeNumbers;
  private final Storage storage;
  private final ObjectLookup lookup;

  HeapGraph(
      Source source,
      ProcessState process,
      Reading reading,
      ObjectTable objects,
      Edges edges,
      Roots roots,
      List<Shape> shapes,
      WideColumn shapeNumbers,
      Storage storage) {
    this.source = source;
    this.process = process;
    this.reading = reading;
    this.objects = objects;
    this.edges = edges;
    this.roots = roots;
    this.shapes = shapes;
    this.shapeNumbers = shapeNumbers;
    this.storage = storage;
    this.lookup = new ObjectLookup(source, process.params());
  }

  /** The file it was read from. */
  public Source source() {
    return source;
  }

  public ProcessState process() {
    return process;
  }

  public Reading reading() {
    return reading;
  }

  public ObjectTable objects() {
    return objects;
  }

  public Edges edges() {
    return edges;
  }

  public Roots roots() {
    return roots;
  }

  /** Where what is made from the graph goes. */
  public Storage storage() {
    return storage;
  }

  /** All shapes that objects have. */
  public List<Shape> shapes() {
    return shapes;
  }

  /** The place of an object's shape in {@link #shapes}. */
  public int shape(int id) {
    return shapeNumbers.get(id);
  }

  /**
   * An object's record, read from the file again.
   *
   * @return valid until the next call
   */
  public ObjectRecord record(int id) throws IOException {
    return lookup.find(objects.positionBefore(id), objects.address(id));
  }

  /**
   * The bytes of an object that are in the file.
   *
   * @throws IllegalArgumentException if they don't fit an array
   */
  public byte[] bytes(int id) throws IOException {
    Contents contents = record(id).contents();
    if (contents.present() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("object of " + contents.present() + " bytes");
    }
    byte[] bytes = new byte[(int) contents.present()];
    int n = source.read(contents.position(), bytes, 0, bytes.length);
    return Arrays.copyOf(bytes, n);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
