package dev.godump.report.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.value.GoValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kind of value has a text and a JSON form. */
class ValueKindsTest {
  private static final GoType INT = new GoType("int", Kind.INT, 8, 0, () -> Parts.NONE);
  private static final GoValue ONE = new GoValue.Scalar(1L);
  private static final List<GoValue.Field> FIELDS = List.of(new GoValue.Field("n", 0, INT, ONE));

  private static final Map<GoValue, String> TEXT_BY_VALUE = new LinkedHashMap<>();

  static {
    TEXT_BY_VALUE.put(new GoValue.Nil(), "nil");
    TEXT_BY_VALUE.put(ONE, "1");
    TEXT_BY_VALUE.put(new GoValue.Text("go", 2, true), "\"go\"");
    TEXT_BY_VALUE.put(new GoValue.Bytes(new byte[] {1, 2}, 16, 2, 2), "len 2 01 02");
    TEXT_BY_VALUE.put(new GoValue.Elements(List.of(ONE), INT, 16, 3, 4), "len 3 cap 4 [1, …]");
    TEXT_BY_VALUE.put(new GoValue.Struct(FIELDS), "{n: 1}");
    TEXT_BY_VALUE.put(new GoValue.WellKnown("unlocked", FIELDS), "unlocked");
    TEXT_BY_VALUE.put(new GoValue.Pointer(16, INT, ONE), "0x10 int → 1");
    TEXT_BY_VALUE.put(
        new GoValue.Entries(16, 2, 8, false, List.of(new GoValue.Entry(ONE, ONE))),
        "2 entries (25.0% of 8 slots) {1: 1, …}");
    TEXT_BY_VALUE.put(
        new GoValue.Channel(16, 1, 2, false, List.of(ONE), INT, List.of(), List.of()),
        "1 of 2 buffered [1]");
    TEXT_BY_VALUE.put(new GoValue.Dynamic(INT, 16, ONE, null), "int 1");
    TEXT_BY_VALUE.put(new GoValue.Function(16, "main.f", FIELDS), "main.f {n: 1}");
    TEXT_BY_VALUE.put(new GoValue.Descriptor(16, INT), "type int");
    TEXT_BY_VALUE.put(new GoValue.Redacted(3, "0badcafe"), "(3 bytes #0badcafe)");
    TEXT_BY_VALUE.put(new GoValue.Unknown("not in the dump"), "(not in the dump)");
  }

  @Test
  void the_test_has_a_value_of_every_kind() {
    assertThat(TEXT_BY_VALUE.keySet().stream().map(Object::getClass))
        .containsExactlyInAnyOrderElementsOf(kinds().toList());
  }

  @Test
  void every_kind_has_a_text() {
    TEXT_BY_VALUE.forEach(
        (value, text) -> assertThat(ValueText.line(value, null)).as("%s", value).isEqualTo(text));
  }

  @Test
  void every_kind_has_a_json_form() {
    TEXT_BY_VALUE
        .keySet()
        .forEach(
            value -> {
              Object json = ValueJson.of(value, null);
              assertThat(json == null).as("%s", value).isEqualTo(value instanceof GoValue.Nil);
              assertThat(json instanceof Map<?, ?> fields && fields.containsKey("unknown"))
                  .as("%s", value)
                  .isEqualTo(value instanceof GoValue.Unknown);
            });
  }

  private static Stream<Class<?>> kinds() {
    return Arrays.stream(GoValue.class.getPermittedSubclasses());
  }
}
