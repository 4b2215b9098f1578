package dev.godump.heap.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "main.T|main",
        "[12]*net/http.Request|net/http",
        "map[string]*main.Session|main",
        "map[string][]main.T buckets|main",
        "closure for main.run.func1|main",
        "gopkg.in/yaml.v3.Node|gopkg.in/yaml.v3",
        "github.com/a-b/c.d_e|github.com/a-b/c",
        "net/http.?@0x4a2f60|net/http",
        "main.List[net/url.URL]|main",
        "[65536]uint8|built-in types ([]byte, string, …)",
        "tiny block|built-in types ([]byte, string, …)",
        "func(...int)|built-in types ([]byte, string, …)"
      })
  void the_package_is_that_of_the_first_named_type(String type, String expected) {
    assertThat(PackageName.of(type)).isEqualTo(expected);
  }
}
