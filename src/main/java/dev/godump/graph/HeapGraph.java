package dev.godump.graph;

import dev.godump.format.ObjectLookup;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.graph.load.GraphLoader;
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
 * All that one dump holds, indexed. Made by {@link GraphLoader}; read-only. Bytes of objects are
 * read from the file when asked for, by one thread at a time.
 */
public final class HeapGraph implements Closeable {
  private final Source source;
  private final ProcessState process;
  private final LoadResult loadResult;
  private final ObjectTable objects;
  private final Roots roots;
  private final Columns columns;
  private final Storage storage;
  private final Storage typesStorage;
  private final ObjectLookup lookup;

  /**
   * What there is of all objects.
   *
   * @param edgeCount how many pointers from objects to objects there are
   * @param edges pointers from objects to objects
   * @param referrers for each object those that point at it, ascending
   * @param shapes all that there are
   * @param shapeNumbers place of an object's shape among them, by its id
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
      Storage storage,
      Storage typesStorage) {
    this.source = source;
    this.process = process;
    this.loadResult = loadResult;
    this.objects = objects;
    this.roots = roots;
    this.columns = columns;
    this.storage = storage;
    this.typesStorage = typesStorage;
    this.lookup = new ObjectLookup(source, process.params());
  }

  /** The file it was read from. */
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

  /** How many pointers from objects to objects there are. */
  public long edgeCount() {
    return columns.edgeCount;
  }

  /**
   * All pointers from objects to objects; read when they are first asked for if an index has them.
   */
  public Edges edges() {
    return columns.edges.get();
  }

  /**
   * What points at each object, ascending by id; the first to be asked for may take as long as all.
   */
  public Referrers referrers() {
    return columns.referrers;
  }

  /** The objects that point at one, each once, ascending: can be all there are. */
  public IntArrayList distinctReferrers(int object) {
    // counted first: a list that grows takes twice as much memory
    int[] count = {0, -1};
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

  /** Where what is made from the graph goes. */
  public Storage storage() {
    return storage;
  }

  /** Where what is found out of objects' types, and summed by them, goes beside all else. */
  public Storage typesStorage() {
    return typesStorage;
  }

  /** All shapes that objects have. */
  public List<Shape> shapes() {
    return columns.shapes;
  }

  /** The place of an object's shape in {@link #shapes}. */
  public int shapeIndex(int id) {
    return columns.shapeByObject.applyAsInt(id);
  }

  /**
   * An object's record, read from the file again.
   *
   * @return valid until the next call
   */
  public ObjectRecord record(int id) throws IOException {
    return record(lookup, id);
  }

  /** As {@link #record}, by a reader of its own: valid as long as it is used. */
  public ObjectRecord ownRecord(int id) throws IOException {
    return record(new ObjectLookup(source, process.params()), id);
  }

  private ObjectRecord record(ObjectLookup reader, int id) throws IOException {
    return reader.find(objects.positionBefore(id), objects.address(id));
  }

  /**
   * The bytes of an object that are in the file.
   *
   * @throws IllegalArgumentException if they don't fit an array
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
