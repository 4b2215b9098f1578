package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledLinesTest {
  @Test
  void values_are_aligned_after_their_labels() {
    assertThat(
            WrittenText.of(
                out -> {
                  LabelledLines lines = new LabelledLines(out, 2, 8);
                  lines.line("live", "yes");
                  lines.line("", "3 pointers from a root");
                  lines.line("retains", "4 KiB");
                }))
        .isEqualTo("  live    yes\n          3 pointers from a root\n  retains 4 KiB\n");
  }

  @Test
  void a_list_continues_below_its_first_item() {
    assertThat(
            WrittenText.of(
                23,
                out ->
                    new LabelledLines(out, 0, 6).list("Roots", List.of("aaaaaa", "bbbbbb", "cc"))))
        .isEqualTo("Roots aaaaaa, bbbbbb,\n      cc\n");
  }

  @Test
  void a_name_is_shortened_to_the_rest_of_the_line() {
    String type = "github.com/somebody/something/" + "deeper/".repeat(10) + "catalog.Product";
    assertThat(
            WrittenText.of(
                out -> new LabelledLines(out, 2, 8).line("type", "of ", type, " (guess)")))
        .isEqualTo("  type    of catalog.Product (guess)\n");
  }
}
