package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoVersionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "go1.17                                    | 17 | ",
        "go1.19.8                                  | 19 | ",
        "go1.22.12 X:noallocheaders                | 22 | noallocheaders",
        "go1.26.10-X:arenas                        | 26 | arenas",
        "go1.24.4 X:noswissmap,synctest            | 24 | noswissmap,synctest",
        "devel go1.23-abcdef1234 Thu Jan 2 2024    | 23 | ",
        "devel go1.27-0123456 Mon Feb 1 X:arenas   | 27 | arenas",
        "go1.25rc1                                 | 25 | ",
        "go1.21.3 (Red Hat 1.21.3-4.el9)           | 21 | ",
        "go1.24.4-fork.2 X:nocoverageredesign      | 24 | nocoverageredesign",
        "go1.122.1                                 | 122 | ",
      })
  void a_release_and_its_experiments_are_read(String text, int minor, String experiments) {
    Set<String> expected = experiments == null ? Set.of() : Set.of(experiments.split(","));
    assertThat(GoVersion.parse(text)).contains(new GoVersion(minor, expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X:framepointer",
        "devel +4f1f6fb Tue",
        "my build 7",
        "go2.1",
        "ergo1.20x",
        "1.22"
      })
  void a_text_without_a_release_has_no_version(String text) {
    assertThat(GoVersion.parse(text)).isEmpty();
  }

  @Test
  void an_experiment_named_twice_counts_once() {
    assertThat(GoVersion.parse("go1.22.1 X:arenas,arenas"))
        .contains(new GoVersion(22, Set.of("arenas")));
  }

  @Test
  void releases_are_compared_by_number() {
    assertThat(new GoVersion(22, Set.of()).isAtLeast(9)).isTrue();
    assertThat(new GoVersion(9, Set.of()).isAtLeast(22)).isFalse();
  }
}
