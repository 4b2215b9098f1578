package dev.godump.report.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes JSON as it comes: what is written needn't fit in memory. */
public final class Json {
  /** Goes up when a name or its meaning changes; names that are added don't count. */
  static final int SCHEMA_VERSION = 1;

  private Json() {}

  /** An object under construction that keeps the order of its fields. */
  public static Fields fields() {
    return new Fields();
  }

  /** Fields of a JSON object in order. */
  public static final class Fields extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    public Fields with(String name, Object value) {
      put(name, value);
      return this;
    }
  }

  /** A list whose items are made as they are written: there can be millions. */
  public static Iterable<Object> list(Supplier<Stream<?>> items) {
    return () -> items.get().<Object>map(item -> item).iterator();
  }

  /** A 64-bit number of the dump, which is unsigned. */
  public static Number unsigned(long value) {
    return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
  }

  /** Writes an answer, with the schema's version and the command's name in front. */
  public static void write(String command, Map<String, Object> answer, OutputStream stream) {
    try (JsonGenerator out = new JsonFactory().createGenerator(stream)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(new DefaultIndenter("  ", "\n"));
      printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
      out.setPrettyPrinter(printer);
      Fields document = fields().with("schema", SCHEMA_VERSION).with("command", command);
      document.putAll(answer);
      writeValue(out, document);
      out.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeValue(JsonGenerator out, Object value) throws IOException {
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
