package dev.godump.core.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MappingTest {
  @Test
  void a_file_may_have_spaces_in_its_name() {
    assertThat(Mapping.parse("00400000-00467000 r-xp 00001000 fe:00 3017 /srv/my app (deleted)"))
        .contains(new Mapping(0x400000, 0x467000, "r-xp", true, "/srv/my app (deleted)"));
  }

  @Test
  void memory_without_a_file_may_have_a_name_or_none() {
    assertThat(Mapping.parse("c000000000-c000400000 rw-p 00000000 00:00 0 "))
        .contains(new Mapping(0xc000000000L, 0xc000400000L, "rw-p", false, ""));
    assertThat(Mapping.parse("7f00-8f00 rw-p 00000000 00:00 0    [anon: Go: heap]"))
        .hasValueSatisfying(mapping -> assertThat(mapping.isOwn()).isTrue());
  }

  @Test
  void memory_of_the_kernel_of_others_and_without_permission_is_left_out() {
    assertThat(
            Mapping.parse("7fff1000-7fff3000 r--p 00000000 00:00 0 [vvar]").orElseThrow().isOwn())
        .isFalse();
    assertThat(Mapping.parse("7f00-8f00 rw-s 00000000 fe:00 12 /var/db").orElseThrow().isOwn())
        .isFalse();
    assertThat(Mapping.parse("7f00-8f00 ---p 00000000 00:00 0").orElseThrow().isOwn()).isFalse();
  }

  @Test
  void what_is_no_line_of_the_file_is_left_out() {
    assertThat(Mapping.parse("Size: 4 kB")).isEmpty();
  }
}
