package dev.godump.analysis.waste;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldOrderTest {
  private static final GoType BOOL = basic("bool", Kind.BOOL, 1);
  private static final GoType INT16 = basic("int16", Kind.INT16, 2);
  private static final GoType INT32 = basic("int32", Kind.INT32, 4);
  private static final GoType INT64 = basic("int64", Kind.INT64, 8);
  private static final GoType STRING = basic("string", Kind.STRING, 16);
  private static final GoType NOTHING = struct();

  private static GoType basic(String name, Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> Parts.NONE);
  }

  private static long alignment(GoType type) {
    return type.kind() == Kind.STRUCT
        ? type.fields().stream().mapToLong(f -> alignment(f.type())).max().orElse(1)
        : Math.min(8, Long.lowestOneBit(type.size() | 8));
  }

  /** A struct with the compiler's layout: a last field of size 0 takes one byte. */
  private static GoType struct(GoType... types) {
    List<Field> fields = new ArrayList<>();
    long at = 0;
    long most = 1;
    for (GoType type : types) {
      long alignment = alignment(type);
      at = (at + alignment - 1) / alignment * alignment;
      fields.add(new Field("f" + fields.size(), at, type, false));
      at += type.size();
      most = Math.max(most, alignment);
    }
    if (at > 0 && types[types.length - 1].size() == 0) {
      at++;
    }
    long size = (at + most - 1) / most * most;
    return new GoType("main.T", Kind.STRUCT, size, 0, () -> Parts.struct(List.copyOf(fields)));
  }

  private static long best(GoType... types) {
    return new FieldOrder(8).bestSize(struct(types));
  }

  @Test
  void each_flag_between_numbers_costs_a_word() {
    assertThat(struct(BOOL, INT64, BOOL, INT64, BOOL).size()).isEqualTo(40);
    assertThat(best(BOOL, INT64, BOOL, INT64, BOOL)).isEqualTo(24);
  }

  @Test
  void a_struct_in_the_best_order_keeps_its_size() {
    assertThat(best(STRING, INT64, INT32, INT16, BOOL)).isEqualTo(32);
  }

  @Test
  void a_last_field_without_bytes_costs_a_word() {
    assertThat(struct(INT64, NOTHING).size()).isEqualTo(16);
    assertThat(best(INT64, NOTHING)).isEqualTo(8);
  }

  @Test
  void no_order_of_fields_is_smaller_than_the_best() {
    GoType[] kinds = {
      BOOL, INT16, INT32, INT64, STRING, struct(INT32, BOOL), struct(BOOL, BOOL, BOOL)
    };
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      GoType[] fields = new GoType[1 + random.nextInt(6)];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = kinds[random.nextInt(kinds.length)];
      }
      assertThat(best(fields)).isEqualTo(smallest(fields, 0));
    }
  }

  private static long smallest(GoType[] fields, int from) {
    if (from == fields.length) {
      return struct(fields).size();
    }
    long smallest = Long.MAX_VALUE;
    for (int i = from; i < fields.length; i++) {
      swap(fields, from, i);
      smallest = Math.min(smallest, smallest(fields, from + 1));
      swap(fields, from, i);
    }
    return smallest;
  }

  private static void swap(GoType[] fields, int a, int b) {
    GoType field = fields[a];
    fields[a] = fields[b];
    fields[b] = field;
  }
}
