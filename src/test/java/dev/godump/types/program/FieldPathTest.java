package dev.godump.types.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static final GoType WORD = new GoType("uint64", Kind.UINT64, 8, 0, () -> Parts.NONE);
  private static final GoType PAIR = GoType.arrayOf(WORD, 2);
  private static final GoType STRUCT =
      new GoType(
          "main.T",
          Kind.STRUCT,
          32,
          0,
          () ->
              Parts.struct(
                  List.of(new Field("name", 0, WORD, false), new Field("pair", 8, PAIR, false))));

  @Test
  void a_field_of_a_single_value_has_no_index() {
    assertThat(FieldPath.of(STRUCT, 1, 0).text()).isEqualTo(".name");
    assertThat(FieldPath.of(STRUCT, 1, 16).text()).isEqualTo(".pair[1]");
  }

  @Test
  void a_field_of_one_of_several_values_starts_with_its_index() {
    assertThat(FieldPath.of(STRUCT, 3, 2 * 32 + 8).text()).isEqualTo("[2].pair[0]");
    assertThat(FieldPath.of(WORD, 9, 40).text()).isEqualTo("[5]");
  }

  @Test
  void the_type_is_the_innermost_one() {
    assertThat(FieldPath.of(STRUCT, 3, 2 * 32 + 8).type()).isSameAs(WORD);
    assertThat(FieldPath.of(STRUCT, 1, 24).type()).isNull();
  }

  @Test
  void the_path_to_padding_ends_at_the_enclosing_value() {
    assertThat(FieldPath.of(STRUCT, 2, 32 + 24).text()).isEqualTo("[1]");
    assertThat(FieldPath.of(WORD, 1, 0).text()).isEmpty();
  }
}
