package dev.godump.heap.histogram;

import dev.godump.index.Coded;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes a histogram to an index and reads it: row by row, the total last. */
public final class HistogramCodec {
  private static final String SECTION = "histogram";

  private HistogramCodec() {}

  public static void write(Histogram histogram, IndexWriter out) throws IOException {
    SectionOutput rows = new SectionOutput();
    rows.writeInt(histogram.rows().size());
    for (Histogram.Row row : histogram.rows()) {
      write(row, rows);
    }
    write(histogram.total(), rows);
    out.bytes(SECTION, rows.toBytes());
  }

  private static void write(Histogram.Row row, SectionOutput out) {
    out.writeText(row.type());
    out.writeByte(row.certainty().code());
    out.writeLong(row.count());
    out.writeLong(row.bytes());
    out.writeLong(row.liveCount());
    out.writeLong(row.liveBytes());
    out.writeLong(row.retained());
  }

  public static Histogram open(IndexFile index) {
    SectionInput in = new SectionInput(SECTION, index.bytes(SECTION));
    List<Histogram.Row> rows = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      rows.add(row(in));
    }
    return new Histogram(List.copyOf(rows), row(in));
  }

  private static Histogram.Row row(SectionInput in) {
    String name = in.readText();
    Certainty certainty = Coded.ofCode(Certainty.values(), in.readByte());
    return new Histogram.Row(
        name, certainty, in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
  }
}
