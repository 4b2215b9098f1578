package dev.godump.analysis.leaks;

import java.util.List;

/** A cause of a leak that the contents of the heap show, with the evidence for it. */
public sealed interface LeakCause
    permits WaitCause,
        LeakCause.ValuesSent,
        LeakCause.OpenResponses,
        LeakCause.OpenQueries,
        LeakCause.OpenDatabase,
        LeakCause.DeferredCalls,
        LeakCause.OpenIterators,
        LeakCause.FinalizerStuck,
        LeakCause.FinalizerCycle,
        LeakCause.CleanupCycle,
        LeakCause.ArraysPinned,
        LeakCause.ObjectsPinned,
        LeakCause.HiddenSlots,
        LeakCause.ConsumedFront,
        LeakCause.RemovedFromList,
        LeakCause.MapOversized,
        LeakCause.UncancelledContexts,
        LeakCause.ContextChain,
        LeakCause.PendingTimers,
        LeakCause.RunningTimers,
        LeakCause.PooledValues,
        LeakCause.OpenHandles,
        LeakCause.Closures,
        LeakCause.ChannelFills,
        LeakCause.ForgottenEntries,
        LeakCause.OnlyHolder,
        LeakCause.UnlistedVariables,
        LeakCause.LargeStacks {
  /** The name in JSON. */
  String label();

  /** Whether it speaks for a leak, and not only says how the objects are held. */
  default boolean showsLeak() {
    return LeakEvidence.showsLeak(this);
  }

  /**
   * Blocked goroutines keep the values that they send. A dump has no record of that, so these
   * objects are counted as garbage.
   */
  record ValuesSent(long objects, long bytes) implements LeakCause {
    @Override
    public String label() {
      return "values_sent";
    }
  }

  /**
   * Goroutines of net/http wait until the program has read or closed a response's body.
   *
   * @param bodies number of them
   * @param connections number of connections with their goroutines
   * @param transports number of http.Transports that they belong to; 0 if unknown
   */
  record OpenResponses(long bodies, long connections, long transports) implements LeakCause {
    @Override
    public String label() {
      return "responses_open";
    }
  }

  /**
   * Goroutines of database/sql wait until the program closes rows or ends a transaction.
   *
   * @param what {@code rows} or {@code transactions}
   */
  record OpenQueries(String what, long count) implements LeakCause {
    @Override
    public String label() {
      return what + "_open";
    }
  }

  /**
   * A sql.DB has connections that are in use, and statements that are not closed. A busy program
   * has some, too.
   *
   * @param used number of connections in use
   * @param connections number of all its connections
   * @param statements number of sql.Stmt
   */
  record OpenDatabase(long used, long connections, long statements) implements LeakCause {
    @Override
    public String label() {
      return "database_open";
    }
  }

  /**
   * Goroutines have many deferred calls.
   *
   * @param most calls of one goroutine
   * @param function of that goroutine that has deferred most of them; empty if unknown
   */
  record DeferredCalls(long most, long goroutine, String function) implements LeakCause {
    @Override
    public String label() {
      return "deferred_calls";
    }
  }

  /** Iterators of iter.Pull that were neither finished nor stopped. */
  record OpenIterators(long count) implements LeakCause {
    @Override
    public String label() {
      return "iterators_open";
    }
  }

  /**
   * The goroutine that runs finalizers is blocked.
   *
   * @param function of the finalizer that it runs; empty if unknown
   */
  record FinalizerStuck(long goroutine, String function, String state) implements LeakCause {
    @Override
    public String label() {
      return "finalizer_stuck";
    }
  }

  /**
   * Objects with finalizers reach themselves, so that the finalizers never run.
   *
   * @param path fields from the object back to it, such as {@code .cluster.client}; may be empty
   */
  record FinalizerCycle(long count, String path) implements LeakCause {
    @Override
    public String label() {
      return "finalizer_cycle";
    }
  }

  /**
   * Cleanups lead to their own objects, so that they never run.
   *
   * @param own number of these objects; if their type is unknown, the least
   * @param cleanups number of cleanups of such objects
   * @param type of the objects; empty if unknown
   * @param function of a closure that leads to the object; empty if unknown
   * @param argument whether the argument leads to it
   * @param path fields from there to the object, such as {@code .holder.file}; may be empty
   */
  record CleanupCycle(
      long own, long cleanups, String type, String function, boolean argument, String path)
      implements LeakCause {
    @Override
    public String label() {
      return "cleanup_cycle";
    }
  }

  /** Slices or strings with some bytes of each array keep so many alive, on average. */
  record ArraysPinned(long used, long size) implements LeakCause {
    @Override
    public String label() {
      return "arrays_pinned";
    }
  }

  /** Pointers to values of a type, of some bytes, keep objects of so many alive, on average. */
  record ObjectsPinned(String type, long used, long size) implements LeakCause {
    @Override
    public String label() {
      return "objects_pinned";
    }
  }

  /**
   * Elements behind the length of all slices of an array are still referenced.
   *
   * @param elements number of slots behind the length that are not empty
   * @param bytes reachable only through these slots
   * @param guessed whether it is a guess from the words that point at the array
   */
  record HiddenSlots(long length, long capacity, long elements, long bytes, boolean guessed)
      implements LeakCause {
    @Override
    public String label() {
      return "slots_behind_length";
    }
  }

  /**
   * Elements in front of all slices of an array are still referenced, as in a queue that removes
   * its first element by {@code q = q[1:]}.
   *
   * @param elements number of them
   * @param length elements from the first to the last of all slices
   * @param bytes reachable only through the elements in front
   * @param guessed whether it is a guess from the words that point at the array
   */
  record ConsumedFront(long elements, long length, long bytes, boolean guessed)
      implements LeakCause {
    @Override
    public String label() {
      return "slots_before_slice";
    }
  }

  /**
   * Elements of a container/list.List are still in a map, but not in the list.
   *
   * @param removed number of them
   * @param entries number of all entries of the map
   */
  record RemovedFromList(long removed, long entries) implements LeakCause {
    @Override
    public String label() {
      return "removed_from_list";
    }
  }

  /** A map has far more slots than entries. */
  record MapOversized(long entries, long slots) implements LeakCause {
    @Override
    public String label() {
      return "map_oversized";
    }
  }

  /**
   * Contexts that are still registered with their parent.
   *
   * @param children number of them
   * @param functions number of those that context.AfterFunc made
   */
  record UncancelledContexts(long children, long functions) implements LeakCause {
    @Override
    public String label() {
      return "contexts_not_cancelled";
    }
  }

  /** A context wraps another, which wraps another, and so on. */
  record ContextChain(long length) implements LeakCause {
    @Override
    public String label() {
      return "context_chain";
    }
  }

  /**
   * Timers that have not fired and were not stopped.
   *
   * @param withChannel how many of the examined ones send to a channel: time.After, NewTimer or
   *     NewTicker; the others call a function
   * @param tickers how many of these repeat, as those of NewTicker do
   * @param examined number of timers that were examined
   * @param functions that time.AfterFunc calls, most frequent first
   */
  record PendingTimers(
      long count, long withChannel, long tickers, long examined, List<String> functions)
      implements LeakCause {
    @Override
    public String label() {
      return "timers_pending";
    }
  }

  /**
   * Timers or tickers that a collection has are still to fire; they may be in use.
   *
   * @param ticker whether they are tickers
   * @param running number of them
   * @param all number of all timers or tickers of the collection
   * @param functions that time.AfterFunc calls, most frequent first
   */
  record RunningTimers(boolean ticker, long running, long all, List<String> functions)
      implements LeakCause {
    @Override
    public String label() {
      return ticker ? "tickers_running" : "timers_running";
    }
  }

  /**
   * A sync.Pool has large values.
   *
   * @param victim whether they were already unused for one collection
   */
  record PooledValues(boolean victim) implements LeakCause {
    @Override
    public String label() {
      return "pooled_values";
    }
  }

  /** Handles of runtime/cgo that were not deleted. */
  record OpenHandles(long count) implements LeakCause {
    @Override
    public String label() {
      return "handles_open";
    }
  }

  /**
   * A suspect keeps closures alive, and the variables that they capture. That doesn't show a leak:
   * a table of callbacks does the same.
   *
   * @param function their function; empty if unknown
   * @param entry of its code
   */
  record Closures(String function, long entry) implements LeakCause {
    @Override
    public String label() {
      return "closures_kept";
    }
  }

  /**
   * A channel's buffer has elements that nobody has received; it may be a list of free buffers.
   *
   * @param senders number of goroutines that wait to send more
   */
  record ChannelFills(long elements, long capacity, long senders) implements LeakCause {
    @Override
    public String label() {
      return "channel_fills";
    }
  }

  /**
   * Few of the objects in a collection are in use elsewhere; nothing else keeps the others alive.
   *
   * @param type of the objects; empty if unknown
   * @param held number of those that only the collection keeps alive
   * @param all number of all of them
   */
  record ForgottenEntries(String type, long held, long all) implements LeakCause {
    @Override
    public String label() {
      return "entries_forgotten";
    }
  }

  /**
   * Nothing else keeps the entries of a collection alive. It may be a leak, or a table or cache.
   *
   * @param held number of entries that only the collection keeps alive
   * @param all number of all entries
   * @param exact whether there are not more; without types entries of other kinds aren't counted
   */
  record OnlyHolder(long held, long all, boolean exact) implements LeakCause {
    @Override
    public String label() {
      return "only_holder";
    }
  }

  /** Variables whose address is taken hold the objects; a dump doesn't list them as roots. */
  record UnlistedVariables() implements LeakCause {
    @Override
    public String label() {
      return "unlisted_variables";
    }
  }

  /**
   * Stacks of goroutines take more memory than the live heap.
   *
   * @param function that the goroutines with most of these bytes were started with
   * @param goroutines their number
   * @param each bytes of the stack of one of them, on average
   * @param state of all of them; empty if they have several
   * @param frameFunction function of the largest frame of one of them; empty if there is none
   * @param frameSize bytes of that frame
   */
  record LargeStacks(
      String function,
      long goroutines,
      long each,
      String state,
      long liveHeap,
      String frameFunction,
      long frameSize)
      implements LeakCause {
    @Override
    public String label() {
      return "stacks";
    }
  }
}
