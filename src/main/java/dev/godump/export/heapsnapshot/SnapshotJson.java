package dev.godump.export.heapsnapshot;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the JSON of a V8 heap snapshot as a stream. Not thread-safe. */
final class SnapshotJson {
  /** Types of nodes, as numbered by {@link #META}. */
  static final int STRING = 2;

  static final int OBJECT = 3;
  static final int SYNTHETIC = 9;

  /** Edges of larger objects with unknown type have the index of their word instead of a name. */
  static final long LARGEST_WITH_NAMES = 4096;

  private static final int ELEMENT = 1;
  private static final int PROPERTY = 2;

  /** Numbers per node; an edge refers to a node by the index of its first number. */
  private static final int NODE_FIELDS = 6;

  /** As Chrome writes it without allocation stacks. */
  private static final String META =
      "{\"snapshot\":{\"meta\":{"
          + "\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"detachedness\"],"
          + "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\",\"closure\",\"regexp\",\"number\","
          + "\"native\",\"synthetic\",\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\",\"object shape\"],"
          + "\"string\",\"number\",\"number\",\"number\",\"number\"],"
          + "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
          + "\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
          + "\"string_or_number\",\"node\"],"
          + "\"trace_function_info_fields\":[\"function_id\",\"name\",\"script_name\",\"script_id\",\"line\",\"column\"],"
          + "\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\",\"size\",\"children\"],"
          + "\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"],"
          + "\"location_fields\":[\"object_index\",\"script_id\",\"line\",\"column\"]},";

  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  private final byte[] digits = new byte[20];
  private boolean first;

  SnapshotJson(OutputStream out) {
    this.out = out;
  }

  void begin(long nodes, long edges) throws IOException {
    raw(
        META
            + "\"node_count\":"
            + nodes
            + ",\"edge_count\":"
            + edges
            + ",\"trace_function_count\":0},\n\"nodes\":[");
    first = true;
  }

  /**
   * Writes a node.
   *
   * @param id that is the same in all snapshots
   * @param size its shallow size in bytes
   */
  void node(int type, int name, long id, long size, int edges) throws IOException {
    separate();
    number(type, ',');
    number(name, ',');
    number(id, ',');
    number(size, ',');
    number(edges, ',');
    number(0, '\n');
  }

  /** Ends the nodes; edges follow in the order of their nodes. */
  void edges() throws IOException {
    raw("],\n\"edges\":[");
    first = true;
  }

  /** Writes an edge with a name. */
  void property(int name, int node) throws IOException {
    edge(PROPERTY, name, node);
  }

  /** Writes an edge with an index. */
  void element(long index, int node) throws IOException {
    edge(ELEMENT, index, node);
  }

  private void edge(int type, long name, int node) throws IOException {
    separate();
    number(type, ',');
    number(name, ',');
    number((long) node * NODE_FIELDS, '\n');
  }

  /** Ends the edges; strings follow in the order of their indexes. */
  void strings() throws IOException {
    raw(
        "],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[],\n\"strings\":[");
    first = true;
  }

  void string(String text) throws IOException {
    separate();
    raw("\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"\n");
  }

  void end() throws IOException {
    raw("]}\n");
    flush();
  }

  private void separate() throws IOException {
    if (first) {
      first = false;
    } else {
      reserve(1).put((byte) ',');
    }
  }

  private void number(long value, char after) throws IOException {
    int i = digits.length;
    long rest = value;
    do {
      digits[--i] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    reserve(digits.length + 1).put(digits, i, digits.length - i).put((byte) after);
  }

  private void raw(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > buffer.capacity()) {
      flush();
      out.write(bytes);
    } else {
      reserve(bytes.length).put(bytes);
    }
  }

  private ByteBuffer reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
