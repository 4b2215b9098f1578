package dev.godump.binary.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TypeWordsTest {
  private static String quoted(String tag) {
    return new TypeWords.Name("Field", tag, false).quotedTag();
  }

  @Test
  void tags_in_type_names_are_quoted_like_by_the_compiler() {
    assertThat(quoted("json:\"name\"")).isEqualTo("\"json:\\\"name\\\"\"");
    assertThat(quoted("json:\"a\\\"b\\\\c\"")).isEqualTo("\"json:\\\"a\\\\\\\"b\\\\\\\\c\\\"\"");
    assertThat(quoted("`tick\n\tbell\u0007 nul\0 größe"))
        .isEqualTo("\"`tick\\n\\tbell\\a nul\\x00 größe\"");
  }
}
