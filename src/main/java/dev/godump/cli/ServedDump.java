package dev.godump.cli;

import dev.godump.analysis.leaks.KeptSuspects;
import dev.godump.cli.IndexedDump.After;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.DumpIndex;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.Histogram;
import dev.godump.index.DamagedIndexException;
import dev.godump.io.Parallel;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import dev.godump.report.text.Json;
import dev.godump.web.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A dump that a server keeps open. A heap can be used by one thread at a time, so one thread opens
 * it and answers one question after another, until the server ends.
 */
final class ServedDump implements NamedDump {
  /** How far a dump is. */
  enum State {
    LOADING,
    READY,
    FAILED;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Answers a question with the heap. */
  @FunctionalInterface
  interface Work {
    /**
     * @throws DamagedIndexException to be called again, with a heap that was read from the dump
     */
    Answer answer(OpenHeap heap);
  }

  private static final int MAX_WRITES = 10;

  /** While the user is likely to ask more, nothing is prepared: a question would wait for it. */
  private static final long IDLE_MILLIS = 1000;

  /** Computes something before a question needs it. */
  @FunctionalInterface
  interface Preparation {
    void on(Heap heap) throws IOException;
  }

  private record Job(Work work, CompletableFuture<Answer> answer) {}

  private final int index;
  private final String dump;
  private final GraphOptions options;
  private final long maxUnpacked;
  private final Streams streams;
  private final BlockingDeque<Job> jobs = new LinkedBlockingDeque<>();
  private final Deque<Preparation> preparations;
  private final Thread thread;

  private volatile State state = State.LOADING;
  private volatile double progress;
  private volatile @Nullable String error;
  private volatile @Nullable String executable;
  private volatile @Nullable String goVersion;

  private volatile Optional<String> programOfCore = Optional.empty();

  private boolean started;

  /** Whether the graph was read from the dump and not from its index. */
  private volatile boolean loaded;

  /** How often more may be written to the index, in case that it fails each time. */
  private int writesLeft = MAX_WRITES;

  /**
   * @param index of the dump among those of the server
   * @param maxUnpacked most bytes that a compressed dump may unpack to, 0 for the default
   * @param thread name of the thread
   * @param preparations run while no question waits
   */
  ServedDump(
      int index,
      String thread,
      String dump,
      GraphOptions options,
      long maxUnpacked,
      Streams streams,
      List<Preparation> preparations) {
    this.index = index;
    this.dump = dump;
    this.options = options;
    this.maxUnpacked = maxUnpacked;
    this.streams = streams;
    this.preparations = new ArrayDeque<>(preparations);
    this.thread = Parallel.daemon(thread, this::run);
  }

  /** Starts to open the dump, unless that was done. */
  synchronized void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  /** Whether the dump is open, from an index. */
  boolean isIndexed() {
    return state == State.READY && !loaded;
  }

  /** Whether no question waits. */
  boolean isIdle() {
    return jobs.isEmpty();
  }

  /** Returns what the thread is at, or an empty string if it waits. */
  String phase() {
    return PhaseProgress.phaseOf(thread.getStackTrace());
  }

  int index() {
    return index;
  }

  State state() {
    return state;
  }

  /**
   * Returns the fields of the dump in the status of the server.
   *
   * @param aside what is done beside it
   */
  Json.Fields status(String aside) {
    boolean loading = state == State.LOADING;
    String phase = phase().isEmpty() ? aside : phase();
    return Json.fields()
        .with("index", index)
        .with("name", String.valueOf(Path.of(dump).getFileName()))
        .with("state", state.label())
        .withText("phase", loading && phase.isEmpty() ? "reading" : phase)
        .with("progress", loading ? progress : null)
        .with("error", error)
        .with("executable", executable)
        .with("go_version", goVersion);
  }

  /** Answers a question when those before it are answered. */
  CompletableFuture<Answer> ask(Work work) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    jobs.add(new Job(work, answer));
    if (state == State.FAILED) {
      refuseAll();
    }
    return answer;
  }

