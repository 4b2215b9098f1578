package dev.godump.report;

import static java.util.Objects.requireNonNull;

import dev.godump.analysis.GoroutinePath;
import dev.godump.analysis.Retainers;
import dev.godump.analysis.find.FoundPlace;
import dev.godump.analysis.find.Occurrences;
import dev.godump.analysis.find.Place;
import dev.godump.analysis.find.Place.Region;
import dev.godump.heap.HeapPart;
import dev.godump.heap.roots.RootLabel;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.HexDump;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.ObjectType;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.value.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code godump find}: where a dump has some bytes. Shows the bytes only with their context. */
public final class FindReport implements Report {
  /** What a dump doesn't have. */
  private static final List<String> NOT_SEARCHED =
      List.of(
          "freed slots",
          "C memory",
          "registers",
          "unused parts of stacks",
          "constants",
          "package variables without pointers",
          "runtime memory outside the heap");

  /** The length at the start of an array's name, or the index at the start of a field's. */
  private static final Pattern INDEX = Pattern.compile("^\\[\\d+]");

  private final Occurrences occurrences;
  private final List<FoundPlace> places;
  private final Optional<ObjectText> objects;
  private final Map<HeapPart, RootText> roots;
  private final Optional<List<Context>> contexts;
  private final String files;

  /**
   * The bytes around the first match of a place.
   *
   * @param address of the first byte
   */
  public record Context(long address, byte[] bytes) {}

  /**
   * @param places those of the occurrences, in their order
   * @param objects empty if no graph was loaded
   * @param roots names of the roots that keep the objects of each part alive
   * @param contexts one for each place, if they are requested
   * @param files what the next command is given: the dump, and the executable if named
   */
  public FindReport(
      Occurrences occurrences,
      List<FoundPlace> places,
      Optional<ObjectText> objects,
      Map<HeapPart, RootText> roots,
      Optional<List<Context>> contexts,
      String files) {
    this.occurrences = occurrences;
    this.places = places;
    this.objects = objects;
    this.roots = roots;
    this.contexts = contexts;
    this.files = files;
  }

  @Override
  public void text(TextWriter out) {
    out.heading(headline());
    if (occurrences.matchesByPattern().size() > 1) {
      out.list("  ", byPattern());
    }
    if (!places.isEmpty()) {
      out.line();
      if (contexts.isEmpty()) {
        out.table(table(places));
      } else {
        for (int i = 0; i < places.size(); i++) {
          out.table(table(places.subList(i, i + 1)));
          Context context = contexts.get().get(i);
          new HexDump(context.bytes(), Secrets.SHOWN).text(out, context.address());
          out.line();
        }
      }
      out.more(occurrences.unlisted(), "--top 0 shows all");
    }
    out.line();
    if (occurrences.acrossRecords() > 0) {
      out.line(
          "  Not counted: %s in the file across two records, which are not next to each other in memory."
              .formatted(Amounts.count(occurrences.acrossRecords())));
    }
    out.list("  Not in a dump: ", NOT_SEARCHED);
    nextObject()
        .ifPresent(
            object -> {
              out.line();
              String address = Amounts.address(objects.get().addressOf(object));
              new LabelledLines(out, 0, 6)
                  .command("Next:", "godump retainers " + address + " " + files);
            });
  }

  private Optional<Integer> nextObject() {
    return places.stream().filter(p -> p.path().isPresent()).map(FoundPlace::object).findFirst();
  }

  private String headline() {
    String searched = Amounts.bytes(occurrences.bytes());
    if (occurrences.total() == 0) {
      return "Not found in " + searched + ".";
    }
    List<String> parts = new ArrayList<>();
    occurrences.matches().forEach((region, count) -> parts.add(part(region, count)));
    String all =
        occurrences.total() == 1 ? "1 match" : Amounts.count(occurrences.total()) + " matches";
    return all + " in " + searched + ": " + String.join(", ", parts);
  }

  private String part(Region region, long count) {
    String number = Amounts.count(count);
    return switch (region) {
      case OBJECT -> number + " in " + Amounts.count(occurrences.objects(), "object");
      case SPAN_END -> number + " in the unused ends of spans";
      case FRAME -> number + " in stack frames";
      case DATA, BSS -> number + " in the " + region.label() + " segment";
      case NAME -> number + " in names of types, functions and files";
      case REST -> number + " in bytes outside whole records";
    };
  }

