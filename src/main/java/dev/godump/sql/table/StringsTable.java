package dev.godump.sql.table;

import dev.godump.analysis.waste.StringSearch;
import dev.godump.analysis.waste.Strings;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The table {@code strings}. */
public final class StringsTable {
  /** Bytes of a content that are shown, and hashed. */
  private static final int SHOWN = 1 << 12;

  /** A content, with the heap that says whether to show it. */
  record Row(TableHeap heap, Strings.Content content) {
    @Nullable String text() {
      return heap.hasValues() ? new String(content.text(), StandardCharsets.UTF_8) : null;
    }

    /** Returns a hash of the content that doesn't reveal it if contents are hidden. */
    String hash() {
      if (heap.secrets().isHidden()) {
        return heap.secrets().hash(content.text(), content.length());
      }
      CRC32C crc = new CRC32C();
      crc.update(content.text());
      return String.format("%08x", crc.getValue());
    }
  }

  /** The definition. */
  public static final HeapTable<Row> TABLE =
      HeapTable.<Row>named(
              "strings",
              "The contents of live strings and byte slices, each once, as `godump strings` groups"
                  + " them.")
          .text(
              "kind",
              "`string`, `bytes` (byte slices) or `unknown`.",
              row -> row.content().kind().label())
          .integer("length", "Bytes of the content.", row -> row.content().length())
          .integer("copies", "Number of copies in the heap.", row -> row.content().copies())
          .integer(
              "references",
              "Number of strings and slices that point at a copy.",
              row -> row.content().references())
          .integer("bytes", "Bytes of all copies.", row -> row.content().bytes())
          .integer("wasted", "Bytes of all copies but the largest.", row -> row.content().wasted())
          .text(
              "certainty",
              "How sure it is that the least certain copy is one.",
              row -> row.content().certainty().label())
          .address("address", "Address of the first copy.", row -> row.content().address())
          .text(
              "hash",
              "A hash of the first 4 KiB: CRC-32C; with `--redact`, one that can be compared"
                  + " within one run only.",
              Row::hash)
          .text("content", "The first 4 KiB; null without `--values`.", Row::text)
          .text(
              "held_by",
              "The field or variable that most references are in; null if unknown.",
              row ->
                  row.content().referrers().isEmpty()
                      ? null
                      : row.content().referrers().get(0).location())
          .rows((heap, columns) -> rows(heap));

  private StringsTable() {}

  private static TableRows<Row> rows(TableHeap table) throws IOException {
    Heap heap = table.heap();
    Reachability reachability = heap.reachability();
    boolean all = !reachability.isKnown();
    Strings strings =
        StringSearch.of(
            heap.graph(),
            heap.inferred(),
            id -> all || reachability.isLive(id),
            new StringSearch.Query(null, 0, Strings.Order.length, SHOWN, 0, 0));
    return TableRows.of(
        strings.contents().stream().map(content -> new Row(table, content)).toList());
  }
}
