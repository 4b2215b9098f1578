package dev.godump.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.godump.binary.runtime.Call;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.roots.RootCalls;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.SourceLocations;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes goroutines, roots, objects and edges as JSON, one per line, each with its kind. Names are
 * those of {@code godump goroutines}, {@code roots} and {@code objects} with {@code --format json},
 * except that {@code root} is the kind of a root. Takes constant memory.
 */
public final class JsonLines {
  /** Kinds of lines. */
  public enum Kind {
    GOROUTINE("goroutines.jsonl"),
    ROOT("roots.jsonl"),
    OBJECT("objects.jsonl"),
    EDGE("edges.jsonl");

    private final String fileName;

    Kind(String fileName) {
      this.fileName = fileName;
    }

    /** The name of the file with the lines of this kind, if each kind has its own. */
    public String fileName() {
      return fileName;
    }
  }

  private static final SerializedString KIND = new SerializedString("kind");
  private static final SerializedString ADDRESS = new SerializedString("address");
  private static final SerializedString SIZE = new SerializedString("size");
  private static final SerializedString LIVE = new SerializedString("live");
  private static final SerializedString KEPT_BY_CLEANUPS = new SerializedString("kept_by_cleanups");
  private static final SerializedString TYPE = new SerializedString("type");
  private static final SerializedString CERTAINTY = new SerializedString("certainty");
  private static final SerializedString COUNT = new SerializedString("count");
  private static final SerializedString SHAPE = new SerializedString("shape");
  private static final SerializedString RETAINED = new SerializedString("retained");
  private static final SerializedString FROM = new SerializedString("from");
  private static final SerializedString OFFSET = new SerializedString("offset");
  private static final SerializedString FIELD = new SerializedString("field");
  private static final SerializedString VALUE = new SerializedString("value");
  private static final SerializedString TARGET = new SerializedString("target");

  private final HeapGraph graph;
  private final ObjectLabels labels;
  private final SourceLocations locations;
  private final RootCalls calls;
  private final HeapParts parts;
  private final Optional<IntToLongFunction> retained;

  /**
   * @param locations source locations of goroutines' frames, if known
   * @param calls the calls that roots in frames belong to
   * @param parts what keeps each object alive
   * @param retained the retained size of each object, if lines are to have them
   */
  public JsonLines(
      HeapGraph graph,
      ObjectLabels labels,
      SourceLocations locations,
      RootCalls calls,
      HeapParts parts,
      Optional<IntToLongFunction> retained) {
    this.graph = graph;
    this.labels = labels;
    this.locations = locations;
    this.calls = calls;
    this.parts = parts;
    this.retained = retained;
  }

