package dev.godump.cli;

import dev.godump.cli.OpenedExecutable.Origin;
import dev.godump.format.FormatException;
import dev.godump.heap.DumpIndex;
import dev.godump.heap.Heap;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.DumpIdentity;
import dev.godump.index.IndexDirectory;
import dev.godump.index.IndexParts;
import dev.godump.io.GuardedOutput;
import dev.godump.io.OutputClosedException;
import dev.godump.io.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Answers a command's question about its dump: from the dump's index if that is current, else from
 * the dump itself, and then writes an index. If an index turns out to be damaged, the answer from
 * it is discarded and the question is asked again without it.
 */
final class IndexedDump {
  private final NamedDump command;
  private final GraphOptions options;
  private final ExecutableOption executable;
  private final Optional<IndexDirectory> directory;

  IndexedDump(NamedDump command, GraphOptions options) {
    this(command, options, options.executable());
  }

  /**
   * @param executable in place of the executable that the command line names
   */
  IndexedDump(NamedDump command, GraphOptions options, ExecutableOption executable) {
    this.command = command;
    this.options = options;
    this.executable = executable;
    this.directory = options.index().directory();
  }

  /** A question about a heap. */
  @FunctionalInterface
  interface Question<T> {
    /**
     * @param warnings about the dump and its executable
     * @param streams where to write the answer
     */
    T answer(Heap heap, List<String> warnings, Streams streams) throws IOException;
  }

  /** What to do after an answer from a dump without an index. */
  enum After {
    NOTHING,
    /** Close standard output and write an index. */
    WRITE_INDEX,
    /** As {@link #WRITE_INDEX}, and keep the bytes of a compressed dump: others are like it. */
    KEEP_BYTES;

    boolean writes() {
      return this != NOTHING;
    }
  }

  /** Answers a question about the dump that the command names. */
  <T> T ask(Question<T> question, After after) throws IOException {
    return ask(question, after, false);
  }

  /**
   * Answers a question after a check of the whole index, and without the index if any of it is
   * damaged. For answers that can't be taken back and read most of the index anyway.
   */
  <T> T askVerified(Question<T> question, After after) throws IOException {
    return ask(question, after, true);
  }

  private <T> T ask(Question<T> question, After after, boolean verify) throws IOException {
    Optional<OpenHeap> open = command.openHeap();
    if (open.isPresent()) {
      return answer(question, open.get(), command.streams());
    }
    Optional<DumpIndex> index = index();
    Optional<T> known = askIndex(index, question, after, verify);
    return known.isPresent() ? known.get() : askDump(question, after, index);
  }

  /** Answers a question from the heap that is open, or the index of the dump if that is current. */
  <T> Optional<T> askIndex(Question<T> question) throws IOException {
    Optional<OpenHeap> open = command.openHeap();
    if (open.isPresent()) {
      return Optional.of(answer(question, open.get(), command.streams()));
    }
    return askIndex(index(), question, After.NOTHING, false);
  }

  /** Reads all bytes of a dump. */
  @FunctionalInterface
  interface Search<T> {
    T in(Source source) throws IOException;
  }

  /** Searches the copy of a compressed dump that its index has, if that is current. */
  <T> Optional<T> searchCopy(Search<T> search) throws IOException {
    Optional<DumpIndex> index = index();
    if (index.isEmpty()) {
      return Optional.empty();
    }
    try (DumpIndex.Lookup lookup = index.get().open(Optional.empty())) {
      if (!lookup.hasUnpacked()) {
        return Optional.empty();
      }
      try (Source copy = lookup.packedDump(command.dump(), command::open)) {
        return Optional.of(search.in(copy));
      }
    } catch (DamagedIndexException e) {
      sayUnused(index.get(), Errors.messageOf(e));
      index.get().dropUnusable();
      return Optional.empty();
    }
  }

  private Optional<DumpIndex> index() throws IOException {
    return directory.isEmpty()
        ? Optional.empty()
        : DumpIndex.of(directory.get(), command.dump(), Version.number());
  }

  private <T> Optional<T> askIndex(
      Optional<DumpIndex> possible, Question<T> question, After after, boolean verify)
      throws IOException {
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    DumpIndex index = possible.get();
    try (DumpIndex.Lookup lookup = index.open(executable.identity())) {
      if (!lookup.objection().isEmpty()) {
        sayUnused(index, lookup.objection());
        index.dropUnusable();
      }
      return lookup.hasGraph()
          ? Optional.of(askIndex(index, lookup, question, after, verify))
          : Optional.empty();
    } catch (UnusableIndexException e) {
      sayUnused(index, Objects.requireNonNull(e.getMessage()));
      index.dropUnusable();
      return Optional.empty();
    }
  }

