package dev.godump.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Opens a page in the user's browser. */
final class Browser {
  private Browser() {}

  /**
   * Returns the command that opens a file on this desktop; empty if there is none, as over ssh.
   *
   * @param system the name of the operating system
   * @param environment of the process
   */
  static Optional<String> opener(String system, Map<String, String> environment) {
    boolean remote =
        environment.containsKey("SSH_CONNECTION") || environment.containsKey("SSH_TTY");
    String name = system.toLowerCase(Locale.ROOT);
    if (remote) {
      return Optional.empty();
    } else if (name.startsWith("mac")) {
      return Optional.of("open");
    }
    boolean desktop =
        environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
    return desktop && name.startsWith("linux") ? Optional.of("xdg-open") : Optional.empty();
  }

  /**
   * Opens a URL by way of a file that leads to it: other users can see the arguments of processes,
   * and the URL contains the token. Does nothing if the command can't be run.
   *
   * @return the file, which only the user can read, and which is deleted when Java ends
   */
  static Optional<Path> open(String opener, String url) {
    try {
      Path file = Files.createTempFile("godump", ".html");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          "<!DOCTYPE html><meta charset=\"utf-8\"><title>godump</title>"
              + "<meta http-equiv=\"refresh\" content=\"0;url="
              + url
              + "\"><a href=\""
              + url
              + "\">godump</a>\n");
      new ProcessBuilder(opener, file.toString())
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      return Optional.of(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
