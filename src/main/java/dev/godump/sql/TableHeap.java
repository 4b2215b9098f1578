package dev.godump.sql;

import dev.godump.heap.Heap;
import dev.godump.io.Parallel;
import dev.godump.types.value.Secrets;
import java.io.IOException;

/**
 * A heap that tables are read from. Several threads may use it: what is derived from the heap is
 * computed under a lock.
 */
public final class TableHeap {
  private final String dump;
  private final Heap heap;
  private final Secrets secrets;
  private final boolean values;

  /**
   * @param dump the name of the dump, the same in all rows
   * @param values whether to show contents of memory that a query didn't ask for by an expression:
   *     values of local variables and contents of strings
   */
  public TableHeap(String dump, Heap heap, Secrets secrets, boolean values) {
    this.dump = dump;
    this.heap = heap;
    this.secrets = secrets;
    this.values = values && !secrets.isHidden();
  }

  /** The name of the dump. */
  public String dump() {
    return dump;
  }

  /** The heap, which is not thread-safe: for use within {@link #locked}. */
  public Heap heap() {
    return heap;
  }

  /** Shows contents of memory, or hides them. */
  public Secrets secrets() {
    return secrets;
  }

  /** Whether rows have values of local variables and contents of strings. */
  public boolean hasValues() {
    return values;
  }

  /** Derives something from the heap, while no other thread does. */
  public synchronized <T> T locked(Parallel.Work<T> work) throws IOException {
    return work.run();
  }

  /** As {@link #locked}, once: what was derived is returned again. */
  public synchronized <T> T once(Class<T> type, Parallel.Work<T> work) throws IOException {
    return heap.once(type, work);
  }
}
