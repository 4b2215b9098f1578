package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.graph.GoVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanLayoutTest {
  private static SpanLayout of(String version, int pointerSize) {
    return SpanLayout.of(GoVersion.parse(version), !version.isEmpty(), pointerSize);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | false | false",
        "go1.21.5                        | false | false",
        "go1.22.12                       | true  | false",
        "go1.22.12 X:noallocheaders      | false | false",
        "go1.23.0                        | true  | false",
        "go1.24.4 X:greenteagc           | true  | false",
        "go1.25.1                        | true  | false",
        "go1.25.1 X:greenteagc           | true  | true",
        "go1.26.1                        | true  | true",
        "go1.26.1-X:nogreenteagc         | true  | false",
        "go1.30                          | true  | true",
        "a build of our own              | true  | true",
      })
  void a_release_decides_what_a_span_reserves(String version, boolean bitmap, boolean marks) {
    assertThat(of(version, 8)).isEqualTo(new SpanLayout(bitmap, marks, 8));
  }

  @ParameterizedTest
  @CsvSource({
    "go1.22.1, 8, 8, 1008, 1024",
    "go1.22.1, 8, 16, 504, 512",
    "go1.22.1, 8, 64, 126, 128",
    "go1.22.1, 8, 80, 100, 102",
    "go1.22.1, 8, 512, 15, 16",
    "go1.22.1, 4, 8, 992, 1024",
    "go1.22.1, 4, 128, 62, 64",
    "go1.26.1, 8, 8, 1008, 1024",
    "go1.26.1, 8, 16, 496, 504",
    "go1.26.1, 8, 64, 124, 126",
    "go1.26.1, 8, 512, 15, 15",
    "go1.26.1, 4, 16, 488, 504"
  })
  void slots_end_where_the_reserve_begins(
      String version, int pointerSize, int size, int scan, int noscan) {
    assertThat(of(version, pointerSize).objectSlots(size, true)).isEqualTo(scan);
    assertThat(of(version, pointerSize).objectSlots(size, false)).isEqualTo(noscan);
  }

  @Test
  void only_slots_without_a_malloc_header_have_a_reserve() {
    assertThat(of("go1.22.1", 8).maxSlotSize()).isEqualTo(512);
    assertThat(of("go1.22.1", 4).maxSlotSize()).isEqualTo(128);
    assertThat(of("go1.21.1", 8).hasReserve()).isFalse();
    assertThat(of("go1.22.1", 8).hasReserve()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 80", "7920, 80", "8000, 64", "8064, 0", "8080, 0"})
  void part_of_a_slot_may_be_before_the_reserve(long offset, long bytes) {
    assertThat(of("go1.22.1", 8).beforeReserve(0xc000002000L + offset, 80)).isEqualTo(bytes);
  }

  @Test
  void the_alternatives_are_the_layouts_of_other_releases() {
    assertThat(of("go1.22.1", 8).alternatives())
        .containsExactly(of("go1.21.1", 8), of("go1.26.1", 8));
    assertThat(of("go1.26.1", 4).alternatives())
        .hasSize(2)
        .allMatch(layout -> layout.pointerSize() == 4);
  }
}
