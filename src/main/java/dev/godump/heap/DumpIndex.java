package dev.godump.heap;

import dev.godump.graph.MemoryBudget;
import dev.godump.graph.store.GraphCodec;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexDirectory;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexParts;
import dev.godump.index.IndexWriter;
import dev.godump.io.PartialSource;
import dev.godump.io.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The index of one dump in a directory of indexes. A part of it is current while the dump, the
 * version of godump and, for types, the executable are those it was written with.
 */
public final class DumpIndex {
  /** Reading a dump smaller than this takes no longer than checking an index. */
  private static final long SMALLEST_DUMP = 16 << 20;

  /** Bytes of the disk that an unpacked copy of a dump leaves free. */
  private static final long RESERVE = 1L << 28;

  /** Metadata of typed parts: the identity of the executable that gave the types, or nothing. */
  private static final String EXECUTABLE = "exe";

  /** Metadata: the identity of the executable that later commands use. */
  private static final String REMEMBERED = "remembered";

  /** Metadata: warnings about an executable, one per line, for answers that never open it. */
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

  /** The path of the index, whether it exists or not. */
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
   * @param parts the current ones, open; {@link IndexParts#NONE} if there is no current graph
   * @param executable identity of the executable that the index remembers
   * @param objection why an index that exists is not used, for a warning; empty if there is none
   */
  public record Lookup(IndexParts parts, Optional<String> executable, String objection)
      implements Closeable {
    private static Lookup unusable(String objection) {
      return new Lookup(IndexParts.NONE, Optional.empty(), objection);
    }

    /** Whether there is a current graph. */
    public boolean hasGraph() {
      return parts.part(IndexPart.GRAPH.name()).isPresent();
    }

    /**
     * Whether the index lacks anything that answers from it needed, or remembers another
     * executable.
     *
     * @param used identity of the executable that gave the heap its types, if one did
     */
    public boolean lacks(Heap heap, Optional<String> used) {
      return !heap.missing().isEmpty() || (used.isPresent() && !used.equals(executable));
    }

    /**
     * Returns the bytes of the dump: those that the index has, and others where the dump is
     * compressed and they are needed.
     *
     * @param name of the dump, to show to users
     * @param unpacking unpacks the dump
     */
    public Source packedDump(String name, PartialSource.Opener unpacking) throws IOException {
      return PackedDump.open(name, parts, unpacking);
    }

    /** Whether there are all bytes of a compressed dump. */
    public boolean hasUnpacked() {
      return parts.part(IndexPart.UNPACKED.name()).isPresent();
    }

    /** Returns the identity of the dump; there must be a graph. */
    public DumpIdentity identity() {
      return parts.part(IndexPart.GRAPH.name()).orElseThrow().metadata().identity();
    }

    /** Returns warnings about the executable, as they were when its types were written. */
    public Stream<String> damage() {
      return parts
          .part(IndexPart.TYPES.name())
          .map(types -> types.metadata().properties().getOrDefault(DAMAGE, ""))
          .orElse("")
          .lines();
    }

    @Override
    public void close() throws IOException {
      parts.close();
    }
  }

  /**
   * Opens the parts of the index that are current, if its graph is.
   *
   * @param executable identity of the executable requested, an empty string for none; empty to
   *     accept the types of the one that the index remembers
   */
  public Lookup open(Optional<String> executable) throws IOException {
    try {
      IndexParts all = IndexParts.open(file);
      Optional<IndexFile> graph = all.part(IndexPart.GRAPH.name());
      String objection = graph.isEmpty() ? "" : objection(graph.get().metadata());
      if (graph.isEmpty() || !objection.isEmpty()) {
        all.close();
        return Lookup.unusable(objection);
      }
      DumpIdentity identity = graph.get().metadata().identity();
      IndexParts current = all.only(part -> isCurrent(part, identity));
      Optional<String> remembered =
          current
              .part(IndexPart.EXECUTABLE.name())
              .map(part -> part.metadata().properties().get(REMEMBERED));
      String wanted = executable.or(() -> remembered).orElse("");
      return new Lookup(
          current.only(part -> part.properties().getOrDefault(EXECUTABLE, wanted).equals(wanted)),
          remembered,
          "");
    } catch (DamagedIndexException e) {
      return Lookup.unusable(Objects.requireNonNull(e.getMessage()));
    } catch (AccessDeniedException e) {
      return Lookup.unusable("permission denied");
    }
  }

  /** Whether a part depends on types. */
  static boolean isTyped(IndexMetadata part) {
    return part.properties().containsKey(EXECUTABLE);
  }

  /** Whether a part has types of an executable. */
  static boolean hasProgramTypes(IndexFile part) {
    return !part.metadata().properties().getOrDefault(EXECUTABLE, "").isEmpty();
  }

  /** Returns why a graph is not current; empty if it is. */
  private String objection(IndexMetadata graph) throws IOException {
    if (!graph.godump().equals(version)) {
      return "another version of godump wrote it";
    }
    return graph.identity().equals(identity())
        ? ""
        : "the dump is another one than when it was written";
  }

  /**
   * Whether an index is worth writing: there is one already, or the dump is large.
   *
   * @param bytes size of the dump, unpacked
   */
  public boolean isWorthWriting(long bytes) {
    return Files.exists(file) || isLarge(bytes);
  }

  /**
   * Whether reading a dump takes longer than checking an index.
   *
   * @param bytes size of the dump, unpacked
   */
  public static boolean isLarge(long bytes) {
    return bytes >= SMALLEST_DUMP;
  }

  /** Deletes the parts that can't be used, as far as that is possible. */
  public void dropUnusable() {
    try {
      // an index of an older godump is one file, which the first part replaces
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        DumpIdentity now = identity();
        IndexParts.dropUnusable(file, part -> isCurrent(part, now));
      }
    } catch (IOException e) {
      // writing a part in its place will fail, too, and then it is reported
    }
  }

