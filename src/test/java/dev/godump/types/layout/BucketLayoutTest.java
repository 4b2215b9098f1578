package dev.godump.types.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.program.KnownTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Buckets of maps up to Go 1.23, as DWARF describes them. */
class BucketLayoutTest {
  private static final GoType NUMBER = new GoType("uint64", Kind.UINT64, 8, 0, () -> Parts.NONE);
  private static final GoType POINTER =
      new GoType("*uint64", Kind.POINTER, 8, 0, () -> Parts.of(NUMBER));

  @Test
  void a_bucket_without_pointers_in_keys_and_elements_has_none() {
    Layout layout = bucket(NUMBER);
    assertThat(layout.pointerOffsets).isEmpty();
    assertThat(layout.referenceOffsets).containsExactly(136);
  }

  @Test
  void a_bucket_with_pointers_in_its_elements_has_one_to_the_next_bucket() {
    Layout layout = bucket(POINTER);
    assertThat(layout.pointerOffsets).containsExactly(72, 80, 88, 96, 104, 112, 120, 128, 136);
  }

  private static Layout bucket(GoType elem) {
    GoType[] bucket = new GoType[1];
    GoType next = new GoType("*bucket", Kind.POINTER, 8, 0, () -> Parts.of(bucket[0]));
    bucket[0] =
        new GoType(
            "bucket<uint64," + elem.name() + ">",
            Kind.STRUCT,
            144,
            0,
            () ->
                Parts.struct(
                    List.of(
                        new Field("tophash", 0, NUMBER, false),
                        new Field("keys", 8, GoType.arrayOf(NUMBER, 8), false),
                        new Field("elems", 72, GoType.arrayOf(elem, 8), false),
                        new Field("overflow", 136, next, false))));
    return new Layouts(new KnownTypes() {}, 8, 23).layoutOf(bucket[0]);
  }
}
