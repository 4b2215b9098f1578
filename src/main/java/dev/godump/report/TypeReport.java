package dev.godump.report;

import dev.godump.analysis.TypeUse;
import dev.godump.binary.GoType;
import dev.godump.report.Table.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code godump types NAME}: what a type is made of, and how many values of it there are. */
public final class TypeReport implements Report {
  private static final String PADDING = "(padding)";

  private final TypeUse use;
  private final OptionalLong retained;
  private final List<Part> parts;

  /**
   * A field, or bytes between fields.
   *
   * @param type null of padding
   */
  private record Part(long offset, long size, String name, String type) {}

  /** @param retained bytes that its values keep alive, if that can be known */
  public TypeReport(TypeUse use, OptionalLong retained) {
    this.use = use;
    this.retained = retained;
    this.parts = use.type() == null ? List.of() : parts(use.type());
  }

  private static List<Part> parts(GoType type) {
    List<Part> parts = new ArrayList<>();
    long end = 0;
    for (GoType.Field field : type.fields()) {
      if (field.offset() > end) {
        parts.add(new Part(end, field.offset() - end, PADDING, null));
      }
      parts.add(new Part(field.offset(), field.type().size(), field.name(), field.type().name()));
      end = Math.max(end, field.offset() + field.type().size());
    }
    if (!type.fields().isEmpty() && type.size() > end) {
      parts.add(new Part(end, type.size() - end, PADDING, null));
    }
    return List.copyOf(parts);
  }

  private long padding() {
    return parts.stream().filter(p -> p.type() == null).mapToLong(Part::size).sum();
  }

  @Override
  public void text(TextWriter out) {
    String size = use.type() == null ? "" : "  " + Amounts.bytes(use.type().size()) + kind(use.type());
    out.heading("type " + use.name() + size);
    String values = Amounts.count(use.values(), "value");
    out.line(
        use.objects() == 0
            ? "  no object of its own in the heap"
            : "  " + values + " in " + Amounts.count(use.objects(), "object") + ", " + Amounts.bytes(use.bytes()));
    retained.ifPresent(bytes -> out.line("  retain " + Amounts.bytes(bytes)));
    if (padding() > 0) {
      out.line("  " + Amounts.bytes(padding()) + " of padding in each");
    }
    if (!parts.isEmpty()) {
      out.line();
      out.table(table());
    }
  }

  private static String kind(GoType type) {
    if (type.kind() == GoType.Kind.STRUCT) {
      return "";
    }
    String of = type.key() != null ? " of " + type.key().name() + " to " : type.elem() != null ? " of " : "";
    return ", " + type.kind().name().toLowerCase(Locale.ROOT) + of + (type.elem() == null ? "" : type.elem().name());
  }

  private Table<Part> table() {
    return new Table<>(parts)
        .column("offset", "OFFSET", Kind.COUNT, Part::offset)
        .column("size", "SIZE", Kind.COUNT, Part::size)
        .column("name", "NAME", Kind.NAME, Part::name)
        .data("padding", Kind.FLAG, p -> p.type() == null)
        .column("type", "TYPE", Kind.NAME, p -> p.type() == null ? "" : p.type());
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("type", use.name())
        .with("size", use.type() == null ? null : use.type().size())
        .with("kind", use.type() == null ? null : use.type().kind().name().toLowerCase(Locale.ROOT))
        .with("padding", padding())
        .with("objects", use.objects())
        .with("values", use.values())
        .with("bytes", use.bytes())
        .with("retained", retained.isPresent() ? retained.getAsLong() : null)
        .with("fields", table().json());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
