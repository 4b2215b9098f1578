package dev.godump.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Runs work in parallel. All results are independent of the number of threads. */
public final class Parallel {
  private static final Executor THREADS =
      Runtime.getRuntime().availableProcessors() > 1
          ? Executors.newCachedThreadPool(work -> daemon("godump-background", work))
          : Runnable::run;

  private Parallel() {}

  /** Work with a result. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Work that was started in the background.
   *
   * @param <T> its result
   */
  public static final class Task<T> {
    private final CompletableFuture<T> future;

    private Task(CompletableFuture<T> future) {
      this.future = future;
    }

    /** Waits until the work has ended, even if it failed. */
    public void await() {
      future.handle((result, failure) -> result).join();
    }

    /**
     * Waits for the result. Rethrows an exception of the work, an IOException as an {@link
     * UncheckedIOException}.
     */
    public T result() {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  /**
   * Starts work with a result on another thread. With a single processor, runs it in the calling
   * thread instead.
   */
  public static <T> Task<T> start(Work<T> work) {
    return new Task<>(CompletableFuture.supplyAsync(() -> unchecked(work), THREADS));
  }

  /** As {@link #start}, for work without a result. */
  public static Task<Void> run(Runnable work) {
    return new Task<>(CompletableFuture.runAsync(work, THREADS));
  }

  private static <T> T unchecked(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Computes a value for each index in {@code [from, to)} on all processors; returns them in order.
   */
  public static <T> List<T> map(int from, int to, IntFunction<T> function) {
    return IntStream.range(from, to).parallel().mapToObj(function).toList();
  }

  /** Computes a number for each index below a count on all processors; returns their sum. */
  public static long sum(int count, IntToLongFunction function) {
    return IntStream.range(0, count).parallel().mapToLong(function).sum();
  }

  /** Returns a new thread, not started, that does not keep the process alive. */
  public static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
