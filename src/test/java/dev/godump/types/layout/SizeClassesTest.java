package dev.godump.types.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
  private static final long BASE = 0xc000000000L;

  @Test
  void each_slot_of_each_class_has_one_span() {
    for (int size = 8; size <= 32768; size += 8) {
      long span = SizeClasses.spanSize(size);
      if (span == SizeClasses.NONE) {
        continue;
      }
      // spans can start at any page
      for (long start = BASE; start < BASE + 20 * 8192; start += 8192) {
        for (long slot = start; slot + size <= start + span; slot += size) {
          assertThat(SizeClasses.spanStart(slot, size)).as("slot of %d", size).isEqualTo(start);
        }
      }
    }
  }

  @Test
  void a_large_object_is_a_span() {
    assertThat(SizeClasses.spanSize(40960)).isEqualTo(40960);
    assertThat(SizeClasses.spanStart(BASE, 40960)).isEqualTo(BASE);
    assertThat(SizeClasses.spanStart(BASE + 8, 40960)).isEqualTo(SizeClasses.NONE);
  }

  @Test
  void other_sizes_have_no_span() {
    assertThat(SizeClasses.spanSize(40)).isEqualTo(SizeClasses.NONE);
    assertThat(SizeClasses.spanSize(40000)).isEqualTo(SizeClasses.NONE);
    assertThat(SizeClasses.spanStart(BASE, 40)).isEqualTo(SizeClasses.NONE);
    assertThat(SizeClasses.spanStart(BASE + 8, 48)).isEqualTo(SizeClasses.NONE);
  }
}
