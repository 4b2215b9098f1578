package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.value.GoValue;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: numbers, bools, complete strings and nil as such, pointers as addresses unless
 * more is known about them, everything else as an object.
 */
public final class ValueJson implements ValueFunction<Object> {
  private static final ValueJson JSON = new ValueJson(false);
  private static final ValueJson BY_NAME = new ValueJson(true);

  /** Whether structs are objects with their fields by name, without offsets and types. */
  private final boolean byName;

  private ValueJson(boolean byName) {
    this.byName = byName;
  }

  /** Returns fields as objects with {@code name}, {@code offset}, {@code type}, {@code value}. */
  static List<Map<String, Object>> fields(List<GoValue.Field> fields) {
    return fields.stream().map(ValueJson::field).toList();
  }

  private Object parts(List<GoValue.Field> fields) {
    if (!byName) {
      return fields(fields);
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    fields.forEach(field -> parts.put(field.name(), part(field.value(), field.type())));
    return parts;
  }

  private static Map<String, Object> field(GoValue.Field field) {
    return Json.fields()
        .with("name", field.name())
        .with("offset", field.offset() < 0 ? null : field.offset())
        .with("type", name(field.type()))
        .with("value", of(field.value(), field.type()));
  }

  private static @Nullable String name(@Nullable GoType type) {
    return type == null ? null : RuntimeTypeName.shown(type.name());
  }

  /**
   * Returns a value as JSON.
   *
   * @param type of the value, or null if unknown
   */
  public static @Nullable Object of(GoValue value, @Nullable GoType type) {
    return JSON.part(value, type);
  }

  /**
   * As {@link #of}, with structs as objects that have their fields by name, for queries such as
   * those of jq. A struct that is shown by its meaning is only that text.
   */
  static @Nullable Object byName(GoValue value, @Nullable GoType type) {
    return BY_NAME.part(value, type);
  }

  private @Nullable Object part(GoValue value, @Nullable GoType type) {
    return value instanceof GoValue.Nil ? null : apply(value, type);
  }

  /** NaN and infinities become texts, because JSON has no such numbers. */
  @Override
  public Object scalar(GoValue.Scalar scalar, @Nullable GoType type) {
    Object value = scalar.value();
    if (value instanceof Float number) {
      return Float.isFinite(number)
          ? (Object) Double.valueOf(number.toString())
          : number.toString();
    }
    return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
  }

  @Override
  public Object text(GoValue.Text text) {
    return text.whole()
        ? text.text()
        : Json.fields().with("text", text.text()).with("length", text.length()).with("cut", true);
  }

  @Override
  public Object bytes(GoValue.Bytes bytes, @Nullable GoType type) {
    return Json.fields()
        .with("length", bytes.length())
        .with("capacity", bytes.capacity())
        .withAddressOrNull("address", bytes.address())
        .with("hex", HexFormat.of().formatHex(bytes.first()))
        .with("text", ValueText.printableText(bytes.first()))
        .with("cut", bytes.first().length < bytes.length());
  }

  @Override
  public Object elements(GoValue.Elements elements, @Nullable GoType type) {
    return Json.fields()
        .with("length", elements.length())
        .with("capacity", elements.capacity())
        .withAddressOrNull("address", elements.address())
        .with(
            "elements",
            elements.first().stream().map(each -> part(each, elements.elem())).toList());
  }

  @Override
  public Object struct(GoValue.Struct struct) {
    return byName ? parts(struct.fields()) : Json.fields().with("fields", parts(struct.fields()));
  }

  @Override
  public Object wellKnown(GoValue.WellKnown known) {
    return byName
        ? known.text()
        : Json.fields().with("text", known.text()).with("fields", parts(known.fields()));
  }

  /** An address alone if the type is that of the pointer and its target is unknown. */
  @Override
  public Object pointer(GoValue.Pointer pointer, @Nullable GoType type) {
    if (pointer.target() == null
        && (pointer.type() == null || (type != null && type.elem() != null))) {
      return Amounts.address(pointer.address());
    }
    Json.Fields fields =
        Json.fields().withAddress("address", pointer.address()).with("type", name(pointer.type()));
    return pointer.target() == null
        ? fields
        : fields.with("value", part(pointer.target(), pointer.type()));
  }

  @Override
  public Object entries(GoValue.Entries entries, @Nullable GoType type) {
    return Json.fields()
        .withAddressOrNull("address", entries.address())
        .with("count", entries.count())
        .with("slots", entries.slots())
        .with("growing", entries.growing())
        .with("entries", entries.first().stream().map(each -> entry(each, type)).toList());
  }

  private Object entry(GoValue.Entry entry, @Nullable GoType map) {
    return Json.fields()
        .with("key", part(entry.key(), ValueText.keyType(map)))
        .with("value", part(entry.value(), ValueText.elementType(map)));
  }

  @Override
  public Object channel(GoValue.Channel channel) {
    return Json.fields()
        .withAddressOrNull("address", channel.address())
        .with("length", channel.length())
        .with("capacity", channel.capacity())
        .with("closed", channel.closed())
        .with("elements", channel.first().stream().map(each -> part(each, channel.elem())).toList())
        .with("receivers", channel.receivers())
        .with("senders", channel.senders());
  }

  @Override
  public Object dynamic(GoValue.Dynamic dynamic) {
    return Json.fields()
        .with("dynamic_type", name(dynamic.type()))
        .withAddressOrNull("descriptor", dynamic.typeWord())
        .with("value", part(dynamic.value(), dynamic.type()))
        .with("message", dynamic.message());
  }

  @Override
  public Object function(GoValue.Function function) {
    Json.Fields fields =
        Json.fields()
            .withAddressOrNull("closure", function.address())
            .with("function", function.name());
    return function.captured().isEmpty()
        ? fields
        : fields.with("captured", parts(function.captured()));
  }

  @Override
  public Object descriptor(GoValue.Descriptor descriptor) {
    return Json.fields()
        .withAddressOrNull("address", descriptor.address())
        .with("type_described", descriptor.type().name());
  }

  @Override
  public Object redacted(GoValue.Redacted redacted) {
    return Json.fields().with("redacted", redacted.length()).withText("hash", redacted.hash());
  }

  @Override
  public Object unknown(GoValue.Unknown unknown) {
    return Json.fields().with("unknown", unknown.reason());
  }
}
