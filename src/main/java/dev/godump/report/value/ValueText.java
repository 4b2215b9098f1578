package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.TerminalEscaper;
import dev.godump.types.value.GoValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Values in one line of text, much as Go's {@code %+v} has them. */
public final class ValueText {
  private static final String DURATION = "time.Duration";

  /** Bytes that are shown where they are no text. */
  private static final int MAX_HEX_BYTES = 16;

  private static final long[] HOUR_AND_MINUTE = {3_600_000_000_000L, 60_000_000_000L};

  private ValueText() {}

  /** All of a value that was read. */
  public static String line(GoValue value, GoType type) {
    if (value instanceof GoValue.Struct struct) {
      return fields(struct.fields());
    }
    String head = head(value, type);
    String contents = contents(value, type);
    return contents.isEmpty() ? head : head.isEmpty() ? contents : head + " " + contents;
  }

  /** What a line says of a value whose parts stand in lines below it. */
  static String head(GoValue value, GoType type) {
    if (value instanceof GoValue.Nil) {
      return "nil";
    } else if (value instanceof GoValue.Scalar scalar) {
      return scalarText(scalar.value(), type);
    } else if (value instanceof GoValue.Text text) {
      return TerminalEscaper.quote(text.text())
          + (text.whole() ? "" : "… (" + Amounts.count(text.length(), "byte") + ")");
    } else if (value instanceof GoValue.Bytes bytes) {
      return lengthAndCapacity(bytes.length(), bytes.capacity(), type) + bytes(bytes);
    } else if (value instanceof GoValue.Elements elements) {
      return lengthAndCapacity(elements.length(), elements.capacity(), type).stripTrailing();
    } else if (value instanceof GoValue.WellKnown known) {
      return known.text();
    } else if (value instanceof GoValue.Pointer pointer) {
      return pointer(pointer, type);
    } else if (value instanceof GoValue.Entries entries) {
      return entries(entries);
    } else if (value instanceof GoValue.Channel channel) {
      return channel(channel);
    } else if (value instanceof GoValue.Dynamic dynamic) {
      String name =
          dynamic.type() == null
              ? "type at " + Amounts.address(dynamic.typeWord())
              : dynamic.type().name();
      return name
          + (dynamic.message() == null ? "" : " " + TerminalEscaper.quote(dynamic.message()));
    } else if (value instanceof GoValue.Function function) {
      return function.name() == null
          ? "closure at " + Amounts.address(function.address())
          : function.name();
    } else if (value instanceof GoValue.Descriptor descriptor) {
      return "type " + descriptor.type().name();
    } else if (value instanceof GoValue.Redacted redacted) {
      return "("
          + Amounts.count(redacted.length(), "byte")
          + (redacted.hash().isEmpty() ? "" : " #" + redacted.hash())
          + ")";
    } else if (value instanceof GoValue.Unknown unknown) {
      return "(" + unknown.reason() + ")";
    }
    return "";
  }

  private static String contents(GoValue value, GoType type) {
    if (value instanceof GoValue.Elements elements) {
      List<String> items = new ArrayList<>();
      elements.first().forEach(each -> items.add(line(each, elements.elem())));
      if (elements.length() > items.size()) {
        items.add("…");
      }
      return elements.length() == 0 ? "" : "[" + String.join(", ", items) + "]";
    } else if (value instanceof GoValue.Entries entries) {
      List<String> items = new ArrayList<>();
      entries
          .first()
          .forEach(
              each ->
                  items.add(
                      line(each.key(), keyType(type))
                          + ": "
                          + line(each.value(), elementType(type))));
      if (entries.count() > items.size()) {
        items.add("…");
      }
      return entries.count() == 0 ? "" : "{" + String.join(", ", items) + "}";
    } else if (value instanceof GoValue.Channel channel && !channel.first().isEmpty()) {
      String items =
          channel.first().stream()
              .map(each -> line(each, channel.elem()))
              .collect(Collectors.joining(", "));
      return "[" + items + (channel.length() > channel.first().size() ? ", …" : "") + "]";
    } else if (value instanceof GoValue.Dynamic dynamic && dynamic.message() == null) {
      return line(dynamic.value(), dynamic.type());
    } else if (value instanceof GoValue.Function function && !function.captured().isEmpty()) {
      return fields(function.captured());
    } else if (value instanceof GoValue.Pointer pointer && pointer.target() != null) {
      return "→ " + line(pointer.target(), pointer.type());
    }
    return "";
  }

  static GoType keyType(GoType map) {
    return map == null || map.kind() != Kind.MAP ? null : map.key();
  }

  static GoType elementType(GoType map) {
    return map == null || map.kind() != Kind.MAP ? null : map.elem();
  }

