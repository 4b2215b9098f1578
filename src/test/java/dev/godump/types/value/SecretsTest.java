package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void numbers_are_hashed_as_the_authors_of_siphash_do() {
    byte[] key = new byte[16];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    assertThat(new SipHash(key).hash(0x0706050403020100L)).isEqualTo(0x93f5f5799a932462L);
  }

  @Test
  void what_is_equal_stays_equal_within_one_run_alone() {
    Secrets one = Secrets.keyed();
    Secrets other = Secrets.keyed();
    assertThat(one.number(42))
        .isEqualTo(one.number(42))
        .isNotEqualTo(42)
        .isNotEqualTo(one.number(43))
        .isNotEqualTo(other.number(42));
    assertThat(one.text("secret"))
        .isEqualTo(one.text("secret"))
        .startsWith("6 bytes #")
        .isNotEqualTo(other.text("secret"));
    assertThat(one.number(0)).isZero();
  }

  @Test
  void without_a_key_all_is_shown() {
    assertThat(Secrets.SHOWN.number(42)).isEqualTo(42);
    assertThat(Secrets.SHOWN.text("open")).isEqualTo("open");
  }
}
