package dev.godump.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExecutableFolderTest {
  @Test
  void a_name_is_found_as_a_word_of_a_path() {
    assertThat(ExecutableFolder.namedAt("dumps/b1-fleet/host-7.dump.gz", "b1")).isEqualTo(6);
    assertThat(ExecutableFolder.namedAt("dumps/b1/host-7.dump.gz", "b1")).isEqualTo(6);
    assertThat(ExecutableFolder.namedAt("b1", "b1")).isZero();
  }

  @Test
  void a_part_of_a_word_is_no_name() {
    assertThat(ExecutableFolder.namedAt("tmp/xb1Q/b2/host-7.dump.gz", "b1")).isEqualTo(-1);
    assertThat(ExecutableFolder.namedAt("dumps/b12/host-7.dump.gz", "b1")).isEqualTo(-1);
  }

  @Test
  void the_last_of_several_counts() {
    assertThat(ExecutableFolder.namedAt("b1/old/b1/xb1", "b1")).isEqualTo(7);
  }
}
