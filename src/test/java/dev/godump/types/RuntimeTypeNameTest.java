package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.types.RuntimeTypeName.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeTypeNameTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map<string,int>|1|MAP|map[string]int",
        "hash<string,[]main.T>|1|MAP|map[string][]main.T",
        "*table<string,int>|8|DIRECTORY|map[string]int",
        "table<func(int, int),int>|1|TABLE|map[func(int, int)]int",
        "group<int,map[int]*main.List[int]>|1|GROUP|map[int]map[int]*main.List[int]",
        "group<main.Pair[int,string],?>|128|GROUP|map[main.Pair[int,string]]?",
        "bucket<int,int>|12|BUCKET|map[int]int",
        "hchan<chan int>|1|CHANNEL|chan chan int",
        "hchan<<-chan int>|1|CHANNEL|chan (<-chan int)"
      })
  void objects_that_are_parts_are_named_by_their_map_or_channel(
      String element, long count, Part part, String mapOrChannel) {
    String name = RuntimeTypeName.ofObject(element, count);
    assertThat(name).startsWith(mapOrChannel);
    assertThat(RuntimeTypeName.parse(name)).contains(new RuntimeTypeName(part, mapOrChannel));
  }

  @ParameterizedTest
  @ValueSource(strings = {"map[string]int", "chan int", "main.T", "main.T[int]", "group<int", ""})
  void objects_of_other_types_have_names_that_are_not_parts(String element) {
    assertThat(RuntimeTypeName.parse(RuntimeTypeName.ofObject(element, 1))).isEmpty();
    assertThat(RuntimeTypeName.parse(RuntimeTypeName.ofObject(element, 3))).isEmpty();
  }

  @Test
  void a_variable_of_a_map_type_is_not_the_map() {
    assertThat(RuntimeTypeName.ofObject("map[string]int", 1)).isEqualTo("map[string]int variable");
    assertThat(RuntimeTypeName.ofObject("map[string]int", 3)).isEqualTo("[3]map[string]int");
  }

  @Test
  void types_of_parts_are_shown_with_their_map() {
    assertThat(RuntimeTypeName.shown("*group<string,int>")).isEqualTo("*map[string]int groups");
    assertThat(RuntimeTypeName.shown("[8]*table<string,int>"))
        .isEqualTo("[8]map[string]int directory");
    assertThat(RuntimeTypeName.shown("[]main.T")).isEqualTo("[]main.T");
    assertThat(RuntimeTypeName.shown("main.odd>")).isEqualTo("main.odd>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "map[string]int groups",
        "map[string]int directory",
        "runtime.mapextra",
        "[]*runtime.bmap",
        "[4]*runtime.bmap"
      })
  void only_headers_lead_to_parts_inside_maps(String name) {
    assertThat(RuntimeTypeName.isInsideMap(name)).isTrue();
    assertThat(RuntimeTypeName.isMapHeader(name)).isFalse();
    assertThat(RuntimeTypeName.isInsideMap("map[string]int")).isFalse();
    assertThat(RuntimeTypeName.isMapHeader("map[string]int")).isTrue();
  }
}
