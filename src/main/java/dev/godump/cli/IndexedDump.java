package dev.godump.cli;

import dev.godump.graph.store.GraphCodec;
import dev.godump.heap.Heap;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexDirectory;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexMetadata;
import dev.godump.index.IndexWriter;
import dev.godump.io.GuardedOutput;
import dev.godump.io.MappedSource;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A dump as a command asks it: from its index if there is one that fits, else from the dump itself,
 * of which an index is written when the answer is out. An answer from an index that turns out to be
 * damaged is thrown away, and given anew without it.
 */
final class IndexedDump {
  /** Of a dump below this, reading it takes no longer than finding that out. */
  private static final long WORTH_IT = 16 << 20;

  /** Under which an index remembers its executable. */
  private static final String EXECUTABLE = "exe";

  /** What was wrong with that executable, a line each: whom the index answers doesn't look. */
  private static final String DAMAGE = "damage";

  private final DumpCommand command;
  private final GraphOptions options;
  private final Optional<IndexDirectory> directory;

  /**
   * Whether the index is as good as ever, only made with another executable than the one that is
   * named.
   */
  private boolean otherExecutable;

  IndexedDump(DumpCommand command, GraphOptions options) {
    this(command, options, options.index().directory());
  }

  IndexedDump(DumpCommand command, GraphOptions options, Optional<IndexDirectory> directory) {
    this.command = command;
    this.options = options;
    this.directory = directory;
  }

  /** What is asked of a heap. */
  @FunctionalInterface
  interface Question<T> {
    /**
     * @param warnings of what is missing
     * @param streams for the answer
     */
    T answer(Heap heap, List<String> warnings, Streams streams) throws IOException;
  }

  /** What happens to a dump without an index when it has answered. */
  enum After {
    NOTHING,
    /** Standard output is closed and an index is written. */
    WRITE_INDEX
  }

  /** Asks the dump that the command names. */
  <T> T ask(Question<T> question, After after) throws IOException {
    return ask(question, after, false);
  }

  /**
   * As {@link #ask}, but the question is asked once: an index that is damaged anywhere is not used.
   * For answers that can't be taken back, and read most of it anyway.
   */
  <T> T askOnce(Question<T> question, After after) throws IOException {
    return ask(question, after, true);
  }

  private <T> T ask(Question<T> question, After after, boolean verify) throws IOException {
    Optional<Path> index = directory.isEmpty() ? Optional.empty() : index(directory.get());
    Optional<IndexFile> file = index.isEmpty() ? Optional.empty() : fitting(index.get());
    if (file.isPresent()) {
      DeferredOutput out =
          new DeferredOutput(new GuardedOutput(command.streams().out()), file.get()::verify);
      try (IndexFile open = file.get();
          Source source = command.open();
          Heap heap = Heap.open(source, open, options.room());
          ExecutableOption.Outcome program = program(heap, open)) {
        if (verify) {
          open.verify();
        }
        T answer = answer(question, heap, program, command.streams().withOut(out));
        out.release();
        String before = open.inscription().remembered().getOrDefault(DAMAGE, "");
        tellDamage(program, Stream.concat(before.lines(), heap.warnings().stream()));
        directory.get().use(index.get());
        return answer;
      } catch (DamagedIndexException e) {
        if (out.released()) {
          throw new IOException(
              "its index " + index.get() + " was damaged while it was read: " + e.getMessage());
        }
        tellUnused(index.get(), e.getMessage());
      }
    }
    return askWithout(question, after == After.NOTHING ? Optional.empty() : index);
  }

  /**
   * @param index to write
   */
  private <T> T askWithout(Question<T> question, Optional<Path> index) throws IOException {
    Optional<DumpIdentity> identity =
        index.isPresent() ? Optional.of(DumpIdentity.of(dump())) : Optional.empty();
    try (Source source = command.open();
        Heap heap = Heap.of(command.load(source, options.room()));
        ExecutableOption.Outcome program = program(heap)) {
      T answer = answer(question, heap, program, command.streams());
      tellDamage(program, heap.warnings().stream());
      boolean replace = index.isPresent() && Files.exists(index.get());
      // an executable that is not the dump's is no reason to give up what the right one told
      boolean keep = otherExecutable && program.program().isEmpty();
      if (source instanceof MappedSource
          && !keep
          && identity.isPresent()
          && (replace || identity.get().size() >= WORTH_IT)
          && GraphCodec.canBeWritten(heap.graph())) {
        // who reads the answer need not wait for what follows
        command.streams().out().close();
        writeLater(heap, program, index.get(), identity.get());
      }
      return answer;
    }
  }

  private <T> T answer(
      Question<T> question, Heap heap, ExecutableOption.Outcome program, Streams streams)
      throws IOException {
    try {
      return question.answer(heap, warnings(heap, program), streams);
    } catch (OutOfMemoryError e) {
      throw options.room().exhausted(heap.graph());
    }
  }

