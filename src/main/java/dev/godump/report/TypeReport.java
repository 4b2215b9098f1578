package dev.godump.report;

import dev.godump.binary.type.GoType;
import dev.godump.heap.histogram.TypeUse;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.RuntimeTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code godump types NAME}: the fields of a type, and the number and size of its values. */
public final class TypeReport implements Report {
  private static final String PADDING = "(padding)";

  /** Levels of nested structs that are shown. */
  private static final int MAX_DEPTH = 16;

  /** Fields that are shown, those of nested structs included. */
  private static final int MAX_PARTS = 10_000;

  private final TypeUse use;
  private final OptionalLong retained;
  private final List<Part> parts;

  /**
   * A field, or bytes between fields.
   *
   * @param offset from the start of the outermost value
   * @param depth number of structs around the field, except the outermost
   * @param type or null for padding
   */
  private record Part(long offset, long size, int depth, String name, @Nullable String type) {
    boolean isPadding() {
      return type == null;
    }
  }

  /**
   * @param retained bytes that the values of the type keep alive, if known
   */
  public TypeReport(TypeUse use, OptionalLong retained) {
    this.use = use;
    this.retained = retained;
    this.parts = use.type() == null ? List.of() : parts(use.type());
  }

  private static List<Part> parts(GoType type) {
    List<Part> parts = new ArrayList<>();
    add(type, 0, 0, "", parts);
    return List.copyOf(parts);
  }

  /** Adds the fields of a struct; a field that is a struct is followed by its own fields. */
  private static void add(GoType struct, long start, int depth, String above, List<Part> parts) {
    long end = 0;
    for (GoType.Field field : struct.fields()) {
      if (parts.size() > MAX_PARTS) {
        return;
      }
      padding(start, end, field.offset(), depth, parts);
      GoType type = field.type();
      String name = above + field.name();
      parts.add(
          new Part(
              start + field.offset(),
              type.size(),
              depth,
              name,
              RuntimeTypeName.shown(type.name())));
      if (type.kind() == GoType.Kind.STRUCT && depth < MAX_DEPTH) {
        add(type, start + field.offset(), depth + 1, name + ".", parts);
      }
      end = Math.max(end, field.offset() + type.size());
    }
    if (!struct.fields().isEmpty()) {
      padding(start, end, struct.size(), depth, parts);
    }
  }

  private static void padding(long start, long from, long to, int depth, List<Part> parts) {
    if (to > from) {
      parts.add(new Part(start + from, to - from, depth, PADDING, null));
    }
  }

  private long paddingBytes() {
    return parts.stream().filter(Part::isPadding).mapToLong(Part::size).sum();
  }

  @Override
  public void text(TextWriter out) {
    String size =
        use.type() == null ? "" : "  " + Amounts.bytes(use.type().size()) + kind(use.type());
    out.heading("type " + use.name() + size);
    out.line(
        use.objects() == 0
            ? "  no object is known to be of this type"
            : "  %s in %s, %s"
                .formatted(
                    Amounts.count(use.values(), "value"),
                    Amounts.count(use.objects(), "object"),
                    Amounts.bytes(use.bytes())));
    retained.ifPresent(bytes -> out.line("  retain " + Amounts.bytes(bytes)));
    if (paddingBytes() > 0) {
      out.line("  " + Amounts.bytes(paddingBytes()) + " of padding in each");
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
    String of =
        type.key() != null
            ? " of " + type.key().name() + " to "
            : type.elem() != null ? " of " : "";
    return ", " + type.kind().label() + of + (type.elem() == null ? "" : type.elem().name());
  }

  private Table<Part> table() {
    return new Table<>(parts)
        .column("offset", "OFFSET", Kind.COUNT, Part::offset)
        .column("size", "SIZE", Kind.COUNT, Part::size)
        .dataOnly("name", Kind.TEXT, Part::name)
        .dataOnly("depth", Kind.COUNT, Part::depth)
        .textOnly("NAME", Kind.NAME, TypeReport::indented)
        .dataOnly("padding", Kind.FLAG, Part::isPadding)
        .column("type", "TYPE", Kind.NAME, p -> p.type() == null ? "" : p.type());
  }

  private static String indented(Part part) {
    return "  ".repeat(part.depth)
        + part.name.substring(part.isPadding() ? 0 : part.name.lastIndexOf('.') + 1);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("type", use.name())
        .with("size", use.type() == null ? null : use.type().size())
        .with("kind", use.type() == null ? null : use.type().kind().label())
        .with("padding", paddingBytes())
        .with("objects", use.objects())
        .with("values", use.values())
        .with("bytes", use.bytes())
        .with("retained", retained)
        .with("fields", table().json());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
