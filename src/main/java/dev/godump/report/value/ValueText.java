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
import org.jspecify.annotations.Nullable;

/** Values in one line of text, much as Go's {@code %+v} prints them. */
public final class ValueText {
  /** End of the name of the function that the compiler makes for a method value. */
  private static final String METHOD_VALUE = "-fm";

  private static final String DURATION = "time.Duration";

  /** Bytes that are shown in hexadecimal if they are not text. */
  private static final int MAX_HEX_BYTES = 16;

  private static final long[] HOUR_AND_MINUTE = {3_600_000_000_000L, 60_000_000_000L};

  private static final Head HEAD = new Head();

  private ValueText() {}

  /** Returns a value with all its parts that were read. */
  public static String line(GoValue value, @Nullable GoType type) {
    if (value instanceof GoValue.Struct struct) {
      return fields(struct.fields());
    }
    String head = head(value, type);
    String contents = contents(value, type);
    return contents.isEmpty() ? head : head.isEmpty() ? contents : head + " " + contents;
  }

  /** Returns the start of the line, without the parts of the value. */
  static String head(GoValue value, @Nullable GoType type) {
    return value instanceof GoValue.Nil ? "nil" : HEAD.apply(value, type);
  }

  /** Returns the number of entries of a map, or the length of a slice or channel; else empty. */
  static String length(GoValue value, @Nullable GoType type) {
    if (value instanceof GoValue.Entries map) {
      return entryCount(map);
    } else if (value instanceof GoValue.Elements || value instanceof GoValue.Channel) {
      return head(value, type);
    }
    return value instanceof GoValue.Bytes bytes
        ? lengthAndCapacity(bytes.length(), bytes.capacity(), type).stripTrailing()
        : "";
  }

  private static String entryCount(GoValue.Entries map) {
    return map.count() == 0
        ? "no entries"
        : map.count() == 1 ? "1 entry" : Amounts.count(map.count()) + " entries";
  }

  /** Writes a value without its parts. */
  private static final class Head implements ValueFunction<String> {
    @Override
    public String scalar(GoValue.Scalar scalar, @Nullable GoType type) {
      return scalarText(scalar.value(), type);
    }

    @Override
    public String text(GoValue.Text text) {
      String quoted = TerminalEscaper.quote(text.text());
      return text.whole() ? quoted : quoted + "… (" + Amounts.count(text.length(), "byte") + ")";
    }

    @Override
    public String bytes(GoValue.Bytes bytes, @Nullable GoType type) {
      return lengthAndCapacity(bytes.length(), bytes.capacity(), type) + bytesText(bytes);
    }

    @Override
    public String elements(GoValue.Elements elements, @Nullable GoType type) {
      return lengthAndCapacity(elements.length(), elements.capacity(), type).stripTrailing();
    }

    @Override
    public String struct(GoValue.Struct struct) {
      return "";
    }

    @Override
    public String wellKnown(GoValue.WellKnown known) {
      return known.text();
    }

    @Override
    public String pointer(GoValue.Pointer pointer, @Nullable GoType type) {
      String address = Amounts.address(pointer.address());
      boolean typeShown = type != null && type.kind() == Kind.POINTER;
      return pointer.type() == null || typeShown ? address : address + " " + pointer.type().name();
    }

    @Override
    public String entries(GoValue.Entries map, @Nullable GoType type) {
      return entriesText(map);
    }

    @Override
    public String channel(GoValue.Channel channel) {
      return channelText(channel);
    }

    @Override
    public String dynamic(GoValue.Dynamic dynamic) {
      String name =
          dynamic.type() == null
              ? "type at " + Amounts.address(dynamic.typeWord())
              : dynamic.type().name();
      return dynamic.message() == null
          ? name
          : name + " " + TerminalEscaper.quote(dynamic.message());
    }

    @Override
    public String function(GoValue.Function function) {
      String name = function.name();
      if (name == null) {
        return "closure at " + Amounts.address(function.address());
      }
      return name.endsWith(METHOD_VALUE)
          ? name.substring(0, name.length() - METHOD_VALUE.length()) + " (method value)"
          : name;
    }