  private boolean isCurrent(IndexMetadata part, DumpIdentity now) {
    return part.godump().equals(version) && part.identity().equals(now);
  }

  /** Whether a graph can be written to an index, which keeps the order of the dump's records. */
  public static boolean canBeWritten(Heap heap) {
    return GraphCodec.canBeWritten(heap.graph());
  }

  /** Is called before parts are written. */
  @FunctionalInterface
  public interface Start {
    void beforeWriting() throws IOException;
  }

  /**
   * Writes the parts that answers needed and the index lacks.
   *
   * @param identity of the dump before the heap was read
   * @param executable identity of the executable that gave the heap its types, if one did
   * @param memory for what is computed on the way
   * @param limit most bytes that the index may have if it has a copy of the dump
   * @param start called first if there is anything to write
   * @return whether there was
   * @throws IOException if it can't be written, or the dump has changed since
   */
  public boolean writeMissing(
      Heap heap,
      DumpIdentity identity,
      Optional<String> executable,
      MemoryBudget memory,
      long limit,
      Start start)
      throws IOException {
    Set<IndexPart> lacking = lacking(heap.missing(), executable);
    if (lacking.isEmpty()) {
      return false;
    }
    start.beforeWriting();
    write(heap, lacking, identity, executable, memory, limit);
    return true;
  }

  /** As {@link #writeMissing}, but writes all parts that the index lacks. */
  public void writeAll(
      Heap heap,
      DumpIdentity identity,
      Optional<String> executable,
      MemoryBudget memory,
      long limit)
      throws IOException {
    Set<IndexPart> all = HeapIndexWriter.allParts();
    if (heap.isPacked()) {
      all.addAll(PackedDump.parts(heap.graph()));
    }
    write(heap, lacking(all, executable), identity, executable, memory, limit);
  }

  /**
   * Returns the parts that the index lacks now; another program may have written some since it was
   * opened. Types of an executable are not replaced by guesses.
   */
  private Set<IndexPart> lacking(Set<IndexPart> parts, Optional<String> executable)
      throws IOException {
    Set<IndexPart> lacking = new LinkedHashSet<>(parts);
    try (Lookup lookup = open(executable)) {
      boolean hasTypes = executable.isEmpty() && lookup.executable().isPresent();
      lacking.removeIf(
          part -> lookup.parts().part(part.name()).isPresent() || (part.typed() && hasTypes));
      if (executable.isPresent() && !lookup.executable().equals(executable)) {
        lacking.add(IndexPart.EXECUTABLE);
      }
    }
    return lacking;
  }

  private void write(
      Heap heap,
      Set<IndexPart> parts,
      DumpIdentity identity,
      Optional<String> executable,
      MemoryBudget memory,
      long limit)
      throws IOException {
    String path = dump.toRealPath().toString();
    HeapIndexWriter.Output writer =
        (part, content) -> {
          if (part.equals(IndexPart.UNPACKED) && !fits(heap.graph().source().size(), limit)) {
            return;
          }
          directory.put(
              file,
              part.name(),
              unfinished -> {
                try (IndexWriter out = new IndexWriter(unfinished)) {
                  content.write(out);
                  if (!identity().equals(identity)) {
                    throw new IOException("the dump has changed meanwhile");
                  }
                  out.finish(
                      new IndexMetadata(
                          version, path, identity, properties(part, heap, executable)));
                }
              });
        };
    HeapIndexWriter.write(heap, parts, writer, memory);
    if (parts.contains(IndexPart.EXECUTABLE)) {
      writer.put(IndexPart.EXECUTABLE, nothing -> {});
    }
  }

  /** Whether the index and the disk have space for a copy of the dump. */
  private boolean fits(long copy, long limit) throws IOException {
    long others = Files.exists(file) ? directory.entry(file).bytes() : 0;
    return others + copy <= limit
        && Files.getFileStore(directory.path()).getUsableSpace() - copy >= RESERVE;
  }

  private static Map<String, String> properties(
      IndexPart part, Heap heap, Optional<String> executable) {
    Map<String, String> properties = new TreeMap<>();
    if (part.typed()) {
      properties.put(EXECUTABLE, executable.orElse(""));
    }
    if (part.equals(IndexPart.EXECUTABLE)) {
      properties.put(REMEMBERED, executable.orElseThrow());
    }
    if (part.equals(IndexPart.TYPES) && executable.isPresent()) {
      properties.put(DAMAGE, String.join("\n", heap.warnings()));
    }
    return properties;
  }
}
