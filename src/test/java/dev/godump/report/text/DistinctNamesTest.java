package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DistinctNamesTest {
  private static List<String> shortened(int width, String... names) {
    DistinctNames distinct = new DistinctNames(List.of(names), width);
    return List.of(names).stream().map(distinct::shorten).toList();
  }

  @Test
  void names_that_would_look_the_same_show_what_differs() {
    assertThat(shortened(22, "map[string]main.entry groups", "map[string]*main.entry groups"))
        .containsExactly("map[s…main.entry grou…", "map[s…*main.entry gro…");
  }

  @Test
  void other_names_keep_their_ends() {
    assertThat(shortened(22, "map[string]main.entry groups", "map[int]main.entry groups", "int"))
        .containsExactly("map[string]…try groups", "map[int]mai…try groups", "int");
  }

  @Test
  void the_same_name_twice_is_shortened_as_if_it_were_there_once() {
    String name = "map[string]main.entry groups";
    assertThat(shortened(22, name, name))
        .containsExactly("map[string]…try groups", "map[string]…try groups");
  }

  @Test
  void no_name_is_wider_than_its_column() {
    for (int width = 1; width < 30; width++) {
      List<String> all =
          shortened(width, "abcdefghijklmnopqrstuvwxyz0", "abcdefghijkl0nopqrstuvwxyz0", "abc");
      int most = width;
      assertThat(all).allMatch(name -> name.length() <= most);
    }
  }
}
