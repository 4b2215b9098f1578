package dev.godump.heap.histogram;

import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.types.Certainty;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a histogram to an index and reads it: row by row, the total last. */
public final class HistogramCodec {
  private HistogramCodec() {}

  private static String section(Histogram.By by) {
    return "histogram by " + by.name().toLowerCase(Locale.ROOT);
  }

  public static void write(Histogram.By by, Histogram histogram, IndexWriter out)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream rows = new DataOutputStream(bytes);
    rows.writeInt(histogram.rows().size());
    for (Histogram.Row row : histogram.rows()) {
      write(row, rows);
    }
    write(histogram.total(), rows);
    out.bytes(section(by), bytes.toByteArray());
  }

  private static void write(Histogram.Row row, DataOutputStream out) throws IOException {
    byte[] name = row.type().getBytes(StandardCharsets.UTF_8);
    out.writeInt(name.length);
    out.write(name);
    out.writeByte(row.certainty().ordinal());
    out.writeLong(row.count());
    out.writeLong(row.bytes());
    out.writeLong(row.liveCount());
    out.writeLong(row.liveBytes());
    out.writeLong(row.retained());
  }

  public static Histogram open(Histogram.By by, IndexFile index) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(index.bytes(section(by))));
    List<Histogram.Row> rows = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      rows.add(row(in));
    }
    return new Histogram(List.copyOf(rows), row(in));
  }

  private static Histogram.Row row(DataInputStream in) throws IOException {
    String name = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    Certainty certainty = Certainty.values()[in.readByte()];
    return new Histogram.Row(
        name, certainty, in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
