package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.types.value.GoValue;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Values as JSON: numbers, bools, whole strings and nil as what they are; pointers and functions as
 * addresses unless more is known of them; everything else as an object.
 */
public final class ValueJson {
  private ValueJson() {}

  /** A list of {@code name}, {@code offset}, {@code type}, {@code value}. */
  static List<Map<String, Object>> fields(List<GoValue.Field> fields) {
    return fields.stream().map(ValueJson::field).toList();
  }

  private static Map<String, Object> field(GoValue.Field field) {
    return Json.fields()
        .with("name", field.name())
        .with("offset", field.offset() < 0 ? null : field.offset())
        .with("type", name(field.type()))
        .with("value", of(field.value(), field.type()));
  }

  private static String name(GoType type) {
    return type == null ? null : type.name();
  }

  public static Object of(GoValue value, GoType type) {
    if (value instanceof GoValue.Nil) {
      return null;
    } else if (value instanceof GoValue.Scalar scalar) {
      return scalar(scalar.value());
    } else if (value instanceof GoValue.Text text) {
      return text.whole()
          ? text.text()
          : Json.fields().with("text", text.text()).with("length", text.length()).with("cut", true);
    } else if (value instanceof GoValue.Bytes bytes) {
      return Json.fields()
          .with("length", bytes.length())
          .with("capacity", bytes.capacity())
          .with("address", address(bytes.address()))
          .with("hex", HexFormat.of().formatHex(bytes.first()))
          .with("text", ValueText.printableText(bytes.first()))
          .with("cut", bytes.first().length < bytes.length());
    } else if (value instanceof GoValue.Elements elements) {
      return Json.fields()
          .with("length", elements.length())
          .with("capacity", elements.capacity())
          .with("address", address(elements.address()))
          .with(
              "elements",
              elements.first().stream().map(each -> of(each, elements.elem())).toList());
    } else if (value instanceof GoValue.Struct struct) {
      return Json.fields().with("fields", fields(struct.fields()));
    } else if (value instanceof GoValue.WellKnown known) {
      return Json.fields().with("text", known.text()).with("fields", fields(known.fields()));
    } else if (value instanceof GoValue.Pointer pointer) {
      return pointer(pointer, type);
    } else if (value instanceof GoValue.Entries entries) {
      return Json.fields()
          .with("address", address(entries.address()))
          .with("count", entries.count())
          .with("slots", entries.slots())
          .with("growing", entries.growing())
          .with("entries", entries.first().stream().map(each -> entry(each, type)).toList());
    } else if (value instanceof GoValue.Channel channel) {
      return channel(channel);
    } else if (value instanceof GoValue.Dynamic dynamic) {
      return Json.fields()
          .with("dynamic_type", name(dynamic.type()))
          .with("descriptor", address(dynamic.typeWord()))
          .with("value", of(dynamic.value(), dynamic.type()))
          .with("message", dynamic.message());
    } else if (value instanceof GoValue.Function function) {
      Json.Fields fields =
          Json.fields()
              .with("closure", address(function.address()))
              .with("function", function.name());
      return function.captured().isEmpty()
          ? fields
          : fields.with("captured", fields(function.captured()));
    } else if (value instanceof GoValue.Descriptor descriptor) {
      return Json.fields()
          .with("address", address(descriptor.address()))
          .with("type_described", descriptor.type().name());
    } else if (value instanceof GoValue.Redacted redacted) {
      return Json.fields()
          .with("redacted", redacted.length())
          .with("hash", redacted.hash().isEmpty() ? null : redacted.hash());
    }
    return Json.fields().with("unknown", ((GoValue.Unknown) value).reason());
  }

  private static String address(long address) {
    return address == 0 ? null : Amounts.address(address);
  }

  /** NaN and infinities are no JSON numbers. */
  private static Object scalar(Object value) {
    if (value instanceof Float number) {
      return Float.isFinite(number)
          ? (Object) Double.valueOf(number.toString())
          : number.toString();
    }
    return value instanceof Double number && !Double.isFinite(number) ? number.toString() : value;
  }

  private static Object pointer(GoValue.Pointer pointer, GoType type) {
    if (pointer.target() == null
        && (pointer.type() == null || type != null && type.elem() != null)) {
      return Amounts.address(pointer.address());
    }
    Json.Fields fields =
        Json.fields()
            .with("address", Amounts.address(pointer.address()))
            .with("type", name(pointer.type()));
    return pointer.target() == null
        ? fields
        : fields.with("value", of(pointer.target(), pointer.type()));
  }

  private static Object entry(GoValue.Entry entry, GoType map) {
    return Json.fields()
        .with("key", of(entry.key(), ValueText.keyType(map)))
        .with("value", of(entry.value(), ValueText.elementType(map)));
  }

  private static Object channel(GoValue.Channel channel) {
    return Json.fields()
        .with("address", address(channel.address()))
        .with("length", channel.length())
        .with("capacity", channel.capacity())
        .with("closed", channel.closed())
        .with("elements", channel.first().stream().map(each -> of(each, channel.elem())).toList())
        .with("receivers", channel.receivers())
        .with("senders", channel.senders());
  }
}
