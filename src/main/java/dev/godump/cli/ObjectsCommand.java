package dev.godump.cli;

import dev.godump.analysis.LargestFirst;
import dev.godump.analysis.LastList;
import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.paths.TypePattern;
import dev.godump.report.ObjectText;
import dev.godump.report.ObjectsReport;
import dev.godump.report.text.CountedRows;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.value.ObjectFieldsReport;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "objects",
    description = "List objects, one per line, largest first.",
    footer = {
      "",
      "Examples:",
      "  godump objects --min-size 1MiB heap.dump",
      "  godump objects --sort retained --top 20 heap.dump",
      "  godump objects --dead --short heap.dump",
      "  godump objects --format csv heap.dump > objects.csv",
      "  godump objects --exe server --type main.Session --fields --format jsonl heap.dump"
    })
final class ObjectsCommand extends OneDumpCommand {
  /** The order of the lines. */
  enum Sort {
    address,
    size,
    retained
  }

  @Option(
      names = "--min-size",
      paramLabel = "BYTES",
      converter = BytesConverter.class,
      description = "Only objects of at least this size, such as 512 or 64KiB.")
  private @Nullable Long minSize;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      converter = BytesConverter.class,
      description = "Only objects of at most this size.")
  private @Nullable Long maxSize;

  @ArgGroup private @Nullable Liveness liveness;

  /** At most one of them is set. */
  static final class Liveness {
    @Option(names = "--live", description = "Only objects that are reachable from roots.")
    private boolean live;

    @Option(
        names = "--cleanups",
        description = "Only objects that only cleanups keep alive (inferred).")
    private boolean cleanups;

    @Option(names = "--dead", description = "Only unreachable objects: garbage.")
    @SuppressWarnings("unused") // neither of the others: one of the three is set
    private boolean dead;

    String part() {
      return live ? "live" : cleanups ? "cleanups" : "garbage";
    }

    boolean selects(HeapPart part) {
      return switch (part) {
        case RECORDED, STACK_VARIABLES -> live;
        case CLEANUPS -> cleanups;
        case MAYBE_STACK_VARIABLES, GARBAGE, UNKNOWN -> !live && !cleanups;
      };
    }
  }

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      converter = TypePatternConverter.class,
      description = "Only objects of this type. " + TypePatternConverter.HELP)
  private @Nullable TypePattern type;

  @Option(
      names = "--fields",
      description =
          "Show the values of objects, which can be secrets. Needs --exe. With --format jsonl, a line has"
              + " the fields of an object by name, for jq.")
  private boolean fields;

  @Mixin private ValueOptions values;

  @Option(names = "--short", description = "Print only addresses, one per line.")
  private boolean shortForm;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      description =
          "Sort by: ${COMPLETION-CANDIDATES}. Default: size; with --fields address, which takes the least"
              + " memory.")
  private @Nullable Sort sort;

  @Mixin private TopOption top;

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (fields && heap.program().isEmpty()) {
      throw new OperandException("--fields needs --exe");
    }
    Sort order = sort != null ? sort : fields ? Sort.address : Sort.size;
    if (liveness != null || order == Sort.retained) {
      Operands.requireRoots(graph);
    }
    Optional<IntToLongFunction> retained =
        order == Sort.retained ? Optional.of(heap.retainedByObject()) : Optional.empty();
    HeapParts parts = heap.unrecorded().parts();
    HeapTypes types = heap.types();
    Optional<IntPredicate> filter =
        isFiltered() ? Optional.of(filter(graph, parts, types)) : Optional.empty();
    RowLimit limit = shortForm ? top.limitOr(0) : top.limit(output());
    // a row with fields is read to be counted
    int most = fields ? Integer.MAX_VALUE : limit.end();
    Iterable<Integer> ids =
        () -> {
          try {
            return sorted(heap, order, filter, most);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    if (fields) {
      ValueReader reader =
          new ValueReader(graph, types, heap.program(), values.limits(), secrets());
      return new ObjectFieldsReport(graph, types, parts, reader, ids, limit, fieldNames(types));
    }
    return new ObjectsReport(
        new ObjectText(graph, types, heap.program()), parts, retained, ids, limit, shortForm);
  }

  private Iterator<Integer> sorted(Heap heap, Sort order, Optional<IntPredicate> filter, int most)
      throws IOException {
    if (order == Sort.address) {
      return byAddress(heap.graph().objects().count(), filter);
    }
    return ranked(
        heap.once(LastList.class, LastList::new)
            .first(
                listed(order),
                most,
                limit ->
                    order == Sort.size
                        ? LargestFirst.bySize(heap.graph(), filter, limit)
                        : LargestFirst.byRetained(heap, filter, limit)));
  }

  /** Which objects are listed, in which order. */
  private record Listed(
      Sort order,
      @Nullable Long minSize,
      @Nullable Long maxSize,
      @Nullable String type,
      @Nullable String part) {}

  private Listed listed(Sort order) {
    return new Listed(
        order,
        minSize,
        maxSize,
        type == null ? null : type.text(),
        liveness == null ? null : liveness.part());
  }

  private static Iterator<Integer> byAddress(int count, Optional<IntPredicate> filter) {
    return filter.isPresent()
        ? IntStream.range(0, count).filter(filter.get()).iterator()
        : new Ids(count, rank -> rank, count);
  }

  private static Ids ranked(LargestFirst largest) {
    int[] ids = largest.ids();
    return new Ids(ids.length, rank -> ids[rank], largest.selected());
  }

  /** Iterates over ids whose number is known. */
  private static final class Ids implements CountedRows<Integer> {
    private final int available;
    private final IntUnaryOperator idByRank;
    private final long all;
    private int taken;

    Ids(int available, IntUnaryOperator idByRank, long all) {
      this.available = available;
      this.idByRank = idByRank;
      this.all = all;
    }

    @Override
    public boolean hasNext() {
      return taken < available;
    }

    @Override
    public Integer next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return idByRank.applyAsInt(taken++);
    }

    @Override
    public long left() {
      return all - taken;
    }

    @Override
    public void skip(int rows) {
      taken = (int) Math.min((long) taken + rows, available);
    }
  }

  /** Returns the fields of the only struct type that is selected; empty if there are several. */
  private List<String> fieldNames(HeapTypes types) {
    List<GoType> structs =
        types.distinctTypes().stream()
            .filter(object -> type != null && type.matches(object.name()))
            .map(ObjectType::element)
            .filter(Objects::nonNull)
            .toList();
    boolean one = structs.stream().map(GoType::name).distinct().count() == 1;
    return one && structs.get(0).kind() == GoType.Kind.STRUCT
        ? structs.get(0).fields().stream().map(GoType.Field::name).distinct().toList()
        : List.of();
  }

  private boolean isFiltered() {
    return minSize != null || maxSize != null || liveness != null || type != null;
  }

  private IntPredicate filter(HeapGraph graph, HeapParts parts, HeapTypes types)
      throws OperandException {
    IntPredicate filter = id -> true;
    if (minSize != null) {
      long smallest = minSize;
      filter = filter.and(id -> graph.objects().size(id) >= smallest);
    }
    if (maxSize != null) {
      long largest = maxSize;
      filter = filter.and(id -> graph.objects().size(id) <= largest);
    }
    if (liveness != null) {
      Liveness selected = liveness;
      filter = filter.and(id -> selected.selects(parts.of(id)));
    }
    if (type != null) {
      TypeSelection.requireKnown(types, type);
      filter = filter.and(ObjectClass.ofType(type).filter(graph, types));
    }
    return filter;
  }
}
