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
    MAP_GROWS("map_grows"),
    /** Values are sent and not received. */
    CHANNEL_FILLS("channel_fills"),
    /** Elements are appended and never removed. */
    SLICE_GROWS("slice_grows"),
    /** Nodes are added and never removed. */
    NODES_GROW("nodes_grow"),
    /** Small slices or strings keep large arrays alive. */
    ARRAYS_PINNED("arrays_pinned"),
    /** Functions with captured variables are kept. */
    CLOSURES_KEPT("closures_kept"),
    /** Goroutines send on channels that nothing else reaches. */
    NOBODY_RECEIVES("nobody_receives"),
    /** Goroutines receive from channels that nothing else reaches. */
    NOBODY_SENDS("nobody_sends"),
    /** Goroutines select on channels that nothing else reaches. */
    NOBODY_SELECTS("nobody_selects"),
    /** All goroutines wait on one channel. */
    ONE_CHANNEL("one_channel"),
    /** Each goroutine waits on the channel of a timer or ticker. */
    TIMER_CHANNELS("timer_channels"),
    /** Each goroutine waits on its own channel. */
    OWN_CHANNELS("own_channels"),
    /** Goroutines wait for something other than a channel. */
    GOROUTINES_WAIT("goroutines_wait"),
    /** The goroutine that runs finalizers is blocked. */
    FINALIZER_STUCK("finalizer_stuck"),
    /** One object is large. */
    LARGE_OBJECT("large_object");

    private final String label;

    Pattern(String label) {
      this.label = label;
    }

    /** The name in JSON. */
    public String label() {
      return label;
    }
  }
}
