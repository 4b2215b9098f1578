package dev.godump.report.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes JSON as a stream, so that answers need not fit in memory. */
public final class Json {
  /** Incremented when a name or its meaning changes, not when a name is added. */
  static final int SCHEMA_VERSION = 1;

  /**
   * Depth of nesting that can be written: that of the deepest tree is a part of it, and recursion
   * ends far above it.
   */
  private static final int MAX_DEPTH = 10_000;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .characterEscapes(new InertJson())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private Json() {}

  /** Returns a new JSON object without fields. */
  public static Fields fields() {
    return new Fields();
  }

  /** A JSON object that keeps the order of its fields. */
  public static final class Fields extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    /**
     * Adds a field.
     *
     * @param value as {@link Report#json()} allows
     */
    public Fields with(String name, @Nullable Object value) {
      put(name, value);
      return this;
    }

    /** Adds a field that is null if the value is empty. */
    public Fields with(String name, Optional<?> value) {
      return with(name, value.orElse(null));
    }

    /** Adds a field that is null if the value is empty. */
    public Fields with(String name, OptionalInt value) {
      return with(name, value.isPresent() ? value.getAsInt() : null);
    }

    /** Adds a field that is null if the value is empty. */
    public Fields with(String name, OptionalLong value) {
      return with(name, value.isPresent() ? value.getAsLong() : null);
    }

    /** Adds a field that is null. */
    public Fields withNull(String name) {
      return with(name, (Object) null);
    }

    /** Adds a text that is null if it is empty. */
    public Fields withText(String name, String text) {
      return with(name, text.isEmpty() ? null : text);
    }

    /** Adds an address, such as {@code "0xc000012340"}. */
    public Fields withAddress(String name, long address) {
      return with(name, Amounts.address(address));
    }

    /** Adds an address that is null if it is 0. */
    public Fields withAddressOrNull(String name, long address) {
      return with(name, address == 0 ? null : Amounts.address(address));
    }

    /** Adds a 64-bit number of the dump, which is unsigned. */
    public Fields withUnsigned(String name, long value) {
      return with(name, unsigned(value));
    }
  }

  /** A list that creates its items while they are written; there can be millions. */
  public static Iterable<Object> list(Supplier<Stream<?>> items) {
    return () -> items.get().<Object>map(item -> item).iterator();
  }

  /** A 64-bit number of the dump, which is unsigned. */
  public static Number unsigned(long value) {
    return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
  }

  /** 64-bit numbers of the dump, which are unsigned. */
  public static Iterable<Object> unsigned(long... values) {
    return list(() -> Arrays.stream(values).mapToObj(Json::unsigned));
  }

  /**
   * Writes an answer, preceded by the version of the schema and the name of the command.
   *
   * @param indented whether it has spaces and line breaks
   */
  public static void write(
      String command, Map<String, Object> answer, boolean indented, OutputStream stream) {
    try (JsonGenerator out = FACTORY.createGenerator(stream)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      if (indented) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        out.setPrettyPrinter(printer);
      }
      Fields document = fields().with("schema", SCHEMA_VERSION).with("command", command);
      document.putAll(answer);
      writeValue(out, document);
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an object as one line, without a line break. */
  public static String line(Map<String, Object> object) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writeLines(List.of(object), out);
    return out.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  /** Writes objects, one per line. */
  public static void writeLines(Iterable<Map<String, Object>> objects, OutputStream stream) {
    try (JsonGenerator out = FACTORY.createGenerator(stream)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      out.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      boolean any = false;
      for (Map<String, Object> object : objects) {
        writeValue(out, object);
        any = true;
      }
      if (any) {
        out.writeRaw('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeValue(JsonGenerator out, @Nullable Object value) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(entry.getKey().toString());
        writeValue(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Supplier<?> supplier) {
      writeValue(out, supplier.get());
    } else if (value instanceof Iterable<?> items) {
      out.writeStartArray();
      for (Iterator<?> iterator = items.iterator(); iterator.hasNext(); ) {
        writeValue(out, iterator.next());
      }
      out.writeEndArray();
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof BigInteger number) {
      out.writeNumber(number);
    } else if (value instanceof Number number) {
      out.writeNumber(number.longValue());
    } else {
      out.writeString(value.toString());
    }
  }
}
