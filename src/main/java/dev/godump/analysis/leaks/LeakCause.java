package dev.godump.analysis.leaks;

/**
 * What usually makes a suspect, as far as its shape supports it.
 *
 * @param pattern which of the usual ways
 * @param detail a number that goes with it: bytes that slices use of the arrays they pin, address
 *     of the channel that goroutines wait on, pc of a closure's function; 0 where there is none
 * @param place a function that goes with it, or empty
 */
public record LeakCause(Pattern pattern, long detail, String function) {

  /** The usual ways to leak. */
  public enum Pattern {
    /** Entries are put in and never deleted. */
    MAP_GROWS,
    /** Values are sent and not received. */
    CHANNEL_FILLS,
    /** Elements are appended and never cut off. */
    SLICE_GROWS,
    /** Nodes are added and never taken out. */
    NODES_GROW,
    /** Small slices or strings keep the large arrays that they were cut from. */
    ARRAYS_PINNED,
    /** Functions with captured variables are kept. */
    CLOSURES_KEPT,
    /** All wait on one channel. */
    ONE_CHANNEL,
    /** Each waits on a channel of a timer or ticker. */
    TIMER_CHANNELS,
    /** Each waits on a channel of its own. */
    OWN_CHANNELS,
    /** All wait for something that doesn't come. */
    GOROUTINES_WAIT,
    /** The goroutine that runs finalizers stands still. */
    FINALIZER_STUCK,
    /** One object is large by itself. */
    LARGE_OBJECT
  }
}
