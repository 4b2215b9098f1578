package dev.godump.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The parts of an index, open for reading. Each part is an {@link IndexFile} with its own metadata,
 * so that each can be written and replaced on its own; a part that is replaced stays readable until
 * it is closed.
 */
public final class IndexParts implements Closeable {
  /** Of a dump without an index. */
  public static final IndexParts NONE = new IndexParts(Map.of(), List.of());

  private final Map<String, IndexFile> parts;

  /** All parts, with those left out. */
  private final Collection<IndexFile> open;

  private IndexParts(Map<String, IndexFile> parts, Collection<IndexFile> open) {
    this.parts = parts;
    this.open = open;
  }

  /**
   * Opens all parts of an index.
   *
   * @param index from {@link IndexDirectory#pathOf}
   * @return {@link #NONE} if there is no such index
   * @throws DamagedIndexException if it or one of its parts can't be used; {@link #dropUnusable}
   *     deletes those
   */
  public static IndexParts open(Path index) throws IOException {
    if (!Files.exists(index, LinkOption.NOFOLLOW_LINKS)) {
      return NONE;
    }
    Map<String, IndexFile> parts = new TreeMap<>();
    IndexParts opened = new IndexParts(parts, parts.values());
    try {
      FileOwner.checkDirectory(index);
      for (Path part : IndexDirectory.parts(index)) {
        parts.put(part.getFileName().toString(), IndexFile.open(part));
      }
      return opened;
    } catch (NoSuchFileException e) {
      // deleted since
      opened.close();
      return NONE;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Returns the parts that satisfy a condition. Closing either closes all. */
  public IndexParts only(Predicate<IndexMetadata> condition) {
    Map<String, IndexFile> rest = new TreeMap<>(parts);
    rest.values().removeIf(part -> !condition.test(part.metadata()));
    return new IndexParts(rest, open);
  }

  /** Returns a part, if it is there. */
  public Optional<IndexFile> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  /** Returns all parts by name. */
  public Map<String, IndexFile> all() {
    return parts;
  }

  /**
   * Reads all parts.
   *
   * @throws DamagedIndexException if any byte is not what was written
   */
  public void verify() {
    parts.values().forEach(IndexFile::verify);
  }

  /**
   * Deletes the parts of an index that are damaged or not current; all of them if there is none:
   * then what they say makes no sense.
   *
   * @param index from {@link IndexDirectory#pathOf}
   */
  public static void dropUnusable(Path index, Predicate<IndexMetadata> isCurrent)
      throws IOException {
    List<Path> unusable = new ArrayList<>();
    List<Path> parts = IndexDirectory.parts(index);
    for (Path part : parts) {
      try (IndexFile file = IndexFile.open(part)) {
        if (isCurrent.test(file.metadata())) {
          file.verify();
        } else {
          unusable.add(part);
        }
      } catch (DamagedIndexException e) {
        unusable.add(part);
      } catch (NoSuchFileException e) {
        // deleted by another program
      }
    }
    for (Path part : unusable.isEmpty() ? parts : unusable) {
      Files.deleteIfExists(part);
    }
  }

  @Override
  public void close() throws IOException {
    for (IndexFile part : open) {
      part.close();
    }
  }
}
