package dev.godump.analysis.waste;

import dev.godump.analysis.waste.Strings.Content;
import dev.godump.analysis.waste.Strings.Holder;
import dev.godump.analysis.waste.Strings.Kind;
import dev.godump.analysis.waste.Strings.Order;
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

/**
 * Finds strings and byte slices: what typed pointers of both kinds reach, and objects that are
 * guessed to be such bytes. Bytes are read once, in the order of the file, and hashed; contents
 * aren't kept. What two of them share of one object is one content, so a substring is no copy.
 */
public final class StringSearch {
  private static final int PIECE = 1 << 16;

  /** Places that are listed of one content. */
  private static final int MOST_HOLDERS = 10;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final TypedPointers pointers;
  private final IntPredicate live;
  private final ObjectUses uses;
  private final ObjectBytes bytes;
  private final byte[] piece = new byte[PIECE];
  private final StringGroups groups = new StringGroups();

  /** By object that isn't a tiny block, one more than its content's number. */
  private final int[] numbers;

  private final byte[] block = new byte[ObjectUses.TINY];
  private long references;
  private long parts;
  private long constants;

  private StringSearch(
      HeapGraph graph, InferredTypes inferred, IntPredicate live, ObjectUses uses) {
    this.graph = graph;
    this.types = inferred.types();
    this.pointers = inferred.pointers();
    this.live = live;
    this.uses = uses;
    this.bytes = new ObjectBytes(graph);
    this.numbers = new int[graph.objects().count()];
  }

  /**
   * What to list.
   *
   * @param matching contents, by their first bytes; null for those with copies if the order is
   *     {@link Order#wasted}, else all
   * @param looked how many bytes of a content {@code matching} is shown
   * @param text how many bytes of a content are kept for the list
   * @param top how many contents, 0 for all
   */
  public record Query(Predicate<byte[]> matching, int looked, Order order, int text, int top) {}

  /** Looks at all objects that a predicate takes. */
  public static Strings of(HeapGraph graph, InferredTypes inferred, IntPredicate live, Query query)
      throws IOException {
    StringSearch search =
        new StringSearch(graph, inferred, live, ObjectUses.ofText(graph, inferred.pointers()));
    search.group((object, kind, taken) -> {});
    return search.answer(query);
  }

  /** Is shown each copy of a content that another one has, too. */
  @FunctionalInterface
  interface Copies {
    void copy(int object, Kind kind, long taken);
  }

  /**
   * Shows all copies but the first of each content; byte slices of zeros, which wait to be filled,
   * are none.
   */
  static void copies(
      HeapGraph graph, InferredTypes inferred, IntPredicate live, ObjectUses uses, Copies visitor)
      throws IOException {
    new StringSearch(graph, inferred, live, uses).group(visitor);
  }

  private void group(Copies visitor) throws IOException {
    for (int id = 0; id < numbers.length; id++) {
      if (graph.shapes().get(graph.shape(id)).pointers() > 0 || !live.test(id)) {
        continue;
      }
      if (!uses.has(id, ObjectUses.STRING | ObjectUses.BYTES)) {
        guessed(id, visitor);
      } else if (uses.isTiny(id)) {
        tiny(id, visitor);
      } else if (uses.used(id) > uses.from(id)) {
        Kind kind = uses.has(id, ObjectUses.BYTES) ? Kind.BYTES : Kind.STRING;
        content(id, kind, uses.from(id), uses.used(id), visitor);
      }
    }
  }

  /** Bytes that no typed pointer leads to, but that something told to be bytes. */
  private void guessed(int id, Copies visitor) throws IOException {
    ObjectType type = types.typeOf(id).orElse(null);
    if (type == null || !ObjectUses.bytes(type.element())) {
      return;
    }
    long most = Math.min(type.count(), graph.objects().size(id));
    if (most > 1 && most <= Integer.MAX_VALUE) {
      content(id, Kind.UNKNOWN, 0, (int) most, visitor);
    }
  }

