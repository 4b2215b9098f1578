package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameShortenerTest {
  @Test
  void a_name_that_fits_stays_whole() {
    assertThat(NameShortener.shorten("github.com/a/b/catalog.Product", 30))
        .isEqualTo("github.com/a/b/catalog.Product");
  }

  @Test
  void a_type_loses_its_package_paths_first() {
    assertThat(NameShortener.shorten("github.com/a/b/catalog.Product", 29))
        .isEqualTo("catalog.Product");
    assertThat(
            NameShortener.shorten(
                "map<gopkg.in/yaml%2ev2.Node,*example.com/x-y/z.T[[]example.com/k.V]> (inferred)",
                60))
        .isEqualTo("map<yaml%2ev2.Node,*z.T[[]k.V]> (inferred)");
  }

  @Test
  void a_source_location_keeps_its_last_directory() {
    assertThat(
            NameShortener.shorten(
                "goroutine 1, main.main, s, /home/me/go/src/shop/cmd/main.go:368", 50))
        .isEqualTo("goroutine 1, main.main, s, …/cmd/main.go:368");
    assertThat(NameShortener.shorten("sync.(*Map).Swap internal/sync/map.go:573", 40))
        .isEqualTo("sync.(*Map).Swap …/sync/map.go:573");
  }

  @Test
  void a_function_loses_its_gc_shapes() {
    assertThat(
            NameShortener.shorten(
                "sync.(*HashTrieMap[go.shape.interface {},go.shape.int]).Swap", 40))
        .isEqualTo("sync.(*HashTrieMap[…]).Swap");
  }

  @Test
  void a_name_that_is_still_too_long_loses_its_middle() {
    assertThat(NameShortener.shorten("main.averyLongNameOfAType[with,arguments] (inferred)", 21))
        .isEqualTo("main.avery…(inferred)");
    assertThat(NameShortener.shorten("ptrs@16,32,40,56,… (2180 in all, #f58b37) of 27264 B", 48))
        .isEqualTo("ptrs@16,32,40,… (2180 in all, #f58b37) of 27264 B".replace(",40", ""));
  }

  @Test
  void no_surrogate_pair_is_split() {
    String clefs = "𝄞".repeat(40);
    for (int width = 1; width < 80; width++) {
      String cut = NameShortener.shorten(clefs, width);
      assertThat(cut.length()).isLessThanOrEqualTo(width);
      assertThat(cut.replace("𝄞", "").replace("…", "")).isEmpty();
    }
  }

  @Test
  void only_a_path_with_a_line_number_loses_its_directories() {
    assertThat(SourcePaths.shorten("(/go/src/net/http/a.go:1) /b/c.go:2 x.go:3"))
        .isEqualTo("…/http/a.go:1) /b/c.go:2 x.go:3");
    assertThat(SourcePaths.shorten("a/b/c.go:x a/b/c: //a/b.go:1"))
        .isEqualTo("a/b/c.go:x a/b/c: //a/b.go:1");
  }

  @Test
  void a_name_of_many_directories_takes_little_time() {
    assertThat(NameShortener.shorten("a/".repeat(100_000) + "b.T", 80).length())
        .isLessThanOrEqualTo(80);
    assertThat(NameShortener.shorten("/a".repeat(100_000) + "/b.go:1", 80).length())
        .isLessThanOrEqualTo(80);
    assertThat(NameShortener.shorten("[go.shape.".repeat(20_000), 80).length())
        .isLessThanOrEqualTo(80);
  }
}
