package dev.godump.cli;

import dev.godump.io.Source;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar on standard error. It appears only on a terminal and only for large dumps. */
final class LoadProgress implements LongConsumer, AutoCloseable {
  private static final long LARGE = 100_000_000;
  private static final int WIDTH = 78;

  private final Source source;
  private final Streams streams;
  private final String task;
  private @Nullable ProgressBar bar;

  private LoadProgress(Source source, Streams streams, String task) {
    this.source = source;
    this.streams = streams;
    this.task = task;
  }

  static LoadProgress of(Source source, Streams streams) {
    return new LoadProgress(source, streams, "reading");
  }

  /** Returns a progress bar for another task that reads the dump once. */
  static LoadProgress of(Source source, Streams streams, String task) {
    return new LoadProgress(source, streams, task);
  }

  /** Shows that the dump has been read up to a position. */
  @Override
  public void accept(long position) {
    if (!streams.errIsTerminal()) {
      return;
    }
    Source.Progress progress = source.progress(position);
    if (bar == null && Math.max(progress.total(), position) < LARGE) {
      return;
    }
    if (bar == null) {
      bar = start(progress.total());
    }
    bar.stepTo(progress.done());
  }

  private ProgressBar start(long total) {
    PrintStream err = new PrintStream(streams.err(), true, StandardCharsets.UTF_8);
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" MiB", 1 << 20)
        .setUpdateIntervalMillis(200)
        .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
        .clearDisplayOnFinish()
        .build();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
