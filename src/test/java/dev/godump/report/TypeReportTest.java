package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.heap.histogram.TypeUse;
import dev.godump.report.text.WrittenText;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TypeReportTest {
  private static final GoType BYTE = new GoType("uint8", Kind.UINT8, 1, 0, () -> Parts.NONE);
  private static final GoType INT = new GoType("int", Kind.INT, 8, 0, () -> Parts.NONE);

  private static GoType struct(String name, long size, GoType.Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  private static GoType.Field field(String name, long offset, GoType type) {
    return new GoType.Field(name, offset, type, false);
  }

  @Test
  void padding_is_shown_between_and_after_fields_of_nested_structs() {
    GoType inner = struct("main.inner", 16, field("n", 0, INT), field("b", 8, BYTE));
    GoType outer = struct("main.outer", 24, field("b", 0, BYTE), field("in", 8, inner));
    TypeUse use = new TypeUse("main.outer", outer, 2, 3, 96);
    assertThat(WrittenText.of(new TypeReport(use, OptionalLong.of(2048))::text))
        .isEqualTo(
            """
            type main.outer  24 B
              3 values in 2 objects, 96 B
              retain 2.0 KiB
              14 B of padding in each

              OFFSET  SIZE  NAME         TYPE
                   0     1  b            uint8
                   1     7  (padding)
                   8    16  in           main.inner
                   8     8    n          int
                  16     1    b          uint8
                  17     7    (padding)
            """);
  }

  @Test
  void a_type_without_objects_has_no_values() {
    TypeUse use = new TypeUse("int", INT, 0, 0, 0);
    assertThat(WrittenText.of(new TypeReport(use, OptionalLong.empty())::text))
        .isEqualTo("type int  8 B, int\n  no object is known to be of this type\n");
  }
}
