package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[171]uint8 | []byte | uint8 | 171",
        "171 string bytes | string bytes | string bytes | 171",
        "[5]uint8 and string bytes | []byte and string bytes | uint8 and string bytes | 5",
        "string bytes | string bytes | string bytes | -1",
        "uint8 and string bytes | uint8 and string bytes | uint8 and string bytes | -1",
        "uint8 | uint8 | uint8 | -1",
        "[3]main.T | []main.T | main.T | 3",
        "[2][4]int | [][4]int | [4]int | 2",
        "[]main.T | []main.T | []main.T | -1",
        "map[string]int | map[string]int | map[string]int | -1",
        "[x]int | [x]int | [x]int | -1",
        "[99999999999999999999]int | [99999999999999999999]int | [99999999999999999999]int | -1"
      })
  void an_array_loses_its_length(String name, String folded, String element, long length) {
    assertThat(ArrayName.folded(name)).isEqualTo(folded);
    assertThat(ArrayName.element(name)).isEqualTo(element);
    assertThat(ArrayName.length(name)).isEqualTo(length);
    if (length != ArrayName.NONE) {
      assertThat(ArrayName.of(element, length)).isEqualTo(name);
    }
  }
}
