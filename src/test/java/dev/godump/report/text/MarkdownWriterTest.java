package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.report.text.Table.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class MarkdownWriterTest {
  private record Row(String name, String mark, long bytes) {}

  private static String markdown(Consumer<TextWriter> answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TextWriter writer = new MarkdownWriter(out, 100);
    answer.accept(writer);
    writer.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Table<Row> table() {
    return new Table<>(List.of(new Row("*a|b", "~", 2048), new Row("c`d", "", 3)))
        .column("bytes", "BYTES", Kind.BYTES, Row::bytes)
        .textOnly("", Kind.MARK, Row::mark)
        .legend("~ inferred")
        .column("name", "NAME", Kind.NAME, Row::name);
  }

  @Test
  void a_table_has_its_alignment_and_names_as_code() {
    assertThat(markdown(out -> out.table(table())))
        .isEqualTo(
            """
            | BYTES |  | NAME |
            |---:|---|---|
            | 2.0 KiB | \\~ | `*a\\|b` |
            | 3 B |  | `` c`d `` |

            \\~ inferred

            """);
  }

  @Test
  void rows_that_a_limit_leaves_out_are_counted() {
    assertThat(markdown(out -> out.table(table().limit(RowLimit.of("--top", 1)))))
        .contains("2.0 KiB")
        .doesNotContain("3 B")
        .endsWith("1 more (--top 0 shows all)\n\n");
  }

  @Test
  void headings_are_escaped_and_other_lines_are_in_one_block() {
    String text =
        markdown(
            out -> {
              out.line();
              out.heading("[]*T");
              out.line("  one");
              out.line();
              out.line("  two");
              out.line();
            });
    assertThat(text).isEqualTo("### \\[\\]\\*T\n\n```text\n  one\n\n  two\n```\n\n");
  }

  @Test
  void a_section_is_collapsible() {
    assertThat(markdown(out -> out.section("By type", () -> out.table(table()))))
        .startsWith("<details><summary>By type</summary>\n\n| BYTES")
        .endsWith("</details>\n\n");
  }
}
