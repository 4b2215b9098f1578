package dev.godump.types.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcShapeTypesTest {
  private static final GoType INT = type("int", Kind.INT, 8);
  private static final GoType STRING = type("string", Kind.STRING, 16);

  private static GoType type(String name, Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> Parts.NONE);
  }

  private static GoType struct(String name, long size, Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  private static String only(String shaped, GoType... types) {
    return new GcShapeTypes(() -> List.of(types))
        .onlyMatch(struct(shaped, 24))
        .map(GoType::name)
        .orElse(null);
  }

  @Test
  void a_shape_has_the_type_of_the_only_matching_instance() {
    GoType list = struct("main.Cache[string,*main.Event]", 24);
    assertThat(only("main.Cache[go.shape.string,go.shape.*uint8]", list, INT, STRING))
        .isEqualTo(list.name());
  }

  @Test
  void a_shape_with_several_matching_instances_stays_unknown() {
    GoType[] types = {struct("main.Cache[*main.Event]", 24), struct("main.Cache[*main.Other]", 24)};
    assertThat(only("main.Cache[go.shape.*uint8]", types)).isNull();
  }

  @Test
  void type_arguments_have_to_match_the_shape() {
    GoType[] types = {
      struct("main.Cache[string]", 24),
      struct("main.Cache[main.ID]", 24),
      type("main.ID", Kind.INT, 8),
      INT,
      STRING
    };
    assertThat(only("main.Cache[go.shape.int]", types)).isEqualTo("main.Cache[main.ID]");
    assertThat(only("main.Cache[go.shape.[]uint8]", types)).isNull();
  }

  @Test
  void sizes_have_to_match() {
    assertThat(only("main.Cache[go.shape.int]", struct("main.Cache[int]", 32), INT)).isNull();
  }

  @Test
  void struct_shapes_match_by_fields() {
    GoType pair =
        struct("main.Pair", 24, new Field("Key", 0, STRING, false), new Field("n", 16, INT, false));
    GoType other = struct("main.Other", 24, new Field("Key", 0, INT, false));
    GoType[] types = {
      struct("main.List[main.Pair]", 24),
      struct("main.List[main.Other]", 24),
      pair,
      other,
      INT,
      STRING
    };
    assertThat(only("main.List[go.shape.struct { Key string; main.n int }]", types))
        .isEqualTo("main.List[main.Pair]");
  }

  @Test
  void type_arguments_may_have_type_arguments() {
    GoType nested = struct("main.Map[main.Pair[int,string],map[string]int]", 24);
    assertThat(
            only(
                "main.Map[go.shape.struct { Key int; Val string },go.shape.map[string]int]",
                nested,
                INT,
                STRING))
        .isEqualTo(nested.name());
  }

  @Test
  void the_indexes_of_shapes_up_to_go_1_20_are_ignored() {
    GoType list = struct("main.Cache[int,string]", 24);
    assertThat(only("main.Cache[go.shape.int_0,go.shape.string_1]", list, INT, STRING))
        .isEqualTo(list.name());
  }

  @Test
  void pointers_and_slices_match_by_their_element_type() {
    GoType node = struct("main.node[string]", 24);
    GoType shaped = struct("main.node[go.shape.string]", 24);
    GoType pointer = new GoType("*" + shaped.name(), Kind.POINTER, 8, 0, () -> Parts.of(shaped));
    GoType slice = new GoType("[]" + pointer.name(), Kind.SLICE, 24, 0, () -> Parts.of(pointer));
    GoType found = new GcShapeTypes(() -> List.of(node, STRING)).onlyMatch(slice).orElseThrow();
    assertThat(found.name()).isEqualTo("[]*main.node[string]");
    assertThat(found.elem().elem()).isSameAs(node);
  }

  @Test
  void a_shape_that_points_to_itself_matches_nothing() {
    GoType[] self = new GoType[1];
    self[0] = new GoType("*main.P[go.shape.int]", Kind.POINTER, 8, 0, () -> Parts.of(self[0]));
    assertThat(new GcShapeTypes(List::of).onlyMatch(self[0])).isEmpty();
  }
}
