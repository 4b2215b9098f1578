package dev.godump.analysis.waste;

import dev.godump.analysis.waste.Strings.Content;
import dev.godump.analysis.waste.Strings.Kind;
import dev.godump.analysis.waste.Strings.Order;
import dev.godump.analysis.waste.Strings.Referrer;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.inference.InferredTypes;
import dev.godump.types.inference.TypedPointers;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds strings and byte slices: bytes that typed pointers reach, and objects that are guessed to
 * be bytes. Reads the bytes once, in the order of the file, and keeps their hashes only. All
 * strings and slices in one object are one content, so a substring is not a copy.
 */
public final class StringSearch {
  private static final int NOT_LISTED = -1;
  private static final int PIECE = 1 << 16;

  /** Most locations to list for one content. */
  private static final int MAX_REFERRERS = 10;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final TypedPointers pointers;
  private final IntPredicate live;
  private final ObjectUses uses;
  private final ObjectBytes bytes;
  private final byte[] piece = new byte[PIECE];
  private final StringGroups groups = new StringGroups();

  /** 1 + index of the content; 0 for tiny blocks and objects without one. */
  private final int[] contentByObject;

  private final byte[] block = new byte[ObjectUses.TINY];
  private long zeroSlices;
  private long zeroBytes;
  private long references;
  private long partialReferences;
  private long outsideReferences;

  private StringSearch(
      HeapGraph graph, InferredTypes inferred, IntPredicate live, ObjectUses uses) {
    this.graph = graph;
    this.types = inferred.types();
    this.pointers = inferred.pointers();
    this.live = live;
    this.uses = uses;
    this.bytes = new ObjectBytes(graph);
    this.contentByObject = new int[graph.objects().count()];
  }

  /**
   * The contents to list.
   *
   * @param filter matches the first bytes of a content; null lists all contents if the order is
   *     {@link Order#length}, else those with copies
   * @param filterBytes number of bytes of a content that {@code filter} gets
   * @param textBytes number of bytes of a content to keep for the list
   * @param from contents to leave out before those
   * @param top most contents to list, 0 for all
   */
  public record Query(
      @Nullable Predicate<byte[]> filter,
      int filterBytes,
      Order order,
      int textBytes,
      int from,
      int top) {}

  /** Searches all objects that match a predicate. */
  public static Strings of(HeapGraph graph, InferredTypes inferred, IntPredicate live, Query query)
      throws IOException {
    StringSearch search =
        new StringSearch(graph, inferred, live, ObjectUses.ofText(graph, inferred.pointers()));
    search.groupByContent(new NoVisitor());
    return search.answer(query);
  }

  /** Receives what can be spared. */
  interface Visitor {
    /** Receives each copy of a content except the first. */
    void copy(int object, Kind kind, long taken);

    /** Receives bytes that are all zero: never written, or cleared. They don't count as copies. */
    void zeros(int object, long length, long taken);
  }

  /** Counts nothing: for lists of contents. */
  private static final class NoVisitor implements Visitor {
    @Override
    public void copy(int object, Kind kind, long taken) {
      // the groups count copies
    }

    @Override
    public void zeros(int object, long length, long taken) {
      // counted apart
    }
  }

  /** Visits all copies but the first of each content, and all bytes that are zero. */
  static void visit(
      HeapGraph graph, InferredTypes inferred, IntPredicate live, ObjectUses uses, Visitor visitor)
      throws IOException {
    new StringSearch(graph, inferred, live, uses).groupByContent(visitor);
  }

  private void groupByContent(Visitor visitor) throws IOException {
    for (int id = 0; id < contentByObject.length; id++) {
      if (graph.shapes().get(graph.shapeIndex(id)).pointers() > 0 || !live.test(id)) {
        continue;
      }
      if (!uses.hasUse(id, ObjectUses.STRING | ObjectUses.BYTES)) {
        guessed(id, visitor);
      } else if (uses.isTiny(id)) {
        tiny(id, visitor);
      } else if (uses.used(id) > uses.from(id)) {
        Kind kind = uses.hasUse(id, ObjectUses.BYTES) ? Kind.BYTES : Kind.STRING;
        content(id, kind, uses.from(id), uses.used(id), visitor);
      }
    }
  }

  /** Adds bytes that no typed pointer reaches, but that were inferred to be bytes. */
  private void guessed(int id, Visitor visitor) throws IOException {
    ObjectType type = types.typeOf(id).orElse(null);
    if (type == null || !ObjectUses.isByte(type.element())) {
      return;
    }
    long most = Math.min(type.count(), graph.objects().size(id));
    if (most > 1 && most <= Integer.MAX_VALUE) {
      content(id, Kind.UNKNOWN, 0, (int) most, visitor);
    }
  }