  /** Writes an index; if that fails, the answer is not the worse for it. */
  private void writeLater(
      Heap heap, ExecutableOption.Outcome program, Path index, DumpIdentity identity) {
    try {
      long limit = IndexCommand.sizeLimit();
      write(heap, program, index, identity);
      directory.orElseThrow().shrink(limit);
    } catch (IOException e) {
      tell(
          "no index was written to "
              + directory.orElseThrow().path()
              + ": "
              + Errors.why(e)
              + "; --no-index does without");
    } catch (OutOfMemoryError e) {
      tell(
          "no index was written: that takes more Java heap than there is; --no-index does without");
    }
  }

  /**
   * Writes the index of a heap.
   *
   * @param program that types come from
   * @param identity of the dump before it was read
   */
  void write(Heap heap, ExecutableOption.Outcome program, Path index, DumpIdentity identity)
      throws IOException {
    directory
        .orElseThrow()
        .put(
            index,
            file -> {
              try (IndexWriter writer = new IndexWriter(file)) {
                heap.write(writer, options.room());
                if (!DumpIdentity.of(dump()).equals(identity)) {
                  throw new IOException("the dump has changed meanwhile");
                }
                String path = dump().toRealPath().toString();
                writer.finish(
                    new IndexMetadata(Version.number(), path, identity, remembered(heap, program)));
              }
            });
  }

  private static Map<String, String> remembered(Heap heap, ExecutableOption.Outcome program) {
    if (program.program().isEmpty()) {
      return Map.of();
    }
    String damage = String.join("\n", heap.warnings());
    return damage.isEmpty()
        ? Map.of(EXECUTABLE, program.identity())
        : Map.of(EXECUTABLE, program.identity(), DAMAGE, damage);
  }

  /** Tells what is wrong with an executable's debugging information. */
  void tellDamage(ExecutableOption.Outcome program, Stream<String> damage) {
    String name = program.program().map(p -> p.file().name()).orElse("the executable");
    damage.distinct().forEach(what -> tell("warning: " + name + ": " + what));
  }

  /** The executable that is named, for a heap whose types it gives. */
  ExecutableOption.Outcome program(Heap heap) throws IOException {
    return used(heap, options.executable().open(heap.graph().process()));
  }

  /** The executable that an index was written with, if it is still there. */
  private ExecutableOption.Outcome program(Heap heap, IndexFile index) throws IOException {
    String remembered = index.inscription().remembered().get(EXECUTABLE);
    return remembered == null
        ? ExecutableOption.Outcome.NONE
        : used(heap, options.executable().again(remembered, heap.graph().process()));
  }

  private static ExecutableOption.Outcome used(Heap heap, ExecutableOption.Outcome outcome) {
    outcome.program().ifPresent(heap::wasWrittenBy);
    return outcome;
  }

  private static List<String> warnings(Heap heap, ExecutableOption.Outcome program) {
    return Stream.concat(heap.graph().reading().warnings().stream(), program.warnings().stream())
        .toList();
  }

  /** Where the index of the dump is, or would be; empty for what can't have one. */
  Optional<Path> index(IndexDirectory place) throws IOException {
    try {
      boolean file = !command.dump().equals("-") && Files.isRegularFile(dump());
      return file ? Optional.of(place.of(dump())) : Optional.empty();
    } catch (InvalidPathException e) {
      // opening it says what is wrong
      return Optional.empty();
    }
  }

  Path dump() {
    return Path.of(command.dump());
  }

  /** Opens an index, if there is one of the dump by this godump. */
  private Optional<IndexFile> fitting(Path index) throws IOException {
    if (!Files.exists(index)) {
      return Optional.empty();
    }
    try {
      IndexFile file = IndexFile.open(index);
      IndexMetadata inscription = file.inscription();
      boolean sameGodump = inscription.godump().equals(Version.number());
      if (sameGodump && inscription.identity().equals(DumpIdentity.of(dump()))) {
        Optional<String> named = options.executable().identity();
        if (named.isEmpty() || named.get().equals(inscription.remembered().get(EXECUTABLE))) {
          return Optional.of(file);
        }
        // its types come from another executable, or from none
        file.close();
        otherExecutable = true;
        return Optional.empty();
      }
      file.close();
      tellUnused(
          index,
          sameGodump
              ? "the dump is another one than when it was written"
              : "another version of godump wrote it");
    } catch (DamagedIndexException e) {
      tellUnused(index, e.getMessage());
    } catch (AccessDeniedException e) {
      tellUnused(index, "no permission to read it");
    } catch (NoSuchFileException e) {
      // deleted meanwhile
    }
    return Optional.empty();
  }

  private void tellUnused(Path index, String why) {
    tell("the index " + index + " is not used: " + why);
  }

  private void tell(String what) {
    command.streams().tell(what);
  }
}