  private void content(int id, Kind kind, int start, int end, Copies visitor) throws IOException {
    bytes.open(id);
    long hash = hash(kind, start, end);
    // others may share a tiny block, unseen
    long taken = uses.isTiny(id) ? end - start : graph.objects().size(id);
    int number = groups.find(hash);
    if (number < 0) {
      number = groups.add(hash, kind, id, start, end - start);
    } else {
      if (kind == Kind.STRING || !zero(start, end)) {
        visitor.copy(id, kind, taken);
      }
    }
    numbers[id] = number + 1;
    groups.count(number, taken, certainty(id));
  }

  /** Whether there are only zeros in the bytes of the object that was hashed last. */
  private boolean zero(int start, int end) throws IOException {
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
    long hash = ContentHash.start((long) kind.ordinal() << 32 | end - start);
    for (int at = start; at < end; at += PIECE) {
      int n = bytes.read(at, piece, Math.min(PIECE, end - at));
      hash = ContentHash.add(hash, piece, 0, n);
    }
    return hash;
  }

  private static long tinyHash(byte[] bytes, int start, int end) {
    // strings and byte slices of one block can't be told apart
    return ContentHash.add(
        ContentHash.start((long) Kind.STRING.ordinal() << 32 | end - start),
        bytes,
        start,
        end - start);
  }

  private void tiny(int id, Copies visitor) throws IOException {
    bytes.open(id);
    Arrays.fill(block, (byte) 0);
    bytes.read(0, block, block.length);
    ObjectType type = types.typeOf(id).orElse(null);
    // that it is such a block may be a guess; what typed pointers lead to in it is none
    boolean guess =
        type != null && type.certainty() == Certainty.GUESS && ObjectUses.bytes(type.element());
    Certainty sure = guess ? Certainty.GUESS : Certainty.INFERRED;
    uses.tinyParts(
        id,
        (start, end) -> {
          long hash = tinyHash(block, start, end);
          int number = groups.find(hash);
          if (number < 0) {
            number = groups.add(hash, Kind.STRING, id, start, end - start);
          } else {
            visitor.copy(id, Kind.STRING, end - start);
          }
          groups.count(number, end - start, sure);
        });
  }

  private Strings answer(Query query) throws IOException {
    int[] chosen = chosen(query);
    int[] sorted = groups.sorted(chosen, query.order());
    int[] listed =
        query.top() == 0 ? sorted : Arrays.copyOf(sorted, Math.min(query.top(), sorted.length));
    List<Object2LongOpenHashMap<String>> holders = holders(listed);
    List<Content> contents = new ArrayList<>();
    for (int i = 0; i < listed.length; i++) {
      contents.add(describe(listed[i], holders.get(i), query.text()));
    }
    long copies = 0;
    long taken = 0;
    long wasted = 0;
    for (int number = 0; number < groups.count(); number++) {
      copies += groups.copies(number);
      taken += groups.bytes(number);
      wasted += groups.wasted(number);
    }
    return new Strings(
        List.copyOf(contents),
        sorted.length - listed.length,
        groups.count(),
        copies,
        taken,
        wasted,
        references,
        parts,
        constants);
  }

  private int[] chosen(Query query) throws IOException {
    if (query.matching() == null) {
      boolean copied = query.order() != Order.length;
      return IntStream.range(0, groups.count())
          .filter(number -> !copied || groups.copies(number) > 1)
          .toArray();
    }
    IntArrayList found = new IntArrayList();
    for (int number = 0; number < groups.count(); number++) {
      if (query.matching().test(text(number, query.looked()))) {
        found.add(number);
      }
    }
    return found.toIntArray();
  }

  private byte[] text(int number, int most) throws IOException {
    byte[] text = new byte[Math.min(groups.length(number), most)];
    bytes.open(groups.object(number));
    int n = bytes.read(groups.start(number), text, text.length);
    return n == text.length ? text : Arrays.copyOf(text, Math.max(0, n));
  }

