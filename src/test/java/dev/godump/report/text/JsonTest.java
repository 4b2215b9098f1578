package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonTest {
  private static String written(Map<String, Object> answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write("test", answer, true, out);
    return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
  }

  @Test
  void an_answer_begins_with_the_schema_and_the_command() {
    assertThat(written(Json.fields().with("answer", 42)))
        .isEqualTo("{ \"schema\" : 1, \"command\" : \"test\", \"answer\" : 42 }");
  }

  @Test
  void characters_that_a_terminal_would_obey_are_escaped() {
    String evil = "\u001b\u007f\u009b\u202e\u2028 é世\ud83d\ude00";
    assertThat(written(Json.fields().with("name", evil)))
        .contains("\"\\u001B\\u007F\\u009b\\u202e\\u2028 é世\\uD83D\\uDE00\"");
  }

  @Test
  void a_deep_answer_is_written_whole() {
    Map<String, Object> tree = Json.fields();
    for (int depth = 0; depth < 2000; depth++) {
      tree = Json.fields().with("child", tree);
    }
    assertThat(written(tree)).endsWith("}".repeat(3).replace("}", "} ").strip());
    assertThat(written(tree).chars().filter(c -> c == '{').count()).isEqualTo(2001);
  }

  @Test
  void an_empty_value_is_null() {
    Json.Fields fields =
        Json.fields()
            .with("a", Optional.empty())
            .with("b", OptionalInt.empty())
            .with("c", OptionalLong.empty())
            .withText("d", "")
            .withAddressOrNull("e", 0)
            .withNull("f");
    assertThat(fields.keySet()).containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(fields.values()).containsOnlyNulls();
  }

  @Test
  void a_present_value_is_itself() {
    assertThat(
            Json.fields()
                .with("a", Optional.of("text"))
                .with("b", OptionalInt.of(1))
                .with("c", OptionalLong.of(2))
                .withText("d", "text")
                .withAddressOrNull("e", 16)
                .withAddress("f", 0))
        .containsExactly(
            Map.entry("a", "text"),
            Map.entry("b", 1),
            Map.entry("c", 2L),
            Map.entry("d", "text"),
            Map.entry("e", "0x10"),
            Map.entry("f", "0x0"));
  }

  @Test
  void a_number_of_the_dump_is_unsigned() {
    assertThat(written(Json.fields().withUnsigned("id", -1)))
        .contains("\"id\" : 18446744073709551615");
  }

  @Test
  void suppliers_and_lists_are_evaluated_while_they_are_written() {
    Supplier<Object> supplier = () -> "late";
    assertThat(
            written(
                Json.fields()
                    .with("value", supplier)
                    .with("list", Json.list(() -> Stream.of(1, true, 0.5)))))
        .contains("\"value\" : \"late\"", "\"list\" : [ 1, true, 0.5 ]");
  }
}
