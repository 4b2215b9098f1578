package dev.godump.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Checks that a file or directory is this user's own, before it is opened and believed. */
final class FileOwner {
  /** Belongs to the user of this process, on Linux. */
  private static final Path PROCESS = Path.of("/proc/self");

  private FileOwner() {}

  /**
   * Checks that a path is a regular file of this user. Opening a pipe would wait for its writer.
   *
   * @throws DamagedIndexException if it is anything else, such as a link
   */
  static void check(Path file) throws IOException {
    if (!attributes(file).isRegularFile()) {
      throw new DamagedIndexException("it is not a regular file");
    }
    checkOwner(file);
  }

  /**
   * Checks that a path is a directory of this user.
   *
   * @throws DamagedIndexException if it is anything else, such as a link
   */
  static void checkDirectory(Path directory) throws IOException {
    BasicFileAttributes attributes = attributes(directory);
    if (attributes.isRegularFile()) {
      // an index was one file once
      throw new DamagedIndexException("another godump wrote it");
    }
    if (!attributes.isDirectory()) {
      throw new DamagedIndexException("it is not a directory");
    }
    checkOwner(directory);
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkOwner(Path file) throws IOException {
    if (!isOwn(file)) {
      throw new DamagedIndexException("it belongs to another user");
    }
  }

  /** Whether a file belongs to this user; true where files have no owners. */
  static boolean isOwn(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return true;
    }
    if (Files.exists(PROCESS)) {
      return Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
          .equals(Files.getAttribute(PROCESS, "unix:uid"));
    }
    String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    return owner.equals(System.getProperty("user.name"));
  }
}
