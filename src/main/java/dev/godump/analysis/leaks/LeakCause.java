package dev.godump.analysis.leaks;

/**
 * The usual cause of a leak suspect, if the suspect's structure supports it.
 *
 * @param pattern the usual cause
 * @param detail depends on the pattern: average bytes that slices use of the arrays they pin,
 *     address of the channel that goroutines wait on, pc of a closure's function, id of the
 *     goroutine that runs finalizers; 0 for the other patterns
 * @param function in which goroutines wait or the finalizer runs, or empty
 */
public record LeakCause(Pattern pattern, long detail, String function) {

  /** Usual causes of leaks. */
  public enum Pattern {
    /** Entries are added and never deleted. */
    MAP_GROWS,
    /** Values are sent and not received. */
    CHANNEL_FILLS,
    /** Elements are appended and never removed. */
    SLICE_GROWS,
    /** Nodes are added and never removed. */
    NODES_GROW,
    /** Small slices or strings keep large arrays alive. */
    ARRAYS_PINNED,
    /** Functions with captured variables are kept. */
    CLOSURES_KEPT,
    /** All goroutines wait on one channel. */
    ONE_CHANNEL,
    /** Each goroutine waits on the channel of a timer or ticker. */
    TIMER_CHANNELS,
    /** Each goroutine waits on its own channel. */
    OWN_CHANNELS,
    /** Goroutines wait for something other than a channel. */
    GOROUTINES_WAIT,
    /** The goroutine that runs finalizers is blocked. */
    FINALIZER_STUCK,
    /** One object is large. */
    LARGE_OBJECT
  }
}
