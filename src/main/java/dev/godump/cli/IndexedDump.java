package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.graph.GraphFile;
import dev.godump.graph.index.DamagedIndexException;
import dev.godump.graph.index.DumpIdentity;
import dev.godump.graph.index.IndexDirectory;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.Inscription;
import dev.godump.io.MappedSource;
import dev.godump.io.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A dump as a command asks it: from its index if there is one that fits, else from the dump itself, of
 * which an index is written when the answer is out. An answer from an index that turns out to be damaged
 * is thrown away, and given anew without it.
 */
final class IndexedDump {
  /** Of a dump below this, reading it takes no longer than finding that out. */
  private static final long WORTH_IT = 16 << 20;

  private final DumpCommand command;
  private final Optional<IndexDirectory> directory;

  IndexedDump(DumpCommand command, Optional<IndexDirectory> directory) {
    this.command = command;
    this.directory = directory;
  }

  /** What is asked of a heap. */
  @FunctionalInterface
  interface Question<T> {
    /** @param streams for the answer */
    T answer(Heap heap, Streams streams) throws IOException;
  }

  /** What happens to a dump without an index when it has answered. */
  enum After {
    NOTHING,
    /** Standard output is closed and an index is written. */
    WRITE_INDEX
  }

  /** Asks the dump that the command names. */
  <T> T ask(Question<T> question, After after) throws IOException {
    Optional<Path> index = directory.isEmpty() ? Optional.empty() : index(directory.get());
    Optional<IndexFile> file = index.isEmpty() ? Optional.empty() : fitting(index.get());
    if (file.isPresent()) {
      HeldOutput out = new HeldOutput(new Output.GuardedOutput(command.streams().out()), file.get()::verify);
      try (IndexFile open = file.get();
          Source source = command.open();
          Heap heap = Heap.open(source, open)) {
        T answer = question.answer(heap, command.streams().withOut(out));
        out.release();
        directory.get().use(index.get());
        return answer;
      } catch (DamagedIndexException e) {
        if (out.released()) {
          throw new IOException("its index " + index.get() + " was damaged while it was read: " + e.getMessage());
        }
        tellUnused(index.get(), e.getMessage());
      }
    }
    return askWithout(question, after == After.NOTHING ? Optional.empty() : index);
  }

  /** @param index to write */
  private <T> T askWithout(Question<T> question, Optional<Path> index) throws IOException {
    Optional<DumpIdentity> identity = index.isPresent() ? Optional.of(DumpIdentity.of(dump())) : Optional.empty();
    try (Source source = command.open();
        Heap heap = Heap.of(command.load(source))) {
      T answer = question.answer(heap, command.streams());
      boolean replace = index.isPresent() && Files.exists(index.get());
      if (source instanceof MappedSource
          && identity.isPresent()
          && (replace || identity.get().size() >= WORTH_IT)
          && GraphFile.canBeWritten(heap.graph())) {
        // who reads the answer need not wait for what follows
        command.streams().out().close();
        writeLater(heap, index.get(), identity.get());
      }
      return answer;
    }
  }

  /** Writes an index; if that fails, the answer is not the worse for it. */
  private void writeLater(Heap heap, Path index, DumpIdentity identity) {
    long needed = heap.bytesToWrite();
    if (needed > Runtime.getRuntime().maxMemory()) {
      // a ninth of what -Xmx says is set aside for the collector
      long megabytes = (needed + needed / 8 >> 20) + 1;
      tell("no index was written: that takes GODUMP_JAVA_OPTS=-Xmx" + megabytes + "m; --no-index does without");
      return;
    }
    try {
      write(heap, index, identity);
      directory.orElseThrow().shrink(IndexCommand.sizeLimit());
    } catch (IOException e) {
      tell("no index was written to " + directory.orElseThrow().path() + ": " + e.getMessage() + "; --no-index does without");
    } catch (OutOfMemoryError e) {
      tell("no index was written: that takes more Java heap than there is; --no-index does without");
    }
  }

  /**
   * Writes the index of a heap.
   *
   * @param identity of the dump before it was read
   */
  void write(Heap heap, Path index, DumpIdentity identity) throws IOException {
    Inscription inscription =
        new Inscription(Version.number(), dump().toRealPath().toString(), identity, Map.of());
    directory
        .orElseThrow()
        .put(
            index,
            file -> {
              try (IndexWriter writer = new IndexWriter(file)) {
                heap.write(writer);
                if (!DumpIdentity.of(dump()).equals(identity)) {
                  throw new IOException("the dump has changed meanwhile");
                }
                writer.finish(inscription);
              }
            });
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
      Inscription inscription = file.inscription();
      boolean sameGodump = inscription.godump().equals(Version.number());
      if (sameGodump && inscription.identity().equals(DumpIdentity.of(dump()))) {
        return Optional.of(file);
      }
      file.close();
      tellUnused(index, sameGodump ? "the dump is another one than when it was written" : "another version of godump wrote it");
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
    new PrintWriter(command.streams().err(), true, StandardCharsets.UTF_8).println("godump: " + what);
  }
}
