package dev.godump.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Work done beside the thread that asked for it, while that goes on: on a second processor, or at
 * once and in the same thread where there is none.
 *
 * @param <T> what comes of it
 */
public final class BackgroundTask<T> {
  private static final Executor THREADS =
      Runtime.getRuntime().availableProcessors() > 1
          ? Executors.newCachedThreadPool(BackgroundTask::thread)
          : Runnable::run;

  private final CompletableFuture<T> result;

  private BackgroundTask(CompletableFuture<T> result) {
    this.result = result;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "godump-beside");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts what gives a result. */
  public static <T> BackgroundTask<T> start(Supplier<T> work) {
    return new BackgroundTask<>(CompletableFuture.supplyAsync(work, THREADS));
  }

  /** Starts what gives none. */
  public static BackgroundTask<Void> run(Runnable work) {
    return new BackgroundTask<>(CompletableFuture.runAsync(work, THREADS));
  }

  /** Waits until it is done, however it ends. */
  public void await() {
    result.handle((done, failure) -> done).join();
  }

  /** Waits until it is done; what it threw is thrown here. */
  public T result() {
    try {
      return result.join();
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
