package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.report.text.Table.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  private record Row(String name, long bytes, Boolean live) {}

  private static Table<Row> table() {
    return new Table<>(List.of(new Row("a, \"b\"", 2048, true), new Row("c", 5, null)))
        .column("name", "NAME", Kind.TEXT, Row::name)
        .column("bytes", "BYTES", Kind.BYTES, Row::bytes)
        .dataOnly("live", Kind.FLAG, Row::live)
        .textOnly("TWICE", Kind.RIGHT, row -> row.bytes() * 2);
  }

  @Test
  void text_is_aligned_and_formatted() {
    assertThat(WrittenText.of(out -> out.table(table())))
        .isEqualTo(
            "  NAME      BYTES  TWICE\n  a, \"b\"  2.0 KiB   4096\n  c           5 B     10\n");
  }

  @Test
  void csv_is_raw_and_quoted_and_leaves_out_notes() {
    assertThat(WrittenText.of(out -> out.csv(table())))
        .isEqualTo("name,bytes,live\n\"a, \"\"b\"\"\",2048,true\nc,5,\n");
  }

  @Test
  void csv_has_no_characters_that_a_terminal_would_obey_but_tabs_and_line_feeds() {
    String evil = "a\u001b[2J\u009b\u202e\u2028\u007f\r\ttab\nline";
    Table<String> table = new Table<>(List.of(evil)).column("name", "NAME", Kind.TEXT, t -> t);
    String csv = WrittenText.of(out -> out.csv(table));
    assertThat(csv).isEqualTo("name\n\"a\\x1b[2J\\u009b\\u202e\\u2028\\x7f\\r\ttab\nline\"\n");
  }

  @Test
  void json_is_raw_and_unknown_is_null() {
    assertThat(table().json()).extracting(row -> row.get("bytes")).containsExactly(2048L, 5L);
    assertThat(table().json()).extracting(row -> row.get("live")).containsExactly(true, null);
  }

  @Test
  void groups_are_above_their_columns_and_captions_above_their_rows() {
    Table<Row> table =
        new Table<>(List.of(new Row("a", 2048, true)))
            .caption(Row::name)
            .group("SIZE")
            .textOnly("BYTES", Kind.BYTES, Row::bytes)
            .textOnly("TWICE", Kind.BYTES, row -> row.bytes() * 2)
            .group("STATE")
            .textOnly("LIVE", Kind.FLAG, Row::live);
    assertThat(WrittenText.of(out -> out.table(table)))
        .isEqualTo(
            "  ───── SIZE ─────   STATE \n    BYTES    TWICE  LIVE\n  a\n  2.0 KiB  4.0 KiB  yes\n");
  }

  @Test
  void names_are_shortened_if_a_line_would_be_too_wide() {
    String type = "github.com/somebody/something/" + "deeper/".repeat(10) + "catalog.Product";
    Table<String> table =
        new Table<>(List.of(type, "main.T"))
            .textOnly("COUNT", Kind.COUNT, t -> 5L)
            .textOnly("TYPE", Kind.NAME, t -> t)
            .textOnly("KEY", Kind.NAME, t -> t);
    assertThat(WrittenText.of(out -> out.table(table)))
        .isEqualTo(
            "  COUNT  TYPE             KEY\n      5  catalog.Product  catalog.Product\n      5  main.T           main.T\n");
  }

  @Test
  void a_text_is_wrapped_below_its_column() {
    Table<Long> table =
        new Table<>(List.of(1L))
            .textOnly("N", Kind.COUNT, n -> n)
            .textOnly("TEXT", Kind.TEXT, n -> "word ".repeat(30).strip());
    String[] lines = WrittenText.of(out -> out.table(table)).split("\n", -1);
    assertThat(lines[1]).hasSizeLessThanOrEqualTo(100).startsWith("  1  word");
    assertThat(lines[2]).startsWith("     word");
  }

  @Test
  void a_line_has_no_terminal_escapes() {
    assertThat(WrittenText.of(out -> out.line("  main.\u001b[31mT\u0007\u202e\n\u009b2J")))
        .isEqualTo("  main.\\x1b[31mT\\x07\\u202e\\n\\u009b2J\n");
    assertThat(WrittenText.of(out -> out.heading("\u001b]0;title\u0007")))
        .isEqualTo("\\x1b]0;title\\x07\n");
  }

  @Test
  void a_line_that_is_too_long_is_wrapped() {
    String[] lines = WrittenText.of(out -> out.line("  " + "some words ".repeat(20))).split("\n");
    assertThat(lines).allMatch(line -> line.length() <= 100);
    assertThat(lines[1]).startsWith("      some");
    assertThat(WrittenText.of(out -> out.line("x".repeat(250))))
        .isEqualTo("x".repeat(100) + "\n    " + "x".repeat(96) + "\n    " + "x".repeat(54) + "\n");
  }

  @Test
  void a_column_of_marks_is_left_out_if_no_row_has_one_and_else_explained() {
    List<String> marked = List.of("~a", "b");
    assertThat(WrittenText.of(out -> out.table(marks(marked))))
        .isEqualTo("     NAME\n  ~  a\n     b\n  ~ inferred\n");
    assertThat(WrittenText.of(out -> out.table(marks(List.of("b"))))).isEqualTo("  NAME\n  b\n");
  }

  private static Table<String> marks(List<String> rows) {
    return new Table<>(rows)
        .textOnly("", Kind.MARK, row -> row.startsWith("~") ? "~" : "")
        .textOnly("NAME", Kind.TEXT, row -> row.replace("~", ""))
        .legend("~ inferred");
  }

  @Test
  void a_limit_applies_to_every_format() {
    Table<String> table =
        new Table<>(List.of("a", "b", "c"))
            .column("name", "NAME", Kind.TEXT, row -> row)
            .limit(RowLimit.of("--top", 1));
    assertThat(WrittenText.of(out -> out.table(table)))
        .isEqualTo("  NAME\n  a\n  2 more (--top 0 shows all)\n");
    assertThat(WrittenText.of(out -> out.csv(table))).isEqualTo("name\na\n");
    assertThat(table.json()).hasSize(1);
  }

  @Test
  void colours_have_a_meaning() {
    assertThat(Paint.ANSI.cell(Kind.ADDRESS, "0x10")).isEqualTo("\u001b[2m0x10\u001b[0m");
    assertThat(Paint.ANSI.cell(Kind.SHARE, "50.0%")).startsWith("\u001b[31m");
    assertThat(Paint.ANSI.cell(Kind.SHARE, ">99.9%")).startsWith("\u001b[31m");
    assertThat(List.of("49.9%", "<0.1%", "-"))
        .allMatch(share -> Paint.ANSI.cell(Kind.SHARE, share).equals(share));
    assertThat(Paint.ANSI.cell(Kind.DELTA, "+5")).startsWith("\u001b[31m");
    assertThat(Paint.ANSI.cell(Kind.DELTA, "-5")).startsWith("\u001b[32m");
    assertThat(Paint.ANSI.cell(Kind.DELTA, "0")).isEqualTo("0");
    assertThat(Paint.NONE.cell(Kind.ADDRESS, "0x10")).isEqualTo("0x10");
  }
}
