package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.report.Table.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TableTest {
  private record Row(String name, long bytes, Boolean live) {}

  private static Table<Row> table() {
    return new Table<>(List.of(new Row("a, \"b\"", 2048, true), new Row("c", 5, null)))
        .column("name", "NAME", Kind.TEXT, Row::name)
        .column("bytes", "BYTES", Kind.BYTES, Row::bytes)
        .data("live", Kind.FLAG, Row::live)
        .note("TWICE", Kind.RIGHT, row -> row.bytes() * 2);
  }

  private static String written(Consumer<TextWriter> answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextWriter writer = new TextWriter(out, false);
    answer.accept(writer);
    writer.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void text_is_aligned_and_human() {
    assertThat(written(out -> out.table(table())))
        .isEqualTo("  NAME      BYTES  TWICE\n  a, \"b\"  2.0 KiB   4096\n  c           5 B     10\n");
  }

  @Test
  void csv_is_raw_and_quoted_and_leaves_out_notes() {
    assertThat(written(out -> out.csv(table()))).isEqualTo("name,bytes,live\n\"a, \"\"b\"\"\",2048,true\nc,5,\n");
  }

  @Test
  void json_is_raw_and_unknown_is_null() {
    assertThat(table().json()).extracting(row -> row.get("bytes")).containsExactly(2048L, 5L);
    assertThat(table().json()).extracting(row -> row.get("live")).containsExactly(true, null);
  }

  @Test
  void groups_stand_above_their_columns_and_captions_above_their_rows() {
    Table<Row> table =
        new Table<>(List.of(new Row("a", 2048, true)))
            .caption(Row::name)
            .group("SIZE")
            .note("BYTES", Kind.BYTES, Row::bytes)
            .note("TWICE", Kind.BYTES, row -> row.bytes() * 2)
            .group("STATE")
            .note("LIVE", Kind.FLAG, Row::live);
    assertThat(written(out -> out.table(table)))
        .isEqualTo("  ───── SIZE ─────   STATE \n    BYTES    TWICE  LIVE\n  a\n  2.0 KiB  4.0 KiB  yes\n");
  }
}
