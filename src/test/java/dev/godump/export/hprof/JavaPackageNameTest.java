package dev.godump.export.hprof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaPackageNameTest {
  @ParameterizedTest
  @CsvSource({
    "main.main, main",
    "main.(*Server).Serve, main",
    "net/http.(*Server).Serve, net/http",
    "net/http.HandlerFunc.ServeHTTP, net/http",
    "'main.Map[go.shape.string,net/http.Header].Get', main",
    "gopkg.in/yaml%2ev2.yaml_emitter_emit, gopkg.in/yaml%2ev2",
    "cgocall, ''",
    "bss+0x1f40, ''",
    "'', ''"
  })
  void the_package_ends_at_the_first_dot_after_the_path(String name, String expected) {
    assertThat(name.substring(0, JavaPackageName.endOfPackage(name))).isEqualTo(expected);
  }
}
