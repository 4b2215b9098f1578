package dev.godump.types;

import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.io.ByteReader;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntCollection;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The types that a dump by itself gives away. A dump has type records only for the dynamic types of
 * itabs, so these are few: goroutine and thread descriptors, and what interfaces hold, found by the
 * itab or type word in front of their data pointer.
 */
public final class ObjectTypes {
  /** Malloc headers (Go 1.22 and later) shift what a pointer to an object points at. */
  private static final int HEADER = 8;

  private static final int TINY_BLOCK = 16;

  /** From more objects than these, reading the whole dump in order is faster than one by one. */
  private static final int FEW = 20_000;

  private final IntFunction<ObjectType> types;
  private final Set<ObjectType> distinct;

  private ObjectTypes(Int2ObjectOpenHashMap<ObjectType> types) {
    this(types::get, new LinkedHashSet<>(types.values()));
  }

  /**
   * @param types the type of an object, or null
   * @param distinct all of them
   */
  ObjectTypes(IntFunction<ObjectType> types, Set<ObjectType> distinct) {
    this.types = types;
    this.distinct = Collections.unmodifiableSet(distinct);
  }

  /** Finds all of them; reads the dump once more. */
  public static ObjectTypes of(HeapGraph graph) throws IOException {
    Finder finder = new Finder(graph);
    finder.runtime();
    if (!finder.words.isEmpty()) {
      new RecordReader(graph.source()).read(finder, position -> {});
    }
    return new ObjectTypes(finder.found);
  }

  /**
   * Finds those of a few objects, faster: looks only at what points at them.
   *
   * @param wanted their ids
   */
  public static ObjectTypes of(HeapGraph graph, IntCollection wanted) throws IOException {
    BitSet targets = new BitSet(graph.objects().count());
    wanted.forEach(targets::set);
    Edges edges = graph.edges();
    int[] sources =
        IntStream.range(0, graph.objects().count()).parallel().filter(id -> pointsAt(edges, id, targets)).toArray();
    if (sources.length > FEW) {
      return of(graph);
    }
    Finder finder = new Finder(graph);
    finder.runtime();
    for (int source : sources) {
      finder.object(0, graph.record(source));
    }
    finder.segments();
    return new ObjectTypes(finder.found);
  }

  private static boolean pointsAt(Edges edges, int id, BitSet targets) {
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      if (targets.get(edges.target(e))) {
        return true;
      }
    }
    return false;
  }

  /** The type of an object, if it is known. */
  public Optional<ObjectType> of(int object) {
    return Optional.ofNullable(types.apply(object));
  }

  /** All types that some object has. */
  public Set<ObjectType> distinct() {
    return distinct;
  }

  private static final class Finder implements RecordVisitor {
    private final HeapGraph graph;
    private final int wordSize;
    private final Int2ObjectOpenHashMap<ObjectType> found = new Int2ObjectOpenHashMap<>();

    /** By the first word of an interface: an itab's address, or a type descriptor's. */
    private final Long2ObjectOpenHashMap<DumpRecord.Type> words = new Long2ObjectOpenHashMap<>();

    private final Map<Long, ObjectType> names = new HashMap<>();
    private long lowest = -1;
    private long highest;

    Finder(HeapGraph graph) {
      this.graph = graph;
      this.wordSize = graph.process().params().pointerSize();
      graph.process().types().values().forEach(type -> put(type.address(), type));
      for (DumpRecord.Itab itab : graph.process().itabs().values()) {
        DumpRecord.Type type = graph.process().types().get(itab.type());
        if (type != null) {
          put(itab.address(), type);
        }
      }
    }

    private void put(long word, DumpRecord.Type type) {
      words.put(word, type);
      lowest = Long.compareUnsigned(word, lowest) < 0 ? word : lowest;
      highest = Long.compareUnsigned(word, highest) > 0 ? word : highest;
    }

    void runtime() {
      graph.process().goroutines().forEach(g -> runtime(g.record().address(), "runtime.g"));
      graph.process().threads().forEach(m -> runtime(m.address(), "runtime.m"));
    }

    private void runtime(long address, String name) {
      int object = graph.objects().find(address);
      if (object >= 0 && atStart(object, address)) {
        found.put(object, new ObjectType(name, Certainty.EXACT));
      }
    }

    private boolean atStart(int object, long address) {
      long offset = address - graph.objects().address(object);
      return offset == 0 || offset == HEADER && graph.objects().size(object) > HEADER;
    }

    @Override
    public void object(long position, ObjectRecord object) throws IOException {
      for (long at = object.nextPointer(); at >= 0; at = object.nextPointer()) {
        if (at >= wordSize && object.holds(at)) {
          pair(object.word(at - wordSize), object.word(at));
        }
      }
    }

    @Override
    public void segment(long position, DumpRecord.Segment segment, Words contents) throws IOException {
      for (long at : segment.pointers()) {
        if (at >= wordSize && segment.contents().holds(at, wordSize)) {
          pair(contents.at(at - wordSize), contents.at(at));
        }
      }
    }

    /** Reads the segments by themselves. */
    void segments() throws IOException {
      ByteReader reader = new ByteReader(graph.source());
      boolean bigEndian = graph.process().params().bigEndian();
      for (DumpRecord.Segment segment : graph.process().segments()) {
        long start = segment.contents().position();
        segment(start, segment, offset -> reader.word(start + offset, wordSize, bigEndian));
      }
    }

    /** Two words that would be an interface if the first is a known itab or type. */
    private void pair(long word, long data) {
      if (Long.compareUnsigned(word, lowest) < 0 || Long.compareUnsigned(word, highest) > 0 || data == 0) {
        return;
      }
      DumpRecord.Type type = words.get(word);
      if (type == null) {
        return;
      }
      int object = graph.objects().find(data);
      if (object < 0 || !atStart(object, data)) {
        return;
      }
      ObjectType name = held(type, object);
      if (name != null && !(found.containsKey(object) && name.certainty() != Certainty.EXACT)) {
        found.put(object, name);
      }
    }

    /** What an interface of a dynamic type points at, or null if that can't be told. */
    private ObjectType held(DumpRecord.Type type, int object) {
      long size = graph.objects().size(object);
      if (size <= TINY_BLOCK && graph.shapes().get(graph.shape(object)).pointers() == 0) {
        // the tiny allocator packs several values into one block
        return null;
      }
      if (type.name().endsWith(".")) {
        // *T in an interface: the pointer itself is stored, the name of T is lost since Go 1.7
        return names.computeIfAbsent(
            type.address(),
            address ->
                new ObjectType(type.name() + "?@0x" + Long.toHexString(address), Certainty.INFERRED));
      }
      // a type of a pointer's size may be one, and then the word is the value and not a box of it
      if (type.size() == wordSize || type.size() > size || !SizeClasses.fits(type.size(), size)) {
        return null;
      }
      return names.computeIfAbsent(
          type.address(), address -> new ObjectType(type.name(), Certainty.EXACT));
    }
  }
}