  /** Thrown if the question must be asked again without the index. */
  private static final class UnusableIndexException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableIndexException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private <T> T askIndex(
      DumpIndex index, DumpIndex.Lookup lookup, Question<T> question, After after, boolean verify)
      throws IOException, UnusableIndexException {
    IndexParts parts = lookup.parts();
    DeferredOutput out =
        new DeferredOutput(new GuardedOutput(command.streams().out()), parts::verify);
    try (Source source = lookup.packedDump(command.dump(), command::open);
        Heap heap = Heap.open(source, parts, options.memoryBudget());
        OpenedExecutable program = programOf(heap, lookup)) {
      if (verify) {
        parts.verify();
      }
      T answer = answer(question, heap, program, command.streams().withOut(out));
      out.release();
      warnOfDamage(program, Stream.concat(lookup.damage(), heap.warnings().stream()));
      index.directory().touch(index.file());
      if (after.writes() && lookup.lacks(heap, program.identityIfUsed())) {
        writeIndex(index, heap, program, lookup.identity());
      }
      return answer;
    } catch (DamagedIndexException e) {
      if (out.isReleased()) {
        throw new IOException(
            "its index " + index.file() + " was damaged while it was read: " + e.getMessage());
      }
      throw new UnusableIndexException(Errors.messageOf(e), e);
    } catch (OutputClosedException | UncheckedIOException e) {
      throw e;
    } catch (FormatException | RuntimeException | StackOverflowError e) {
      // its checksums are right and its contents make no sense, or godump fails at this dump
      if (out.isReleased()) {
        throw e;
      }
      throw new UnusableIndexException("its contents make no sense (" + e + ")", e);
    }
  }

  /**
   * Answers from the dump itself.
   *
   * @param index the index to write then, if any
   */
  private <T> T askDump(Question<T> question, After after, Optional<DumpIndex> index)
      throws IOException {
    Optional<DumpIdentity> identity =
        index.isPresent() && after.writes()
            ? Optional.of(index.get().identity())
            : Optional.empty();
    try (Source source = command.open();
        Heap heap = Heap.of(command.load(source, options.memoryBudget()));
        OpenedExecutable program = programOf(heap)) {
      T answer = answer(question, heap, program, command.streams());
      warnOfDamage(program, heap.warnings().stream());
      if (identity.isPresent()
          && source.isRepeatable()
          && DumpIndex.canBeWritten(heap)
          && isWorthWriting(index.orElseThrow(), heap, program)) {
        if (after == After.KEEP_BYTES) {
          heap.keepUnpacked();
        }
        writeIndex(index.get(), heap, program, identity.get());
      }
      return answer;
    }
  }

  private <T> T answer(Question<T> question, Heap heap, OpenedExecutable program, Streams streams)
      throws IOException {
    if (program.origin() == Origin.SEARCH) {
      command.sayUsed(OpenedExecutable.pathIn(program.identity()));
    }
    return answer(question, new OpenHeap(heap, warnings(heap, program)), streams);
  }

  private <T> T answer(Question<T> question, OpenHeap open, Streams streams) throws IOException {
    try {
      return question.answer(open.heap(), open.warnings(), streams);
    } catch (OutOfMemoryError e) {
      throw options.memoryBudget().exhausted(open.heap().graph());
    }
  }

  /**
   * Whether to write an index: reading the dump takes long, or the index remembers an executable
   * that a search doesn't find.
   */
  private static boolean isWorthWriting(DumpIndex index, Heap heap, OpenedExecutable program) {
    boolean named = program.program().isPresent() && program.origin() != Origin.SEARCH;
    // a small compressed dump is not unpacked into the cache for that
    return (named && !heap.graph().source().isSpooled())
        || index.isWorthWriting(heap.graph().loadResult().outcome().end());
  }

  /**
   * Adds to an index what the answer needed and the index lacked. Closes standard output first: the
   * reader of the answer does not have to wait. If writing fails, says so and goes on.
   */
  private void writeIndex(
      DumpIndex index, Heap heap, OpenedExecutable program, DumpIdentity identity) {
    try {
      long limit = IndexOptions.sizeLimit();
      boolean written =
          index.writeMissing(
              heap,
              identity,
              program.identityIfUsed(),
              options.memoryBudget(),
              limit,
              command.streams().out()::close);
      if (written) {
        index.directory().shrink(limit);
      }
    } catch (IOException e) {
      say(
          "no index was written to "
              + index.directory().path()
              + ": "
              + Errors.reason(e)
              + "; --no-index turns indexes off");
    } catch (OutOfMemoryError e) {
      say("no index was written: the Java heap is too small; --no-index turns indexes off");
    }
  }

  /** Warns of damage in an executable's debugging information. */
  void warnOfDamage(OpenedExecutable program, Stream<String> damage) {
    String name = program.program().map(p -> p.file().name()).orElse("the executable");
    damage.distinct().forEach(message -> command.streams().warn(name + ": " + message));
  }

  /** Opens the executable that the command line names, or else one that a search finds. */
  OpenedExecutable programOf(Heap heap) throws IOException {
    command.programOfCore().ifPresent(executable::tryFirst);
    return useTypesOf(heap, executable.open(command.dump(), heap.graph()));
  }

  /** As {@link #programOf(Heap)}, but takes the one that the index remembers before a search. */
  OpenedExecutable programOf(Heap heap, DumpIndex.Lookup lookup) throws IOException {
    if (executable.identity().isPresent() || lookup.executable().isEmpty()) {
      OpenedExecutable program = programOf(heap);
      if (program.origin() == Origin.SEARCH) {
        // the index has no types of the executable that was found
        heap.forgetTypes();
      }
      return program;
    }
    return useTypesOf(heap, executable.reopen(lookup.executable().get(), heap.graph().process()));
  }

  private static OpenedExecutable useTypesOf(Heap heap, OpenedExecutable opened) {
    opened.program().ifPresent(heap::setProgram);
    return opened;
  }

  private static List<String> warnings(Heap heap, OpenedExecutable program) {
    return Stream.concat(heap.graph().loadResult().warnings().stream(), program.warnings().stream())
        .toList();
  }

  private void sayUnused(DumpIndex index, String why) {
    say("the index " + index.file() + " is not used: " + why);
  }

  private void say(String message) {
    command.streams().say(message);
  }
}
