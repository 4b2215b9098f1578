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
        "map<string,int>|MAP|string,int",
        "hash<string,[]main.T>|HASH|string,[]main.T",
        "[8]*table<string,int>|TABLE|string,int",
        "group<int,map[int]*main.List[int]>|GROUP|int,map[int]*main.List[int]",
        "[12]bucket<int,int>|BUCKET|int,int",
        "hchan<chan int>|CHANNEL|chan int"
      })
  void names_of_parts_are_parsed(String name, Part part, String arguments) {
    assertThat(RuntimeTypeName.parse(name)).contains(new RuntimeTypeName(part, arguments));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"map[string]int", "[]*bucket<int,int>", "*hchan<int>", "main.T", "group<int", ""})
  void names_of_other_types_are_not_parsed(String name) {
    assertThat(RuntimeTypeName.parse(name)).isEmpty();
  }

  @Test
  void all_parts_but_channels_belong_to_maps() {
    for (Part part : Part.values()) {
      assertThat(new RuntimeTypeName(part, "int").isMap()).isEqualTo(part != Part.CHANNEL);
    }
  }
}