  private List<String> byPattern() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < occurrences.matchesByPattern().size(); i++) {
      parts.add(
          "pattern %d: %s".formatted(i + 1, Amounts.count(occurrences.matchesByPattern().get(i))));
    }
    return parts;
  }

  private Table<FoundPlace> table(List<FoundPlace> rows) {
    Table<FoundPlace> table =
        new Table<>(rows)
            .column("address", "ADDRESS", Kind.ADDRESS, p -> p.place().address())
            .column("matches", "MATCHES", Kind.COUNT, p -> p.place().matches())
            .dataOnly("pattern", Kind.COUNT, p -> p.place().pattern() + 1)
            .dataOnly("region", Kind.TEXT, p -> region(p).label())
            .dataOnly("start", Kind.ADDRESS, p -> p.place().start())
            .dataOnly("size", Kind.BYTES, p -> p.place().size())
            .dataOnly("offset", Kind.COUNT, p -> p.place().offset())
            .dataOnly("goroutine", Kind.TEXT, FindReport::goroutine)
            .dataOnly("function", Kind.TEXT, FindReport::function)
            .dataOnly("type", Kind.TEXT, p -> type(p).orElse(null))
            .dataOnly("field", Kind.TEXT, p -> field(p).orElse(null))
            .dataOnly("variable", Kind.TEXT, p -> p.variable().orElse(null))
            .dataOnly("live", Kind.FLAG, p -> p.part().isLive())
            .dataOnly("held_by", Kind.TEXT, p -> p.path().map(path -> holder(p, path)).orElse(null))
            .dataOnly("kept_by_cleanups", Kind.FLAG, p -> p.part().isKeptByCleanups())
            .textOnly("WHERE", Kind.NAME, this::where);
    return objects.isEmpty() ? table : table.textOnly("HELD BY", Kind.NAME, this::heldBy);
  }

  /** Returns the region; a slot that the graph has no object for is the end of a span. */
  private Region region(FoundPlace found) {
    boolean noObject =
        objects.isPresent() && found.place().region() == Region.OBJECT && found.object() < 0;
    return noObject ? Region.SPAN_END : found.place().region();
  }

  private static @Nullable Number goroutine(FoundPlace found) {
    return found.place().region() == Region.FRAME ? Json.unsigned(found.place().goroutine()) : null;
  }

  private static @Nullable String function(FoundPlace found) {
    return found.place().function().isEmpty() ? null : found.place().function();
  }

  private Optional<String> type(FoundPlace found) {
    return found.object() < 0
        ? Optional.empty()
        : objects.flatMap(text -> text.typeOf(found.object()).map(type -> type.name()));
  }

  /**
   * Returns the field that has the match; empty for an element of an array, its offset says more.
   */
  private Optional<String> field(FoundPlace found) {
    return found.object() < 0
        ? Optional.empty()
        : objects
            .flatMap(text -> text.fieldAt(found.object(), found.place().offset()))
            .filter(field -> !field.matches("\\[\\d+]|\\*"));
  }

  private String where(FoundPlace found) {
    Place place = found.place();
    String at = "+0x" + Long.toHexString(place.offset());
    return switch (region(found)) {
      case OBJECT ->
          found.object() < 0
              ? "object of " + Amounts.bytes(place.size()) + " +" + place.offset()
              : behindValue(found)
                  .orElseGet(
                      () ->
                          objects.get().labelOf(found.object())
                              + field(found).orElse(" +" + place.offset()));
      case FRAME ->
          "goroutine %s, %s, %s"
              .formatted(
                  Json.unsigned(place.goroutine()),
                  place.function(),
                  found.variable().orElse("frame" + at));
      case DATA, BSS -> {
        String offset = place.region().label() + at;
        yield found.variable().map(name -> name + " (" + offset + ")").orElse(offset);
      }
      default -> region(found).label();
    };
  }

  /**
   * Describes a match in a slot behind the value that its type describes: in a block of several
   * small values, or in the rest of the slot.
   */
  private Optional<String> behindValue(FoundPlace found) {
    ObjectText text = objects.orElseThrow();
    long offset = found.place().offset();
    Optional<Long> end =
        text.typeOf(found.object())
            .filter(type -> type.element() != null)
            .map(type -> type.count() * requireNonNull(type.element()).size())
            .map(size -> text.valueAddressOf(found.object()) + size);
    if (end.isEmpty() || text.addressOf(found.object()) + offset < end.get()) {
      return Optional.empty();
    }
    return Optional.of(
        text.isTinyBlock(found.object())
            ? "tiny block +" + offset
            : "+" + offset + " behind " + text.labelOf(found.object()));
  }

  private String heldBy(FoundPlace found) {
    if (found.object() < 0) {
      return "-";
    }
    return switch (found.part()) {
      case UNKNOWN, GARBAGE -> LivenessText.roots(found.part());
      case MAYBE_STACK_VARIABLES -> "maybe " + holder(found, found.path().orElseThrow());
      case RECORDED, STACK_VARIABLES, CLEANUPS -> holder(found, found.path().orElseThrow());
    };
  }

  /**
   * Returns the root of a place's path, or the goroutine whose g is on it, and the field that leads
   * to the object at its end.
   */
  private String holder(FoundPlace found, Retainers.Path path) {
    ObjectText text = objects.orElseThrow();
    if (found.goroutine().isPresent()) {
      GoroutinePath held = found.goroutine().get();
      String goroutine = text.roots().goroutineText(held.goroutine());
      return held.steps().size() == 1
          ? goroutine
          : goroutine + " → " + lastPointer(text, held.steps());
    }
    RootLabel label = rootsOf(found).labelOf(path.root());
    String root =
        label.variable().isEmpty() || label.goroutine() >= 0 ? label.text() : label.variable();
    return behindMap(text, label, path.steps())
        .map(field -> root + field)
        .orElseGet(
            () -> path.steps().size() == 1 ? root : root + " → " + lastPointer(text, path.steps()));
  }

  /**
   * Returns what follows the name of a variable that is a map: the entry on a path, and the field
   * that leads to its end, as {@code ["k17"] → main.Session.token}.
   */
  private static Optional<String> behindMap(
      ObjectText text, RootLabel label, List<Retainers.Step> steps) {
    if (label.variable().isEmpty() || !text.isMapHeader(steps.get(0).object())) {
      return Optional.empty();
    }
    int last = steps.size() - 1;
    int next = 1;
    while (next < last
        && text.isInsideMap(steps.get(next).object(), steps.get(next - 1).object())) {
      next++;
    }
    String rest = next < last ? " → " + lastPointer(text, steps) : "";
    return next > last
        ? Optional.empty()
        : text.entryOnPath(steps, 0, next).map(entry -> entry + rest);
  }

  private RootText rootsOf(FoundPlace found) {
    return Objects.requireNonNull(roots.get(found.part()));
  }

  /** Returns the field that leads to the last step. */
  private static String lastPointer(ObjectText text, List<Retainers.Step> steps) {
    int last = steps.size() - 1;
    return pointer(text, steps.get(last - 1).object(), steps.get(last).pointerOffset());
  }

  /** Returns the field of a pointer, such as {@code []main.Customer.Name}, or its offset. */
  private static String pointer(ObjectText text, int object, long offset) {
    Optional<String> field = text.fieldAt(object, offset);
    Optional<ObjectType> type = text.typeOf(object);
    if (field.isEmpty() || type.isEmpty()) {
      return text.labelOf(object) + " +" + offset;
    }
    Optional<String> map =
        RuntimeTypeName.parse(type.get().name()).map(RuntimeTypeName::mapOrChannel);
    if (map.isPresent() && text.entryAt(object, offset).isPresent()) {
      return map.get() + field.get();
    }
    String name = map.orElseGet(() -> INDEX.matcher(type.get().name()).replaceFirst("[]"));
    String rest = INDEX.matcher(field.get()).replaceFirst("");
    return rest.equals("*") ? name : name + rest;
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields regions = Json.fields();
    occurrences.matches().forEach((region, count) -> regions.with(region.label(), count));
    return Json.fields()
        .with("matches", occurrences.total())
        .with("matches_by_region", regions)
        .with("matches_by_pattern", occurrences.matchesByPattern())
        .with("objects", occurrences.objects())
        .with("bytes_searched", occurrences.bytes())
        .with("across_records", occurrences.acrossRecords())
        .with("places", jsonPlaces())
        .with("more", occurrences.unlisted())
        .with("not_in_a_dump", NOT_SEARCHED);
  }

  private List<Map<String, Object>> jsonPlaces() {
    List<Map<String, Object>> list = new ArrayList<>();
    table(places).json().forEach(list::add);
    for (int i = 0; i < list.size(); i++) {
      Map<String, Object> place = list.get(i);
      FoundPlace found = places.get(i);
      found.path().ifPresent(path -> place.put("root", rootsOf(found).json(path.root())));
      int index = i;
      contexts.ifPresent(
          all -> {
            Json.Fields bytes = Json.fields().withAddress("address", all.get(index).address());
            new HexDump(all.get(index).bytes(), Secrets.SHOWN).json(bytes);
            place.put("context", bytes);
          });
    }
    return list;
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(places));
  }
}
