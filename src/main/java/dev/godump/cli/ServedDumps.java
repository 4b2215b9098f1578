package dev.godump.cli;

import dev.godump.io.Parallel;
import dev.godump.report.text.Json;
import dev.godump.web.Answer;
import dev.godump.web.Answers;
import dev.godump.web.Question;
import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The dumps of a server, and its answers to questions about them. */
final class ServedDumps implements Answers, Closeable {
  private final List<ServedDump> dumps;
  private final List<String> serverOptions;
  private final String version;
  private final boolean redact;

  /** Reads dumps one after the other, whatever else is answered meanwhile. */
  private final ExecutorService comparing =
      Executors.newSingleThreadExecutor(work -> Parallel.daemon("godump-compare", work));

  /**
   * @param serverOptions the options of the server that say how dumps are read
   * @param redact whether the contents of memory are hidden
   */
  ServedDumps(List<ServedDump> dumps, List<String> serverOptions, String version, boolean redact) {
    this.dumps = dumps;
    this.serverOptions = serverOptions;
    this.version = version;
    this.redact = redact;
    dumps.forEach(ServedDump::start);
  }

  @Override
  public Map<String, Object> status() {
    return Json.fields()
        .with("dumps", dumps.stream().map(ServedDump::status).toList())
        .with("version", version)
        .with("redact", redact);
  }

  @Override
  public boolean hasCommand(String name) {
    return ServedCommand.OPTIONS.containsKey(name);
  }

  @Override
  public int dumps() {
    return dumps.size();
  }

  @Override
  public boolean isReady(Question question) {
    return question.dumps().stream()
        .noneMatch(dump -> dumps.get(dump).state() == ServedDump.State.LOADING);
  }

  @Override
  public CompletableFuture<Answer> ask(Question question) {
    List<String> names = question.dumps().stream().map(dump -> dumps.get(dump).dump()).toList();
    ServedCommand command = new ServedCommand(question, serverOptions, names);
    Optional<Answer> refusal = command.refuse();
    if (refusal.isPresent()) {
      return CompletableFuture.completedFuture(refusal.get());
    }
    return names.size() > 1
        ? CompletableFuture.supplyAsync(() -> command.run(Optional.empty()), comparing)
        : dumps.get(question.dumps().get(0)).ask(heap -> command.run(Optional.of(heap)));
  }

  @Override
  public void close() {
    dumps.forEach(ServedDump::close);
    comparing.shutdownNow();
  }
}
