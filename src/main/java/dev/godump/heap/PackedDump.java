package dev.godump.heap;

import dev.godump.format.FileRange;
import dev.godump.graph.HeapGraph;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexParts;
import dev.godump.index.IndexWriter;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.io.PartialSource;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an index has of the bytes of a compressed dump: the records that are not objects or
 * goroutines, and once an answer needed others, all of them.
 */
final class PackedDump {
  /** An index without these records is slower; with very large segments it would be too large. */
  private static final long MOST_RECORDS = 64 << 20;

  private static final String ORIGIN = "origin";
  private static final String BYTES = "bytes";

  private PackedDump() {}

  /** Returns all parts for the bytes of a compressed dump. */
  static Set<IndexPart> parts(HeapGraph graph) {
    return hasFewRecords(graph)
        ? Set.of(IndexPart.RECORDS, IndexPart.UNPACKED)
        : Set.of(IndexPart.UNPACKED);
  }

  /** Whether the records of a dump are few enough to be stored. */
  static boolean hasFewRecords(HeapGraph graph) {
    return ranges(graph).stream().mapToLong(range -> range.end() - range.start()).sum()
        <= MOST_RECORDS;
  }

  /** Writes the records that are not objects or goroutines. */
  static void writeRecords(HeapGraph graph, IndexWriter out) throws IOException {
    write(graph.source(), ranges(graph), out);
  }

  /** Writes all bytes. */
  static void writeAll(Source dump, IndexWriter out) throws IOException {
    write(dump, List.of(new IndexWriter.Range(0, dump.size())), out);
  }

  private static void write(Source dump, List<IndexWriter.Range> ranges, IndexWriter out)
      throws IOException {
    SectionOutput origin = new SectionOutput();
    origin.writeLong(dump.size());
    origin.writeText(dump.prematureEnd().orElse(""));
    origin.writeInt(ranges.size());
    for (IndexWriter.Range range : ranges) {
      origin.writeLong(range.start());
      origin.writeLong(range.end());
    }
    out.bytes(ORIGIN, origin.toBytes());
    out.storedBytes(BYTES, dump, ranges);
  }

  /** Returns the ranges that hold the header and the records. */
  private static List<IndexWriter.Range> ranges(HeapGraph graph) {
    List<IndexWriter.Range> ranges = new ArrayList<>();
    for (FileRange part : graph.loadResult().otherRanges()) {
      long start = ranges.isEmpty() ? 0 : part.start();
      ranges.add(new IndexWriter.Range(start, part.end()));
    }
    return ranges;
  }

  /**
   * Returns the bytes of a dump as far as an index has them.
   *
   * @param name of the dump, to show to users
   * @param unpacking unpacks the dump, when bytes are needed that the index doesn't have
   */
  static Source open(String name, IndexParts index, PartialSource.Opener unpacking)
      throws IOException {
    Optional<IndexFile> part =
        index.part(IndexPart.UNPACKED.name()).or(() -> index.part(IndexPart.RECORDS.name()));
    return part.isPresent() ? open(name, part.get(), unpacking) : unpacking.open();
  }

  private static Source open(String name, IndexFile part, PartialSource.Opener unpacking)
      throws IOException {
    SectionInput in = new SectionInput(ORIGIN, part.bytes(ORIGIN));
    long size = in.readLong();
    String early = in.readText();
    List<PartialSource.Range> ranges = new ArrayList<>();
    long at = 0;
    for (int i = in.readCount(); i > 0; i--) {
      PartialSource.Range range = new PartialSource.Range(in.readLong(), in.readLong(), at);
      ranges.add(range);
      at += range.end() - range.start();
    }
    Source bytes = part.storedBytes(BYTES, name);
    if (bytes.size() != at) {
      throw new DamagedIndexException("its bytes of the dump don't add up");
    }
    return new PartialSource(
        name, size, Optional.of(early).filter(why -> !why.isEmpty()), bytes, ranges, unpacking);
  }
}