  /**
   * Writes all lines of a kind.
   *
   * @param progress gets the position in the dump, if the dump is read
   */
  public void write(Kind kind, OutputStream out, LongConsumer progress) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.setRootValueSeparator(new SerializedString(""));
      switch (kind) {
        case GOROUTINE -> goroutines(json);
        case ROOT -> roots(json);
        case OBJECT -> objects(json);
        case EDGE -> new RecordReader(graph.source()).read(new EdgeLines(json), progress);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void goroutines(JsonGenerator json) throws IOException {
    GoroutineJson lines = new GoroutineJson(graph.process(), locations, json);
    for (Goroutine goroutine : graph.process().goroutines()) {
      lines.write(goroutine);
      json.writeRaw('\n');
    }
  }

  private void roots(JsonGenerator json) throws IOException {
    for (int root = 0; root < graph.roots().count(); root++) {
      RootLabel label = labels.rootLabel(root);
      int target = graph.roots().target(root);
      json.writeStartObject();
      json.writeStringField("kind", "root");
      json.writeStringField("root", label.kind().label());
      address(json, TARGET, graph.objects().address(target));
      json.writeNumberField("size", graph.objects().size(target));
      json.writeNumberField("inside", graph.roots().value(root) - graph.objects().address(target));
      json.writeStringField("place", label.text());
      addressOrNull(json, "address", label.address());
      json.writeFieldName("goroutine");
      if (label.goroutine() == Goroutine.NONE) {
        json.writeNull();
      } else {
        json.writeNumber(label.goroutine());
      }
      json.writeStringField("function", label.function());
      if (locations.isAvailable()) {
        variable(json, root, label.variable());
      }
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Writes the variable of a root and the source location of the call that declares it. */
  private void variable(JsonGenerator json, int root, String variable) throws IOException {
    json.writeStringField("variable", variable.isEmpty() ? null : variable);
    Optional<Call> call = calls.callOf(root);
    json.writeStringField(
        "file", call.map(Call::file).filter(file -> !file.isEmpty()).orElse(null));
    json.writeFieldName("line");
    if (call.isEmpty() || call.get().line() == 0) {
      json.writeNull();
    } else {
      json.writeNumber(call.get().line());
    }
  }

  private void objects(JsonGenerator json) {
    SerializedString kind = new SerializedString("object");
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              try {
                json.writeStartObject();
                json.writeFieldName(KIND);
                json.writeString(kind);
                address(json, ADDRESS, address);
                json.writeFieldName(SIZE);
                json.writeNumber(size);
                object(json, id);
                json.writeEndObject();
                json.writeRaw('\n');
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void object(JsonGenerator json, int id) throws IOException {
    HeapPart part = parts.of(id);
    flag(json, LIVE, part.isLive());
    flag(json, KEPT_BY_CLEANUPS, part.isKeptByCleanups());
    json.writeFieldName(TYPE);
    json.writeString(labels.typeName(id));
    json.writeFieldName(CERTAINTY);
    json.writeString(labels.certainty(id).label());
    json.writeFieldName(COUNT);
    if (labels.typeName(id) == null) {
      json.writeNull();
    } else {
      json.writeNumber(labels.valueCount(id));
    }
    json.writeFieldName(SHAPE);
    json.writeString(labels.shapeLabel(id));
    if (retained.isPresent()) {
      json.writeFieldName(RETAINED);
      json.writeNumber(retained.get().applyAsLong(id));
    }
  }

  private static void flag(JsonGenerator json, SerializedString name, @Nullable Boolean value)
      throws IOException {
    json.writeFieldName(name);
    if (value == null) {
      json.writeNull();
    } else {
      json.writeBoolean(value);
    }
  }

  /** Writes a line for each pointer to an object, in the order of the records. */
  private final class EdgeLines implements RecordVisitor {
    private final JsonGenerator json;
    private final SerializedString kind = new SerializedString("edge");

    EdgeLines(JsonGenerator json) {
      this.json = json;
    }

    @Override
    public void object(long position, ObjectRecord record) throws IOException {
      int source = graph.objects().find(record.address());
      if (source == ObjectTable.NONE) {
        // the record of a slot without an object
        return;
      }
      for (long offset = record.nextPointer();
          offset != ObjectRecord.NONE;
          offset = record.nextPointer()) {
        if (record.hasWord(offset)) {
          edge(source, record.address(), offset, record.word(offset));
        }
      }
    }

    private void edge(int source, long from, long offset, long value) throws IOException {
      int target = value == 0 ? ObjectTable.NONE : graph.objects().find(value);
      if (target == ObjectTable.NONE) {
        return;
      }
      json.writeStartObject();
      json.writeFieldName(KIND);
      json.writeString(kind);
      address(json, FROM, from);
      json.writeFieldName(OFFSET);
      json.writeNumber(offset);
      json.writeFieldName(FIELD);
      String field = labels.fieldName(source, offset);
      json.writeString(field.isEmpty() ? null : field);
      address(json, VALUE, value);
      address(json, TARGET, graph.objects().address(target));
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static void addressOrNull(JsonGenerator json, String name, long address)
      throws IOException {
    if (address == 0) {
      json.writeNullField(name);
    } else {
      address(json, new SerializedString(name), address);
    }
  }

  private static void address(JsonGenerator json, SerializedString name, long address)
      throws IOException {
    json.writeFieldName(name);
    json.writeString(Hex.of(address));
  }
}
