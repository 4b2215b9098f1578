package dev.godump.graph;

import dev.godump.format.ObjectLookup;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.io.Source;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * The indexed contents of one dump. Built by {@link dev.godump.graph.load.GraphLoader} or opened
 * from an index; read-only. Safe for use by several threads, except {@link #record} and {@link
 * #bytes}, which read from the file through one shared reader.
 */
public final class HeapGraph implements Closeable {
  private final Source source;
  private final ProcessState process;
  private final LoadResult loadResult;
  private final ObjectTable objects;
  private final Roots roots;
  private final Columns columns;
  private final Supplier<MemoryBudget.Plan> memory;
  private final ObjectLookup lookup;
  private volatile boolean referrersUsed;

  /**
   * The fields of all objects.
   *
   * @param edgeCount number of pointers from objects to objects
   * @param edges pointers from objects to objects
   * @param referrers for each object those that point at it, ascending
   * @param shapes all distinct shapes
   * @param shapeByObject index of each object's shape in {@code shapes}
   */
  public record Columns(
      long edgeCount,
      Supplier<Edges> edges,
      Referrers referrers,
      List<Shape> shapes,
      IntUnaryOperator shapeByObject) {}

  public HeapGraph(
      Source source,
      ProcessState process,
      LoadResult loadResult,
      ObjectTable objects,
      Roots roots,
      Columns columns,
      Supplier<MemoryBudget.Plan> memory) {
    this.source = source;
    this.process = process;
    this.loadResult = loadResult;
    this.objects = objects;
    this.roots = roots;
    this.columns = columns;
    this.memory = memory;
    this.lookup = new ObjectLookup(source, process.params());
  }

  /** Returns the dump. */
  public Source source() {
    return source;
  }

  public ProcessState process() {
    return process;
  }

  public LoadResult loadResult() {
    return loadResult;
  }

  public ObjectTable objects() {
    return objects;
  }

  /** Returns the number of pointers from objects to objects. */
  public long edgeCount() {
    return columns.edgeCount;
  }

  /**
   * Returns all pointers from objects to objects. A graph from an index unpacks them on the first
   * call.
   */
  public Edges edges() {
    return columns.edges.get();
  }

  /**
   * Returns the objects that point at each object, ascending by id. The first look-up may take as
   * long as building them all.
   */
  public Referrers referrers() {
    referrersUsed = true;
    return columns.referrers;
  }

  /** Whether {@link #referrers} were requested. */
  public boolean areReferrersUsed() {
    return referrersUsed;
  }

  /** Returns the memory for what is computed from the graph. */
  public Supplier<MemoryBudget.Plan> memory() {
    return memory;
  }

  /** Returns the distinct objects that point at an object, ascending; can be all objects. */
  public IntArrayList distinctReferrers(int object) {
    referrersUsed = true;
    // counted first: a growing list takes twice as much memory
    int[] count = {0, ObjectTable.NONE};
    columns.referrers.forEach(
        object,
        id -> {
          count[0] += id == count[1] ? 0 : 1;
          count[1] = id;
        });
    IntArrayList distinct = new IntArrayList(count[0]);
    columns.referrers.forEach(
        object,
        id -> {
          if (distinct.isEmpty() || distinct.getInt(distinct.size() - 1) != id) {
            distinct.add(id);
          }
        });
    return distinct;
  }

  public Roots roots() {
    return roots;
  }

  /** Returns the storage for vectors computed from the graph. */
  public Storage storage() {
    return memory.get().analysis();
  }

  /** Returns the storage for inferred types and sums by type. */
  public Storage typesStorage() {
    return memory.get().types();
  }

  /** Returns all shapes, by index. */
  public List<Shape> shapes() {
    return columns.shapes;
  }

  /** Returns the index of an object's shape in {@link #shapes}. */
  public int shapeIndex(int id) {
    return columns.shapeByObject.applyAsInt(id);
  }

  /**
   * Reads an object's record from the file.
   *
   * @return valid until the next call
   */
  public ObjectRecord record(int id) throws IOException {
    return record(lookup, id);
  }

  /**
   * As {@link #record}, with a new reader: the result stays valid, and several threads may call
   * this.
   */
  public ObjectRecord ownRecord(int id) throws IOException {
    return record(new ObjectLookup(source, process.params()), id);
  }

  private ObjectRecord record(ObjectLookup reader, int id) throws IOException {
    return reader.find(objects.positionBefore(id), objects.address(id));
  }

  /**
   * Reads the bytes of an object that are in the file.
   *
   * @throws IllegalArgumentException if there are too many for an array
   */
  public byte[] bytes(int id) throws IOException {
    RecordContents contents = record(id).contents();
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
