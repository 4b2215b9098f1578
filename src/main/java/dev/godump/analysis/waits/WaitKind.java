package dev.godump.analysis.waits;

import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import java.util.Optional;

/** What a blocked goroutine needs another one to do, so that it can go on. */
public enum WaitKind {
  /** Receive from its channel. */
  SEND("nobody_receives"),
  /** Send to its channel, or close it. */
  RECEIVE("nobody_sends"),
  /** Use one of the channels of its select statement. */
  SELECT("nobody_selects"),
  /** Nothing helps: its channel is nil. */
  NIL_CHANNEL("nil_channel"),
  /** Nothing helps: its select statement has no cases. */
  EMPTY_SELECT("empty_select"),
  /** Unlock its sync.Mutex. */
  MUTEX("nobody_unlocks"),
  /** Unlock its sync.RWMutex. */
  RW_MUTEX("nobody_unlocks"),
  /** Call Done of its sync.WaitGroup. */
  WAIT_GROUP("nobody_calls_done"),
  /** Call Signal or Broadcast of its sync.Cond. */
  COND("nobody_signals"),
  /** Release its semaphore. */
  SEMAPHORE("nobody_releases"),
  /** Several of these, in a group of goroutines. */
  SEVERAL("nobody_wakes");

  private final String label;

  WaitKind(String label) {
    this.label = label;
  }

  /** The name of the cause in JSON. */
  public String label() {
    return label;
  }

  /** Whether the goroutine waits for channels, which its wait records point at. */
  public boolean isChannel() {
    return this == SEND || this == RECEIVE || this == SELECT;
  }

  /** Whether nothing can wake the goroutine. */
  public boolean isForever() {
    return this == NIL_CHANNEL || this == EMPTY_SELECT;
  }

  /** Why a goroutine waits; empty for reasons that a timer, the network or the system ends. */
  public static Optional<WaitKind> of(ProcessState process, Goroutine goroutine) {
    if (!goroutine.isWaiting()) {
      return Optional.empty();
    }
    return switch (goroutine.state()) {
      case "chan send" -> Optional.of(SEND);
      case "chan receive" -> Optional.of(RECEIVE);
      case "select" -> Optional.of(SELECT);
      case "chan send (nil chan)", "chan receive (nil chan)" -> Optional.of(NIL_CHANNEL);
      case "select (no cases)" -> Optional.of(EMPTY_SELECT);
      case "sync.Mutex.Lock" -> Optional.of(locksWriters(process, goroutine) ? RW_MUTEX : MUTEX);
      case "sync.RWMutex.Lock", "sync.RWMutex.RLock" -> Optional.of(RW_MUTEX);
      case "sync.WaitGroup.Wait" -> Optional.of(WAIT_GROUP);
      case "sync.Cond.Wait" -> Optional.of(COND);
      case "semacquire" -> Optional.of(ofSemaphore(process, goroutine));
      default -> Optional.empty();
    };
  }

  /** Whether a goroutine waits for the mutex in an RWMutex, which writers lock first. */
  private static boolean locksWriters(ProcessState process, Goroutine goroutine) {
    int end = goroutine.firstFrame() + goroutine.frameCount();
    for (int frame = goroutine.firstFrame(); frame < end; frame++) {
      String function = process.frames().function(frame);
      if (function.equals("sync.(*RWMutex).Lock")) {
        return true;
      }
    }
    return false;
  }

  /** Locks have reasons of their own since Go 1.20, wait groups since Go 1.25. */
  private static WaitKind ofSemaphore(ProcessState process, Goroutine goroutine) {
    Frames frames = process.frames();
    boolean locks = false;
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      String function = frames.function(f);
      if (function.startsWith("sync.(*RWMutex).")) {
        return RW_MUTEX;
      }
      if (function.equals("sync.runtime_SemacquireMutex")) {
        locks = true;
      }
      if (function.startsWith("sync.(*WaitGroup).")) {
        return WAIT_GROUP;
      }
      if (function.startsWith("sync.(*Mutex).")) {
        // RWMutex.Lock locks a Mutex of its own
        boolean inner =
            f + 1 < goroutine.firstFrame() + goroutine.frameCount()
                && frames.function(f + 1).startsWith("sync.(*RWMutex).");
        return inner ? RW_MUTEX : MUTEX;
      }
      if (!function.startsWith("sync.") && !function.startsWith("runtime.")) {
        break;
      }
    }
    // a Mutex has a frame of its own, RWMutex.RLock is inlined
    return locks ? RW_MUTEX : SEMAPHORE;
  }
}