  private Content describe(int number, Object2LongOpenHashMap<String> places, int most)
      throws IOException {
    List<Holder> holders =
        places.object2LongEntrySet().stream()
            .map(entry -> new Holder(entry.getKey(), entry.getLongValue()))
            .sorted(
                Comparator.comparingLong(Holder::references)
                    .reversed()
                    .thenComparing(Holder::place))
            .toList();
    return new Content(
        groups.kind(number),
        groups.length(number),
        groups.copies(number),
        holders.stream().mapToLong(Holder::references).sum(),
        groups.bytes(number),
        groups.wasted(number),
        groups.certainty(number),
        graph.objects().address(groups.object(number)) + groups.start(number),
        text(number, most),
        holders.subList(0, Math.min(MOST_HOLDERS, holders.size())));
  }

  /** Goes through all pointers again, to those contents that are listed. */
  private List<Object2LongOpenHashMap<String>> holders(int[] listed) throws IOException {
    Int2IntOpenHashMap rows = new Int2IntOpenHashMap();
    rows.defaultReturnValue(-1);
    List<Object2LongOpenHashMap<String>> holders = new ArrayList<>();
    for (int i = 0; i < listed.length; i++) {
      rows.put(listed[i], i);
      holders.add(new Object2LongOpenHashMap<>());
    }
    boolean tiny =
        IntStream.of(listed).anyMatch(number -> groups.length(number) <= ObjectUses.TINY);
    pointers.forEachText(
        (place, kind, elem, address, length, capacity) -> {
          if (length > 0) {
            int row = rows.get(refer(address, length, tiny));
            if (row >= 0) {
              holders.get(row).addTo(pointers.fieldName(place), 1);
            }
          }
        });
    guessedHolders(rows, holders);
    return holders;
  }

  /** The content that a string or slice leads to, or -1; counts it. */
  private int refer(long address, long length, boolean tiny) throws IOException {
    long found = graph.objects().place(address);
    if (found < 0) {
      constants++;
      return -1;
    }
    int id = ObjectTable.idOf(found);
    int start = (int) Math.min(Integer.MAX_VALUE, ObjectTable.offsetOf(found));
    if (!live.test(id)) {
      return -1;
    }
    references++;
    if (numbers[id] > 0) {
      boolean whole = start == uses.from(id) && start + length >= uses.used(id);
      parts += whole ? 0 : 1;
      return numbers[id] - 1;
    }
    if (!tiny || !uses.isTiny(id) || length > ObjectUses.TINY - start) {
      return -1;
    }
    bytes.open(id);
    Arrays.fill(block, (byte) 0);
    bytes.read(0, block, block.length);
    return groups.find(tinyHash(block, start, start + (int) length));
  }

  /** What leads to bytes that no typed pointer leads to, as far as it has a type. */
  private void guessedHolders(
      Int2IntOpenHashMap rows, List<Object2LongOpenHashMap<String>> holders) {
    boolean any = rows.keySet().intStream().anyMatch(number -> groups.kind(number) == Kind.UNKNOWN);
    if (!any) {
      return;
    }
    Edges edges = graph.edges();
    for (int id = 0; id < numbers.length; id++) {
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        int row = unknownRow(edges.target(e), rows);
        if (row >= 0) {
          int holder = id;
          String name =
              types
                  .typeOf(id)
                  .map(ObjectType::name)
                  .orElseGet(() -> graph.shapes().get(graph.shape(holder)).toString());
          holders.get(row).addTo(name, 1);
        }
      }
    }
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int row = unknownRow(roots.target(root), rows);
      if (row >= 0) {
        holders.get(row).addTo(RootLabel.of(graph, types.rootNames(), root).text(), 1);
      }
    }
  }

  private int unknownRow(int object, Int2IntOpenHashMap rows) {
    int number = numbers[object] - 1;
    return number >= 0 && groups.kind(number) == Kind.UNKNOWN ? rows.get(number) : -1;
  }
}
