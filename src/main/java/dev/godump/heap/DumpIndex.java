package dev.godump.heap;

import dev.godump.graph.MemoryBudget;
import dev.godump.graph.store.GraphCodec;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexDirectory;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexWriter;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The index of one dump in a directory of indexes. It is current while the dump, the version of
 * godump and the executable that gave the types are those it was written with.
 */
public final class DumpIndex {
  /** Reading a dump smaller than this takes no longer than checking an index. */
  private static final long SMALLEST_DUMP = 16 << 20;

  /** Metadata: the identity of the executable that gave the types. */
  private static final String EXECUTABLE = "exe";

  /** Metadata: warnings about that executable, one per line, for answers that never open it. */
  private static final String DAMAGE = "damage";

  private final IndexDirectory directory;
  private final Path dump;
  private final Path file;
  private final String version;

  private DumpIndex(IndexDirectory directory, Path dump, Path file, String version) {
    this.directory = directory;
    this.dump = dump;
    this.file = file;
    this.version = version;
  }

  /**
   * Returns the index that a dump has or could have, or nothing if the dump is not a regular file.
   *
   * @param dump its name on the command line; {@code -} is standard input
   * @param version of this godump
   */
  public static Optional<DumpIndex> of(IndexDirectory directory, String dump, String version)
      throws IOException {
    try {
      Path path = Path.of(dump);
      return !dump.equals("-") && Files.isRegularFile(path)
          ? Optional.of(new DumpIndex(directory, path, directory.pathOf(path), version))
          : Optional.empty();
    } catch (InvalidPathException e) {
      // opening the dump says what is wrong with its name
      return Optional.empty();
    }
  }

  /** The path of the index file, whether it exists or not. */
  public Path file() {
    return file;
  }

  /** The directory that the index is kept in. */
  public IndexDirectory directory() {
    return directory;
  }

  /** Identifies the dump as it is now. */
  public DumpIdentity identity() throws IOException {
    return DumpIdentity.of(dump);
  }

  /**
   * The outcome of opening an index.
   *
   * @param index open, if it is current
   * @param otherExecutable whether it is current except for its types, which come from an
   *     executable other than the one requested, or from none
   * @param objection why an index that exists is not used, for a warning; empty if there is none
   */
  public record Lookup(Optional<IndexFile> index, boolean otherExecutable, String objection) {
    private static final Lookup NONE = new Lookup(Optional.empty(), false, "");

    private static Lookup unusable(String objection) {
      return new Lookup(Optional.empty(), false, objection);
    }
  }

  /**
   * Opens the index if it is current.
   *
   * @param executable identity of the executable requested, an empty string for an index without
   *     one; empty to accept the types of any
   */
  public Lookup open(Optional<String> executable) throws IOException {
    if (!Files.exists(file)) {
      return Lookup.NONE;
    }
    try {
      IndexFile index = IndexFile.open(file);
      Lookup lookup = check(index, executable);
      if (lookup.index().isEmpty()) {
        index.close();
      }
      return lookup;
    } catch (DamagedIndexException e) {
      return Lookup.unusable(Objects.requireNonNull(e.getMessage()));
    } catch (AccessDeniedException e) {
      return Lookup.unusable("permission denied");
    } catch (NoSuchFileException e) {
      // deleted since it was looked up
      return Lookup.NONE;
    }
  }

  private Lookup check(IndexFile index, Optional<String> executable) throws IOException {
    IndexMetadata metadata = index.metadata();
    if (!metadata.godump().equals(version)) {
      return Lookup.unusable("another version of godump wrote it");
    }
    if (!metadata.identity().equals(identity())) {
      return Lookup.unusable("the dump is another one than when it was written");
    }
    boolean same = executable.isEmpty() || executable.get().equals(executableOf(index).orElse(""));
    return same
        ? new Lookup(Optional.of(index), false, "")
        : new Lookup(Optional.empty(), true, "");
  }

  /** The identity of the executable that gave an index its types, if one did. */
  public static Optional<String> executableOf(IndexFile index) {
    return Optional.ofNullable(index.metadata().properties().get(EXECUTABLE));
  }

  /** Warnings about that executable, as they were when the index was written. */
  public static Stream<String> damageOf(IndexFile index) {
    return index.metadata().properties().getOrDefault(DAMAGE, "").lines();
  }

  /** Whether an index is worth writing: it replaces an older one, or the dump is large. */
  public boolean isWorthWriting(DumpIdentity identity) {
    return Files.exists(file) || identity.size() >= SMALLEST_DUMP;
  }

  /**
   * Writes the index of a heap, in place of an older one once it is complete.
   *
   * @param identity of the dump before the heap was read
   * @param executable identity of the executable that gave the types, if one did
   * @param memory for what is computed on the way
   * @return false, and nothing is written, if an index can't keep the order of the dump's records
   * @throws IOException if it can't be written, or the dump has changed since
   */
  public boolean write(
      Heap heap, DumpIdentity identity, Optional<String> executable, MemoryBudget memory)
      throws IOException {
    if (!GraphCodec.canBeWritten(heap.graph())) {
      return false;
    }
    directory.put(
        file,
        unfinished -> {
          try (IndexWriter writer = new IndexWriter(unfinished)) {
            heap.write(writer, memory);
            if (!identity().equals(identity)) {
              throw new IOException("the dump has changed meanwhile");
            }
            String path = dump.toRealPath().toString();
            writer.finish(new IndexMetadata(version, path, identity, remembered(heap, executable)));
          }
        });
    return true;
  }

  private static Map<String, String> remembered(Heap heap, Optional<String> executable) {
    if (executable.isEmpty()) {
      return Map.of();
    }
    String damage = String.join("\n", heap.warnings());
    return damage.isEmpty()
        ? Map.of(EXECUTABLE, executable.get())
        : Map.of(EXECUTABLE, executable.get(), DAMAGE, damage);
  }
}
