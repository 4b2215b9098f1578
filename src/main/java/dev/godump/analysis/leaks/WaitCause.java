package dev.godump.analysis.leaks;

import dev.godump.analysis.waits.WaitKind;

/** A cause of a leak by what goroutines wait for. */
public sealed interface WaitCause extends LeakCause {
  /**
   * Goroutines of the suspect can never go on: nothing that still runs reaches what they wait for.
   *
   * @param stuck number of them
   * @param members number of all goroutines of the suspect
   */
  record BlockedForever(WaitKind kind, long stuck, long members) implements WaitCause {
    @Override
    public String label() {
      return kind.label();
    }
  }

  /**
   * The goroutine that alone keeps the objects alive can never go on: nothing that still runs
   * reaches what it waits for.
   *
   * @param goroutine its id
   * @param state why it waits, in Go's words
   */
  record StuckOwner(WaitKind kind, long goroutine, String state) implements WaitCause {
    @Override
    public String label() {
      return "owner_blocked";
    }
  }

  /** What it takes to wake a goroutine that waits for a channel. */
  enum Signal {
    /** It waits for something else. */
    NONE,
    /** A value that is sent or received. */
    VALUE,
    /** The channel has elements without bytes: a signal, mostly sent by closing it. */
    CLOSE,
    /** The channel is what Done of a context returns, closed when that is cancelled. */
    CONTEXT
  }

  /**
   * All goroutines wait for one channel or lock, which others may use.
   *
   * @param kind what they wait for
   * @param signal what the channels are for; of several, a context's or one to be closed
   * @param address of the channel, condition variable or lock's semaphore
   * @param name of the variables that have the channels or the lock; empty if unknown
   * @param objects number of channels that all of them select on; else 1
   * @param waiters number of the goroutines
   */
  record OneObject(
      WaitKind kind, Signal signal, long address, String name, long objects, long waiters)
      implements WaitCause {
    @Override
    public String label() {
      return kind.isChannel() ? "one_channel" : "one_lock";
    }
  }

  /**
   * Each goroutine waits for a channel or lock in one field, or one map's entries.
   *
   * @param name of the field, from a package variable or by its struct
   */
  record SameField(WaitKind kind, String name) implements WaitCause {
    @Override
    public String label() {
      return "one_field";
    }
  }

  /**
   * Each goroutine waits on the channel of a timer or ticker. A few such goroutines are ordinary.
   *
   * @param select whether it selects on other channels, too
   * @param waiters number of the goroutines
   */
  record TimerChannels(boolean select, long waiters) implements WaitCause {
    @Override
    public String label() {
      return "timer_channels";
    }
  }
}
