package dev.godump.index;

import dev.godump.io.UnfinishedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * The directory of indexes: one directory per dump, named after the dump's path, readable by the
 * user only. An index has a file for each of its parts. A part gets its name when it is complete,
 * so readers find a whole one or none, however many programs write. The time of modification of the
 * index is when it was last used.
 */
public final class IndexDirectory {
  /** The part with all bytes of a compressed dump, the first to be deleted. */
  public static final String UNPACKED = "unpacked";

  private static final String SUFFIX = ".index";
  private static final String UNFINISHED = ".unfinished";
  private static final int MAX_NAME_LENGTH = 60;

  /** How often a part is moved again after another program deleted the index. */
  private static final int MAX_ATTEMPTS = 10;

  private final Path directory;

  public IndexDirectory(Path directory) {
    this.directory = directory;
  }

  /** Returns the path of the directory. */
  public Path path() {
    return directory;
  }

  /**
   * Returns the path of a dump's index, whether it exists or not. It is the same for all links to
   * the dump, and the same as before for a dump that was deleted.
   */
  public Path pathOf(Path dump) throws IOException {
    Path real = Files.exists(dump) ? dump.toRealPath() : dump.toAbsolutePath().normalize();
    byte[] path = real.toString().getBytes(StandardCharsets.UTF_8);
    CRC32C one = new CRC32C();
    CRC32 other = new CRC32();
    one.update(path);
    other.update(path);
    String name = real.getFileName().toString().replaceAll("[^\\w.-]", "_");
    String start = name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
    return directory.resolve(
        String.format("%s-%08x%08x%s", start, one.getValue(), other.getValue(), SUFFIX));
  }

  /** Marks an index as used now; does nothing without write permission. */
  public void touch(Path index) {
    try {
      Files.setLastModifiedTime(index, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // a directory of another user may be read-only; its indexes are usable all the same
    }
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param file exists and is empty
     */
    void write(Path file) throws IOException;
  }

  /**
   * Writes a part of an index, replacing an existing one.
   *
   * @param index from {@link #pathOf}
   */
  public void put(Path index, String part, Content content) throws IOException {
    write(content, file -> moveInto(index, part, file));
  }

  /**
   * Returns a file beside the indexes that all programs of this user share. Writes it unless it is
   * there.
   *
   * @param bytes its size
   */
  public Path shared(String name, long bytes, Content content) throws IOException {
    Path shared = directory.resolve(name);
    if (!Files.isRegularFile(shared) || Files.size(shared) != bytes || !FileOwner.isOwn(shared)) {
      write(content, file -> Files.move(file, shared, StandardCopyOption.ATOMIC_MOVE));
    }
    return shared;
  }

  /** Writes a file that only this user can read, and gives it its name when it is complete. */
  private void write(Content content, Content move) throws IOException {
    create();
    FileAttribute<?>[] ofUser =
        posix()
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (UnfinishedFile file = UnfinishedFile.create(directory, "", UNFINISHED, ofUser)) {
      content.write(file.path());
      move.write(file.path());
    }
  }

  private void moveInto(Path index, String part, Path file) throws IOException {
    for (int attempt = 0; ; attempt++) {
      if (Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS)) {
        // from a godump that kept an index in one file
        Files.deleteIfExists(index);
      }
      create(index);
      try {
        Files.move(file, index.resolve(part), StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (NoSuchFileException e) {
        // another program deleted the index since
        if (attempt == MAX_ATTEMPTS || !Files.exists(file)) {
          throw e;
        }
      }
    }
  }

  private boolean posix() {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Creates the directory if it does not exist, accessible to the user only. */
  public void create() throws IOException {
    Path above = directory.toAbsolutePath().getParent();
    if (above != null) {
      Files.createDirectories(above);
    }
    create(directory);
  }

  private void create(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    try {
      if (posix()) {
        Files.createDirectory(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(path);
      }
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw e;
      }
    }
  }

  /**
   * An index in the directory.
   *
   * @param file its path
   * @param bytes the size of all its parts together
   * @param lastUsed when it was last used
   */
  public record Entry(Path file, long bytes, Instant lastUsed) {}

  /** Returns all indexes, the most recently used first. */
  public List<Entry> list() throws IOException {
    List<Entry> entries = files();
    entries.sort(Comparator.comparing(Entry::lastUsed).reversed().thenComparing(Entry::file));
    return entries;
  }

  private List<Entry> files() throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      return entries;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        try {
          entries.add(entry(file));
        } catch (NoSuchFileException e) {
          // deleted by another program
        }
      }
    }
    return entries;
  }

  /**
   * Returns the entry of an index.
   *
   * @throws NoSuchFileException if it does not exist
   */
  public Entry entry(Path index) throws IOException {
    long bytes = 0;
    for (Path part : parts(index)) {
      bytes += Files.size(part);
    }
    return new Entry(index, bytes, Files.getLastModifiedTime(index).toInstant());
  }

  /** Returns the files of an index in the order of their names: its parts, or itself. */
  static List<Path> parts(Path index) throws IOException {
    List<Path> parts = new ArrayList<>();
    if (!Files.isDirectory(index, LinkOption.NOFOLLOW_LINKS)) {
      return List.of(index);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(index)) {
      files.forEach(parts::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    parts.sort(Comparator.naturalOrder());
    return parts;
  }

  /** Deletes an index; returns whether it existed. */
  public boolean delete(Path index) throws IOException {
    if (Files.isDirectory(index, LinkOption.NOFOLLOW_LINKS)) {
      for (Path part : parts(index)) {
        Files.deleteIfExists(part);
      }
    }
    return Files.deleteIfExists(index);
  }

  /**
   * Deletes indexes larger than a number of bytes, then the least recently used ones until all
   * together are not larger, and abandoned unfinished files. Of an index with a copy of its dump,
   * deletes only the copy if that suffices.
   *
   * @return the deleted indexes and copies
   */
  public List<Entry> shrink(long bytes) throws IOException {
    List<Entry> gone = new ArrayList<>();
    UnfinishedFile.deleteAbandoned(directory, "", UNFINISHED);
    long sum = 0;
    for (Entry each : list()) {
      Entry entry = each;
      if (sum + entry.bytes() > bytes) {
        Optional<Entry> copy = deleteCopy(entry);
        copy.ifPresent(gone::add);
        long copied = copy.map(Entry::bytes).orElse(0L);
        entry = new Entry(entry.file(), entry.bytes() - copied, entry.lastUsed());
      }
      boolean tooLarge = entry.bytes() > bytes;
      sum += tooLarge ? 0 : entry.bytes();
      if (tooLarge || sum > bytes) {
        delete(entry.file());
        gone.add(entry);
      }
    }
    return gone;
  }

  /** Deletes the copy of a compressed dump in an index; returns it, if there was one. */
  private static Optional<Entry> deleteCopy(Entry index) throws IOException {
    Path copy = index.file().resolve(UNPACKED);
    if (!Files.isRegularFile(copy, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      long bytes = Files.size(copy);
      return Files.deleteIfExists(copy)
          ? Optional.of(new Entry(copy, bytes, index.lastUsed()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } finally {
      // to delete the copy doesn't count as using the index
      restoreTime(index);
    }
  }

  private static void restoreTime(Entry index) {
    try {
      Files.setLastModifiedTime(index.file(), FileTime.from(index.lastUsed()));
    } catch (IOException e) {
      // another program deleted the index
    }
  }
}
