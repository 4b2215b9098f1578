package dev.godump.report.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.report.text.WrittenText;
import dev.godump.types.value.GoValue;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValueTreeTest {
  private static final GoType TEXT = new GoType("string", Kind.STRING, 16, 0, () -> Parts.NONE);

  private static GoValue.Field field(String name, long offset, GoValue value) {
    return new GoValue.Field(name, offset, TEXT, value);
  }

  private static GoValue text(int length) {
    return new GoValue.Text("x".repeat(length), length, true);
  }

  private static String written(GoValue.Field... parts) {
    return WrittenText.of(out -> out.table(ValueTree.table(List.of(parts), out.columns())));
  }

  @Test
  void a_value_that_fits_has_one_line() {
    GoValue pair = new GoValue.Struct(List.of(field("a", 0, text(2)), field("b", 16, text(3))));
    assertThat(written(field("pair", 8, pair)))
        .isEqualTo(
            "  OFFSET  NAME  TYPE    VALUE\n       8  pair  string  {a: \"xx\", b: \"xxx\"}\n");
  }

  @Test
  void a_value_that_is_too_wide_has_a_line_per_part() {
    GoValue pair = new GoValue.Struct(List.of(field("a", 0, text(50)), field("b", 16, text(50))));
    assertThat(written(field("pair", 8, pair)).lines().map(String::strip))
        .hasSize(4)
        .anyMatch(line -> line.startsWith("0    a"))
        .anyMatch(line -> line.startsWith("16    b"));
  }

  @Test
  void a_list_that_is_too_wide_ends_with_what_was_not_read() {
    List<GoValue> items = List.of(text(60), text(60));
    assertThat(written(field("list", -1, new GoValue.Elements(items, TEXT, 16, 1002, 1002))))
        .contains("[0]", "[1]")
        .contains("1,000 more: --elements shows more");
  }

  @Test
  void numbers_never_have_a_line_each() {
    List<GoValue> items =
        IntStream.range(0, 100).<GoValue>mapToObj(i -> new GoValue.Scalar((long) i)).toList();
    assertThat(written(field("list", -1, new GoValue.Elements(items, TEXT, 16, 100, 100))).lines())
        .hasSize(2);
  }

  @Test
  void no_line_is_wider_than_the_terminal() {
    GoType wide = new GoType("main." + "T".repeat(80), Kind.STRING, 16, 0, () -> Parts.NONE);
    GoValue.Field part = new GoValue.Field("n".repeat(60), 0, wide, text(200));
    for (int columns = 80; columns <= 200; columns += 20) {
      int width = columns;
      assertThat(
              WrittenText.of(columns, out -> out.table(ValueTree.table(List.of(part), width)))
                  .lines())
          .hasSize(2)
          .allMatch(line -> line.length() <= width);
    }
  }
}