    @Override
    public String descriptor(GoValue.Descriptor descriptor) {
      return "type " + descriptor.type().name();
    }

    @Override
    public String redacted(GoValue.Redacted redacted) {
      String hash = redacted.hash().isEmpty() ? "" : " #" + redacted.hash();
      return "(" + Amounts.count(redacted.length(), "byte") + hash + ")";
    }

    @Override
    public String unknown(GoValue.Unknown unknown) {
      return "(" + unknown.reason() + ")";
    }
  }

  /** Returns the parts of the value in brackets, or an empty string if it has none. */
  private static String contents(GoValue value, @Nullable GoType type) {
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

  static @Nullable GoType keyType(@Nullable GoType map) {
    return map == null || map.kind() != Kind.MAP ? null : map.key();
  }

  static @Nullable GoType elementType(@Nullable GoType map) {
    return map == null || map.kind() != Kind.MAP ? null : map.elem();
  }

  private static String fields(List<GoValue.Field> fields) {
    return fields.stream()
        .filter(f -> !f.name().equals("_"))
        .map(f -> f.name() + ": " + line(f.value(), f.type()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String scalarText(Object value, @Nullable GoType type) {
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

  /** Converts a Java number to Go's notation: 1 instead of 1.0, 1e10 instead of 1.0E10. */
  private static String floatText(String java) {
    String text = java.replace(".0E", "e").replace('E', 'e').replace("Infinity", "Inf");
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Formats as Go's {@code time.Duration.String}: {@code 1h2m3.5s}. */
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

  /** Returns the length, and the capacity if it differs; nothing if the type has the length. */
  private static String lengthAndCapacity(long length, long capacity, @Nullable GoType type) {
    if (type != null && type.kind() == Kind.ARRAY && type.length() == length) {
      return "";
    }
    return "len "
        + Amounts.count(length)
        + (capacity == length ? " " : " cap " + Amounts.count(capacity) + " ");
  }

  private static String entriesText(GoValue.Entries map) {
    if (map.count() == 0) {
      return entryCount(map) + (map.slots() == 0 ? "" : ", capacity " + Amounts.count(map.slots()));
    }
    String load =
        map.slots() == 0
            ? ""
            : " ("
                + Amounts.share(map.count(), map.slots())
                + " of "
                + Amounts.count(map.slots(), "slot")
                + ")";
    return entryCount(map) + load + (map.growing() ? ", growing" : "");
  }

  private static String channelText(GoValue.Channel channel) {
    StringBuilder text = new StringBuilder();
    text.append(
        channel.capacity() == 0
            ? "unbuffered"
            : Amounts.count(channel.length())
                + " of "
                + Amounts.count(channel.capacity())
                + " buffered");
    text.append(channel.closed() ? ", closed" : "");
    appendWaiting(text, channel.receivers(), "receiver");
    appendWaiting(text, channel.senders(), "sender");
    return text.toString();
  }

  /** Appends waiting goroutines. Short, because columns are cut at their ends. */
  private static void appendWaiting(StringBuilder text, List<Long> goroutines, String what) {
    if (!goroutines.isEmpty()) {
      String ids =
          goroutines.stream().limit(3).map(String::valueOf).collect(Collectors.joining(", "));
      text.append(", ")
          .append(Amounts.count(goroutines.size(), what))
          .append(" blocked (")
          .append(goroutines.size() == 1 ? "goroutine " : "goroutines ")
          .append(ids)
          .append(goroutines.size() > 3 ? ", …" : "")
          .append(')');
    }
  }

  private static String bytesText(GoValue.Bytes bytes) {
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
   * Returns bytes as text, or null if they are not printable UTF-8. The last character may be
   * incomplete.
   */
  static @Nullable String printableText(byte[] bytes) {
    for (int cut = 0; cut <= Math.min(3, bytes.length - 1); cut++) {
      try {
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut))
                .toString();
        return text.chars()
                .allMatch(c -> (c >= ' ' && c != 0x7f) || c == '\n' || c == '\t' || c == '\r')
            ? text
            : null;
      } catch (CharacterCodingException e) {
        // try without the last byte
      }
    }
    return null;
  }
}
