package dev.godump.io;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Two buffers between two threads: while one fills a buffer, another drains the other. Buffers are
 * drained in the order in which they were filled. With a single processor, the thread that fills
 * drains, too.
 *
 * @param <B> a buffer
 */
public final class DoubleBuffer<B> {
  private final Consumer<B> drain;
  private B filling;
  private B draining;
  private Parallel.Task<Void> drained = Parallel.run(() -> {});

  /**
   * @param drain empties a buffer; runs on another thread
   */
  public DoubleBuffer(Supplier<B> buffers, Consumer<B> drain) {
    this.drain = drain;
    this.filling = buffers.get();
    this.draining = buffers.get();
  }

  /** Returns the buffer to fill. */
  public B filling() {
    return filling;
  }

  /**
   * Waits until the other buffer is drained, and starts to drain the one that was filled.
   *
   * @return the buffer to fill next
   */
  public B handOver() {
    drained.result();
    B full = filling;
    filling = draining;
    draining = full;
    drained = Parallel.run(() -> drain.accept(full));
    return filling;
  }

  /** Waits until all that was filled is drained. */
  public void finish() {
    handOver();
    drained.result();
  }
}
