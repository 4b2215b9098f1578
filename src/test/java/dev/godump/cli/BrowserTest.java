package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrowserTest {
  @Test
  void a_desktop_has_a_command_that_opens_files() {
    assertThat(Browser.opener("Linux", Map.of("DISPLAY", ":0"))).contains("xdg-open");
    assertThat(Browser.opener("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0")))
        .contains("xdg-open");
    assertThat(Browser.opener("Mac OS X", Map.of())).contains("open");
  }

  @Test
  void nothing_is_opened_over_ssh_or_without_a_desktop() {
    assertThat(Browser.opener("Linux", Map.of())).isEmpty();
    assertThat(Browser.opener("Linux", Map.of("DISPLAY", ":0", "SSH_CONNECTION", "x"))).isEmpty();
    assertThat(Browser.opener("Mac OS X", Map.of("SSH_TTY", "/dev/pts/0"))).isEmpty();
  }

  @Test
  void only_a_file_that_the_user_alone_can_read_has_the_url() throws IOException {
    Path file = Browser.open("true", "http://127.0.0.1:1/#token=1").orElseThrow();
    try {
      assertThat(Files.readString(file)).contains("url=http://127.0.0.1:1/#token=1\"");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void a_command_that_is_missing_is_ignored() {
    assertThat(Browser.open("no-such-command", "http://127.0.0.1:1/")).isEmpty();
  }
}