  private static String fields(List<GoValue.Field> fields) {
    return fields.stream()
        .filter(f -> !f.name().equals("_"))
        .map(f -> f.name() + ": " + line(f.value(), f.type()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String scalarText(Object value, GoType type) {
    if (type != null && value instanceof Number number) {
      if (type.name().equals(DURATION)) {
        return durationText(number.longValue());
      }
      if (type.kind() == Kind.UINTPTR || type.name().endsWith("/atomic.Uintptr")) {
        return Amounts.address(number.longValue());
      }
    }
    return value instanceof Double || value instanceof Float
        ? floatText(value.toString())
        : value.toString();
  }

  /** As Go has it: 1 and not 1.0, 1e10 and not 1.0E10. */
  private static String floatText(String java) {
    String text = java.replace(".0E", "e").replace('E', 'e').replace("Infinity", "Inf");
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** As time.Duration's String has it: {@code 1h2m3.5s}. */
  private static String durationText(long nanoseconds) {
    if (nanoseconds == Long.MIN_VALUE || Math.abs(nanoseconds) < 1_000_000_000) {
      return nanoseconds == 0
          ? "0s"
          : nanoseconds < 0 ? nanoseconds + "ns" : Amounts.duration(nanoseconds).replace(" ", "");
    }
    StringBuilder text = new StringBuilder(nanoseconds < 0 ? "-" : "");
    long rest = Math.abs(nanoseconds);
    String names = "hm";
    for (int i = 0; i < HOUR_AND_MINUTE.length; i++) {
      if (rest >= HOUR_AND_MINUTE[i] || text.length() > 1) {
        text.append(rest / HOUR_AND_MINUTE[i]).append(names.charAt(i));
        rest %= HOUR_AND_MINUTE[i];
      }
    }
    return text.append(Amounts.number(rest / 1e9)).append('s').toString();
  }

  /** The length and, where it is another, the capacity; an array's length stands in its type. */
  private static String lengthAndCapacity(long length, long capacity, GoType type) {
    if (type != null && type.kind() == Kind.ARRAY && type.length() == length) {
      return "";
    }
    return "len "
        + Amounts.count(length)
        + (capacity == length ? " " : " cap " + Amounts.count(capacity) + " ");
  }

  private static String pointer(GoValue.Pointer pointer, GoType type) {
    String address = Amounts.address(pointer.address());
    boolean said = type != null && type.kind() == Kind.POINTER;
    return pointer.type() == null || said ? address : address + " " + pointer.type().name();
  }

  private static String entries(GoValue.Entries map) {
    if (map.count() == 0) {
      return "no entries" + (map.slots() == 0 ? "" : ", room for " + Amounts.count(map.slots()));
    }
    String count = map.count() == 1 ? "1 entry" : Amounts.count(map.count()) + " entries";
    String load =
        map.slots() == 0
            ? ""
            : " ("
                + Amounts.share(map.count(), map.slots())
                + " of "
                + Amounts.count(map.slots(), "slot")
                + ")";
    return count + load + (map.growing() ? ", growing" : "");
  }

  private static String channel(GoValue.Channel channel) {
    StringBuilder text = new StringBuilder();
    text.append(
        channel.capacity() == 0
            ? "unbuffered"
            : Amounts.count(channel.length())
                + " of "
                + Amounts.count(channel.capacity())
                + " buffered");
    text.append(channel.closed() ? ", closed" : "");
    appendWaiting(text, channel.receivers(), "receive");
    appendWaiting(text, channel.senders(), "send");
    return text.toString();
  }

  /**
   * Goroutines by number; short, since it is what one looks for and columns are cut at their end.
   */
  private static void appendWaiting(StringBuilder text, List<Long> goroutines, String what) {
    if (!goroutines.isEmpty()) {
      String ids =
          goroutines.stream().limit(3).map(String::valueOf).collect(Collectors.joining(", "));
      text.append(", ")
          .append(Amounts.count(goroutines.size()))
          .append(goroutines.size() == 1 ? " waits to " : " wait to ");
      text.append(what)
          .append(" (")
          .append(ids)
          .append(goroutines.size() > 3 ? ", …" : "")
          .append(')');
    }
  }

  private static String bytes(GoValue.Bytes bytes) {
    byte[] first = bytes.first();
    if (first.length == 0) {
      return "(not in the dump)";
    }
    String rest = first.length < bytes.length() ? "…" : "";
    String text = printableText(first);
    if (text != null) {
      return TerminalEscaper.quote(text) + rest;
    }
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(MAX_HEX_BYTES, first.length); i++) {
      hex.append(i == 0 ? "" : " ")
          .append(Character.forDigit(first[i] >> 4 & 15, 16))
          .append(Character.forDigit(first[i] & 15, 16));
    }
    return hex + (bytes.length() > MAX_HEX_BYTES ? " …" : "");
  }

  /**
   * Bytes as text if they are printable UTF-8, which may be cut off inside a character; else null.
   */
  static String printableText(byte[] bytes) {
    for (int cut = 0; cut <= Math.min(3, bytes.length - 1); cut++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut))
                .toString();
        return text.chars()
                .allMatch(c -> c >= ' ' && c != 0x7f || c == '\n' || c == '\t' || c == '\r')
            ? text
            : null;
      } catch (CharacterCodingException e) {
        // the last character may be cut off
      }
    }
    return null;
  }
}