  private void run() {
    try {
      boolean again = true;
      while (again) {
        loaded = false;
        again = new IndexedDump(this, options).ask(this::serve, After.WRITE_INDEX);
      }
    } catch (IOException | RuntimeException | Error e) {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      new Errors(streams.withErr(message)).handle(e, null);
      error = ServedCommand.messageOf(message);
    }
    state = State.FAILED;
    refuseAll();
  }

  private void refuseAll() {
    for (Job job = jobs.poll(); job != null; job = jobs.poll()) {
      job.answer().complete(Answer.badRequest(error == null ? "godump ends" : error));
    }
  }

  /**
   * Answers questions until the thread is interrupted. Returns true to have the index written, or
   * what it lacks, and to be called again.
   */
  private boolean serve(Heap heap, List<String> warnings, Streams unused) throws IOException {
    HeapGraph graph = heap.graph();
    boolean writes = options.index().directory().isPresent() && isLarge(graph);
    if (loaded && writes && writesLeft == MAX_WRITES) {
      writesLeft--;
      computeWhatViewsNeed(heap);
      return true;
    }
    goVersion = graph.process().params().version();
    executable = heap.program().map(program -> program.file().name()).orElse(null);
    state = State.READY;
    OpenHeap open = new OpenHeap(heap, warnings);
    try {
      while (true) {
        Job job =
            preparations.isEmpty() ? jobs.poll() : jobs.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (job == null && !preparations.isEmpty()) {
          prepare(heap);
          continue;
        }
        if (job == null && !loaded && writesLeft > 0 && heap.lacksParts()) {
          writesLeft--;
          return true;
        }
        job = job == null ? jobs.take() : job;
        try {
          job.answer().complete(job.work().answer(open));
        } catch (DamagedIndexException e) {
          jobs.addFirst(job);
          throw e;
        }
      }
    } catch (InterruptedException e) {
      return false;
    }
  }

  private static boolean isLarge(HeapGraph graph) {
    return DumpIndex.isLarge(graph.loadResult().outcome().end());
  }

  private static void computeWhatViewsNeed(Heap heap) throws IOException {
    if (Reachability.isKnown(heap.graph())) {
      heap.treeWithTypes();
      heap.histogram(Histogram.By.TYPE);
      KeptSuspects.of(heap);
      heap.keepAllParts();
    }
  }

  private void prepare(Heap heap) throws IOException {
    Preparation next = preparations.remove();
    try {
      if (Reachability.isKnown(heap.graph())) {
        next.on(heap);
      }
    } catch (OutOfMemoryError e) {
      // the question that needs it says so
    }
  }

  /** Ends the thread when it has answered the question that it is at, and closes the heap. */
  void close() {
    thread.interrupt();
  }

  @Override
  public String dump() {
    return dump;
  }

  @Override
  public Source open() throws IOException {
    CoreInput.Dump input =
        CoreInput.dumpOf(
            Sources.open(dump, streams.in(), maxUnpacked), options.executable().path(), streams);
    programOfCore = input.program();
    return input.source();
  }

  @Override
  public Optional<String> programOfCore() {
    return programOfCore;
  }

  @Override
  public HeapGraph load(Source source, MemoryBudget budget) throws IOException {
    loaded = true;
    return GraphLoader.load(
        source,
        position -> {
          Source.Progress at = source.progress(position);
          progress = at.total() == 0 ? 0 : Math.min(1, (double) at.done() / at.total());
        },
        budget);
  }

  @Override
  public Streams streams() {
    // an index is written when standard output is closed; the server's stays open
    return streams.withOut(OutputStream.nullOutputStream());
  }

  @Override
  public void sayUsed(String found) {
    streams.say(dump + ": using the executable " + found);
  }

  @Override
  public Optional<OpenHeap> openHeap() {
    return Optional.empty();
  }
}