  private void content(int id, Kind kind, int start, int end, Visitor visitor) throws IOException {
    bytes.open(id);
    // other values may share a tiny block
    long taken = uses.isTiny(id) ? end - start : graph.objects().size(id);
    if (kind != Kind.STRING && isZero(start, end)) {
      zeroSlices++;
      zeroBytes += taken;
      visitor.zeros(id, end - start, taken);
      return;
    }
    long hash = hash(kind, start, end);
    int content = groups.find(hash);
    if (content == StringGroups.NONE) {
      content = groups.add(hash, kind, id, start, end - start);
    } else {
      visitor.copy(id, kind, taken);
    }
    contentByObject[id] = content + 1;
    groups.count(content, taken, certainty(id));
  }

  /** Whether all of these bytes of the open object are zero. */
  private boolean isZero(int start, int end) throws IOException {
    for (int at = start; at < end; at += PIECE) {
      int n = bytes.read(at, piece, Math.min(PIECE, end - at));
      for (int i = 0; i < n; i++) {
        if (piece[i] != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private Certainty certainty(int id) {
    return types.typeOf(id).map(ObjectType::certainty).orElse(Certainty.INFERRED);
  }

  private long hash(Kind kind, int start, int end) throws IOException {
    long hash = ContentHash.start((long) kind.hashSeed() << 32 | end - start);
    for (int at = start; at < end; at += PIECE) {
      int n = bytes.read(at, piece, Math.min(PIECE, end - at));
      hash = ContentHash.add(hash, piece, 0, n);
    }
    return hash;
  }

  private static long tinyHash(byte[] bytes, int start, int end) {
    // in a tiny block, strings look like byte slices
    return ContentHash.add(
        ContentHash.start((long) Kind.STRING.hashSeed() << 32 | end - start),
        bytes,
        start,
        end - start);
  }

  private void tiny(int id, Visitor visitor) throws IOException {
    bytes.open(id);
    Arrays.fill(block, (byte) 0);
    bytes.read(0, block, block.length);
    ObjectType type = types.typeOf(id).orElse(null);
    // the type of the block may be a guess; the typed pointers into it are not
    boolean guess =
        type != null && type.certainty() == Certainty.GUESS && ObjectUses.isByte(type.element());
    Certainty sure = guess ? Certainty.GUESS : Certainty.INFERRED;
    uses.tinyParts(
        id,
        (start, end) -> {
          long hash = tinyHash(block, start, end);
          int content = groups.find(hash);
          if (content == StringGroups.NONE) {
            content = groups.add(hash, Kind.STRING, id, start, end - start);
          } else {
            visitor.copy(id, Kind.STRING, end - start);
          }
          groups.count(content, end - start, sure);
        });
  }

  private Strings answer(Query query) throws IOException {
    int[] chosen = chosen(query);
    int[] sorted = groups.sorted(chosen, query.order());
    int from = Math.min(query.from(), sorted.length);
    int most = query.top() == 0 ? Integer.MAX_VALUE : query.top();
    int[] listed = Arrays.copyOfRange(sorted, from, from + Math.min(most, sorted.length - from));
    List<Object2LongOpenHashMap<String>> referrers = referrersOf(listed);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < listed.length; i++) {
      contents.add(describe(listed[i], referrers.get(i), query.textBytes()));
    }
    long copies = 0;
    long taken = 0;
    long wasted = 0;
    for (int content = 0; content < groups.count(); content++) {
      copies += groups.copies(content);
      taken += groups.bytes(content);
      wasted += groups.wasted(content);
    }
    return new Strings(
        List.copyOf(contents),
        sorted.length - from - listed.length,
        groups.count(),
        copies,
        taken,
        wasted,
        zeroSlices,
        zeroBytes,
        references,
        partialReferences,
        outsideReferences);
  }

  private int[] chosen(Query query) throws IOException {
    Predicate<byte[]> filter = query.filter();
    if (filter == null) {
      boolean copied = query.order() != Order.length;
      return IntStream.range(0, groups.count())
          .filter(content -> !copied || groups.copies(content) > 1)
          .toArray();
    }
    IntArrayList found = new IntArrayList();
    for (int content = 0; content < groups.count(); content++) {
      if (filter.test(text(content, query.filterBytes()))) {
        found.add(content);
      }
    }
    return found.toIntArray();
  }

  private byte[] text(int content, int most) throws IOException {
    byte[] text = new byte[Math.min(groups.length(content), most)];
    bytes.open(groups.object(content));
    int n = bytes.read(groups.start(content), text, text.length);
    return n == text.length ? text : Arrays.copyOf(text, Math.max(0, n));
  }

  private Content describe(
      int content, Object2LongOpenHashMap<String> referencesByLocation, int most)
      throws IOException {
    List<Referrer> referrers =
        referencesByLocation.object2LongEntrySet().stream()
            .map(entry -> new Referrer(entry.getKey(), entry.getLongValue()))
            .sorted(
                Comparator.comparingLong(Referrer::references)
                    .reversed()
                    .thenComparing(Referrer::location))
            .toList();
    return new Content(
        groups.kind(content),
        groups.length(content),
        groups.copies(content),
        referrers.stream().mapToLong(Referrer::references).sum(),
        groups.bytes(content),
        groups.wasted(content),
        groups.certainty(content),
        graph.objects().address(groups.object(content)) + groups.start(content),
        text(content, most),
        referrers.subList(0, Math.min(MAX_REFERRERS, referrers.size())));
  }

  /** Follows all pointers again to find the referrers of the listed contents. */
  private List<Object2LongOpenHashMap<String>> referrersOf(int[] listed) throws IOException {
    Int2IntOpenHashMap rowByContent = new Int2IntOpenHashMap();
    rowByContent.defaultReturnValue(NOT_LISTED);
    List<Object2LongOpenHashMap<String>> referrers = new ArrayList<>();
    for (int i = 0; i < listed.length; i++) {
      rowByContent.put(listed[i], i);
      referrers.add(new Object2LongOpenHashMap<>());
    }
    boolean tiny =
        IntStream.of(listed).anyMatch(content -> groups.length(content) <= ObjectUses.TINY);
    pointers.forEachText(
        (location, kind, elem, address, length, capacity) -> {
          if (length > 0) {
            int row = rowByContent.get(countReference(address, length, tiny));
            if (row != NOT_LISTED) {
              referrers.get(row).addTo(pointers.fieldName(location), 1);
            }
          }
        });
    addGuessedReferrers(rowByContent, referrers);
    return referrers;
  }

  /** Counts a string or slice and returns its content, or {@link StringGroups#NONE}. */
  private int countReference(long address, long length, boolean tiny) throws IOException {
    long found = graph.objects().locate(address);
    if (found == ObjectTable.NONE) {
      outsideReferences++;
      return StringGroups.NONE;
    }
    int id = ObjectTable.idOf(found);
    int start = (int) Math.min(Integer.MAX_VALUE, ObjectTable.offsetOf(found));
    if (!live.test(id)) {
      return StringGroups.NONE;
    }
    references++;
    if (contentByObject[id] > 0) {
      boolean whole = start == uses.from(id) && start + length >= uses.used(id);
      partialReferences += whole ? 0 : 1;
      return contentByObject[id] - 1;
    }
    if (!tiny || !uses.isTiny(id) || length > ObjectUses.TINY - start) {
      return StringGroups.NONE;
    }
    bytes.open(id);
    Arrays.fill(block, (byte) 0);
    bytes.read(0, block, block.length);
    return groups.find(tinyHash(block, start, start + (int) length));
  }

  /** Adds referrers of bytes that no typed pointer reaches. */
  private void addGuessedReferrers(
      Int2IntOpenHashMap rowByContent, List<Object2LongOpenHashMap<String>> referrers) {
    boolean any =
        rowByContent.keySet().intStream().anyMatch(content -> groups.kind(content) == Kind.UNKNOWN);
    if (!any) {
      return;
    }
    Edges edges = graph.edges();
    for (int id = 0; id < contentByObject.length; id++) {
      for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
        int row = unknownRow(edges.target(e), rowByContent);
        if (row != NOT_LISTED) {
          int source = id;
          String name =
              types
                  .typeOf(id)
                  .map(ObjectType::name)
                  .orElseGet(() -> graph.shapes().get(graph.shapeIndex(source)).toString());
          referrers.get(row).addTo(name, 1);
        }
      }
    }
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int row = unknownRow(roots.target(root), rowByContent);
      if (row != NOT_LISTED) {
        referrers.get(row).addTo(RootLabel.of(graph, types.rootNames(), root).text(), 1);
      }
    }
  }

  private int unknownRow(int object, Int2IntOpenHashMap rowByContent) {
    int content = contentByObject[object] - 1;
    return content != StringGroups.NONE && groups.kind(content) == Kind.UNKNOWN
        ? rowByContent.get(content)
        : NOT_LISTED;
  }
}
