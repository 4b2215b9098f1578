package dev.godump.heap.roots;

import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.types.program.RootNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Describes the location of a root.
 *
 * @param kind of root
 * @param text such as {@code bss+0x1f40} or {@code goroutine 18, main.worker frame+0x48}; if the
 *     variable is known, {@code main.sessions (bss+0x1f40)} or {@code goroutine 18, main.worker,
 *     req.body}
 * @param address of the word that holds the pointer, or 0 if there is none
 * @param goroutine id of the goroutine it belongs to, or {@link Goroutine#NONE}
 * @param function name of the function it belongs to, or empty. If the variable is known, this is
 *     the function that declares it, which can be inlined in the frame's function, or called by it
 *     with stack arguments
 * @param variable with the field: {@code main.cache.entries}; empty if unknown
 */
public record RootLabel(
    RootKind kind, String text, long address, long goroutine, String function, String variable) {

  private RootLabel(RootKind kind, String text, long address, long goroutine, String function) {
    this(kind, text, address, goroutine, function, "");
  }

  /**
   * Describes a root, with its variable if that is known.
   *
   * @param names of variables, if there is an executable that has them
   */
  public static RootLabel of(HeapGraph graph, Optional<RootNames> names, int root) {
    RootLabel label = of(graph, root);
    if (names.isEmpty()) {
      return label;
    }
    try {
      return label.kind == RootKind.FRAME
          ? names.get().localOf(root).map(label::in).orElse(label)
          : names.get().nameOf(root).map(label::in).orElse(label);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RootLabel in(RootNames.Local local) {
    String words = "goroutine " + goroutine + ", " + local.function() + ", " + local.text();
    return new RootLabel(kind, words, address, goroutine, local.function(), local.text());
  }

  private RootLabel in(String global) {
    return new RootLabel(kind, global + " (" + text + ")", address, goroutine, function, global);
  }

  /** Describes a root. */
  public static RootLabel of(HeapGraph graph, int root) {
    ProcessState process = graph.process();
    RootKind kind = graph.roots().kind(root);
    int index = graph.roots().recordIndex(root);
    long offset = graph.roots().offset(root);
    return switch (kind) {
      case DATA, BSS -> {
        String text = kind.label() + "+" + hex(offset);
        yield new RootLabel(
            kind, text, process.segments().get(index).address() + offset, Goroutine.NONE, "");
      }
      case FRAME -> frame(process, index, offset);
      case CONTEXT -> {
        Goroutine goroutine = process.goroutines().get(index);
        yield new RootLabel(
            kind,
            "goroutine " + goroutine.id() + ", closure it is about to run",
            0,
            goroutine.id(),
            "");
      }
      case FINALIZER, QUEUED_FINALIZER -> {
        DumpRecord.Finalizer finalizer = process.finalizers().get(index);
        yield new RootLabel(
            kind, kind.label() + " of " + hex(finalizer.object()), 0, Goroutine.NONE, "");
      }
      case DEFER ->
          ofGoroutine(process, kind, "deferred call", process.defers().get(index).goroutine());
      case PANIC ->
          ofGoroutine(process, kind, "panic value", process.panics().get(index).goroutine());
      case OTHER ->
          new RootLabel(kind, process.otherRoots().get(index).description(), 0, Goroutine.NONE, "");
    };
  }

  private static RootLabel frame(ProcessState process, int frame, long offset) {
    Frames frames = process.frames();
    int owner = frames.goroutine(frame);
    long id = owner == Goroutine.NONE ? Goroutine.NONE : process.goroutines().get(owner).id();
    String function = frames.function(frame);
    String text = "goroutine " + id + ", " + function + " frame+" + hex(offset);
    return new RootLabel(RootKind.FRAME, text, frames.sp(frame) + offset, id, function);
  }

  private static RootLabel ofGoroutine(
      ProcessState process, RootKind kind, String what, long address) {
    long id = process.goroutineAt(address).map(Goroutine::id).orElse((long) Goroutine.NONE);
    return new RootLabel(kind, "goroutine " + id + ", " + what, 0, id, "");
  }

  private static String hex(long number) {
    return "0x" + Long.toHexString(number);
  }
}
