package dev.godump.report;

import dev.godump.analysis.leaks.LeakCause;
import dev.godump.analysis.leaks.WaitCause;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.report.text.Amounts;
import dev.godump.types.program.ShortName;
import java.util.List;
import java.util.Optional;

/** Words for causes of leaks. */
final class LeakCauseText {
  /** What precedes evidence that depends on words of unknown type. */
  private static final String GUESS = "a guess without types: ";

  /** A frame is large if so many take the whole stack. */
  private static final int LARGE_FRAME_PARTS = 4;

  private LeakCauseText() {}

  /** A sentence with the cause and its evidence. */
  static String of(LeakCause cause) {
    if (cause instanceof WaitCause.BlockedForever blocked) {
      return text(blocked);
    }
    if (cause instanceof WaitCause.StuckOwner owner) {
      return text(owner);
    }
    if (cause instanceof WaitCause.OneObject one) {
      return text(one);
    }
    if (cause instanceof WaitCause.SameField field) {
      return "each waits for a " + noun(field.kind()) + ", " + field.name();
    }
    if (cause instanceof LeakCause.ValuesSent values) {
      return "the values they send keep %s in %s, not counted as live since a dump doesn't list them"
          .formatted(Amounts.bytes(values.bytes()), Amounts.count(values.objects(), "object"));
    }
    if (cause instanceof WaitCause.TimerChannels timers) {
      return timers.select()
          ? "each selects on the channel of a time.Timer or time.Ticker, among others"
          : "each waits on the channel of a time.Timer or time.Ticker";
    }
    if (cause instanceof LeakCause.OpenResponses responses) {
      return text(responses);
    }
    if (cause instanceof LeakCause.OpenQueries queries) {
      String open =
          queries.what().equals("rows")
              ? " sql.Rows were neither closed nor read to their end"
              : " sql.Tx were neither committed nor rolled back";
      return Amounts.count(queries.count()) + open;
    }
    if (cause instanceof LeakCause.OpenDatabase database) {
      return text(database);
    }
    if (cause instanceof LeakCause.DeferredCalls calls) {
      String end =
          calls.function().isEmpty()
              ? "the functions that deferred them return"
              : calls.function() + " returns";
      return "%s deferred calls of goroutine %s run only when %s"
          .formatted(Amounts.count(calls.most()), calls.goroutine(), end);
    }
    if (cause instanceof LeakCause.OpenIterators iterators) {
      return Amounts.count(iterators.count(), "iterator")
          + " of iter.Pull neither finished nor stopped";
    }
    return memory(cause);
  }

  private static String text(WaitCause.BlockedForever blocked) {
    String some =
        blocked.stuck() == blocked.members()
            ? ""
            : Amounts.count(blocked.stuck()) + " of " + Amounts.count(blocked.members()) + ": ";
    String why =
        switch (blocked.kind()) {
          case NIL_CHANNEL -> "their channel is nil, so they never proceed";
          case EMPTY_SELECT -> "a select without cases never proceeds";
          case SEND -> "nobody receives from their channels";
          case RECEIVE -> "nobody sends to their channels";
          case SELECT -> "nobody uses the channels they select on";
          case MUTEX, RW_MUTEX -> "nobody unlocks the " + noun(blocked.kind()) + " they wait for";
          case WAIT_GROUP -> "nobody calls Done of the sync.WaitGroup they wait for";
          case COND -> "nobody signals the sync.Cond they wait for";
          case SEMAPHORE -> "nobody releases the semaphore they wait for";
          case SEVERAL -> "nobody wakes them";
        };
    boolean forever =
        blocked.kind() == WaitKind.NIL_CHANNEL || blocked.kind() == WaitKind.EMPTY_SELECT;
    return some
        + why
        + (forever ? "" : ": nothing that still runs reaches " + them(blocked.kind()));
  }

  private static String text(WaitCause.StuckOwner owner) {
    String why =
        owner.kind().isForever()
            ? ""
            : ": nothing that still runs reaches "
                + (owner.kind() == WaitKind.SELECT
                    ? "the channels it selects on"
                    : "the " + noun(owner.kind()) + " it waits for");
    return "goroutine %s, blocked in [%s], never goes on%s"
        .formatted(Long.toUnsignedString(owner.goroutine()), owner.state(), why);
  }

  private static String text(WaitCause.OneObject one) {
    boolean several = one.objects() > 1;
    String name = one.name().isEmpty() ? Amounts.address(one.address()) : one.name();
    if (one.signal() == WaitCause.Signal.CONTEXT && !several) {
      return "all wait until one context is cancelled, " + name;
    }
    String what =
        several ? "the same " + one.objects() + " channels, " : "one " + noun(one.kind()) + ", ";
    boolean closed = one.signal() == WaitCause.Signal.CLOSE && !several;
    return "all wait for " + what + name + (closed ? ", which sends no values: to be closed" : "");
  }

  private static String them(WaitKind kind) {
    return switch (kind) {
      case SEND, RECEIVE, SELECT -> "them";
      case SEVERAL -> "what they wait for";
      default -> "it";
    };
  }

  private static String noun(WaitKind kind) {
    return switch (kind) {
      case MUTEX -> "sync.Mutex";
      case RW_MUTEX -> "sync.RWMutex";
      case WAIT_GROUP -> "sync.WaitGroup";
      case COND -> "sync.Cond";
      case SEND, RECEIVE, SELECT -> "channel";
      default -> "semaphore";
    };
  }

  private static String text(LeakCause.OpenDatabase database) {
    String used =
        database.used() == 0
            ? ""
            : "%s of %s of the sql.DB are in use, until rows are closed or transactions end"
                .formatted(
                    Amounts.count(database.used()),
                    Amounts.count(database.connections(), "connection"));
    String statements =
        database.statements() == 0
            ? ""
            : Amounts.count(database.statements()) + " sql.Stmt are not closed";
    return used + (used.isEmpty() || statements.isEmpty() ? "" : "; ") + statements;
  }

  private static String text(LeakCause.OpenResponses responses) {
    StringBuilder text = new StringBuilder();
    if (responses.bodies() > 0) {
      text.append(Amounts.count(responses.bodies()))
          .append(" of ")
          .append(Amounts.count(responses.connections(), "connection"))
          .append(" of net/http wait until a response body is closed or read to its end");
    }
    if (responses.transports() > 0) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(Amounts.count(responses.connections(), "connection"))
          .append(" belong to ")
          .append(Amounts.count(responses.transports(), "http.Transport"))
          .append(", which could share one");
    }
    return text.toString();
  }

  private static String memory(LeakCause cause) {
    if (cause instanceof LeakCause.FinalizerStuck stuck) {
      return "goroutine %s, which runs all finalizers, is blocked in %s [%s]"
          .formatted(stuck.goroutine(), ShortName.of(stuck.function()), stuck.state());
    }
    if (cause instanceof LeakCause.FinalizerCycle cycle) {
      String through = cycle.path().isEmpty() ? "" : " through " + cycle.path();
      return "each reaches itself" + through + ", so its finalizer never runs";
    }
    if (cause instanceof LeakCause.CleanupCycle cycle) {
      return text(cycle);
    }
    if (cause instanceof LeakCause.ArraysPinned pinned) {
      return "slices or strings of about %s per array keep arrays of about %s alive"
          .formatted(Amounts.bytes(pinned.used()), Amounts.bytes(pinned.size()));
    }
    if (cause instanceof LeakCause.ObjectsPinned pinned) {
      return "pointers to about %s of %s keep objects of about %s alive"
          .formatted(
              Amounts.bytes(pinned.used()),
              ShortName.of(pinned.type()),
              Amounts.bytes(pinned.size()));
    }
    if (cause instanceof LeakCause.HiddenSlots slots) {
      return (slots.guessed() ? GUESS : "")
          + "%s behind the length (len %s, cap %s) keep %s alive that nothing else reaches"
              .formatted(
                  Amounts.count(slots.elements(), "element"),
                  Amounts.count(slots.length()),
                  Amounts.count(slots.capacity()),
                  Amounts.bytes(slots.bytes()));
    }
    if (cause instanceof LeakCause.ConsumedFront front) {
      return (front.guessed() ? GUESS : "")
          + "%s in front of the slice (len %s), as after q = q[1:], keep %s alive; nothing else does"
              .formatted(
                  Amounts.count(front.elements(), "element"),
                  Amounts.count(front.length()),
                  Amounts.bytes(front.bytes()));
    }
    if (cause instanceof LeakCause.RemovedFromList removed) {
      return "%s of its %s elements were removed from their list.List, but not from the map"
          .formatted(Amounts.count(removed.removed()), Amounts.count(removed.entries()));
    }
    if (cause instanceof LeakCause.MapOversized map) {
      String entries = map.entries() == 1 ? "1 entry" : Amounts.count(map.entries()) + " entries";
      return "a map that was large: %s, capacity %s; Go never shrinks a map"
          .formatted(entries, Amounts.count(map.slots()));
    }
    if (cause instanceof LeakCause.UncancelledContexts contexts) {
      return text(contexts);
    }
    if (cause instanceof LeakCause.ContextChain chain) {
      return "a chain of "
          + Amounts.count(chain.length())
          + " contexts, each made from the one before it";
    }
    return known(cause);
  }

  private static String text(LeakCause.UncancelledContexts contexts) {
    if (contexts.functions() == contexts.children()) {
      return Amounts.count(contexts.children())
          + " functions of context.AfterFunc that were not stopped: their parent keeps them until it"
          + " is cancelled";
    }
    String some =
        contexts.functions() == 0
            ? ""
            : ", " + Amounts.count(contexts.functions()) + " of them of context.AfterFunc";
    return Amounts.count(contexts.children())
        + " contexts that were never cancelled"
        + some
        + ": cancelling one removes it from its parent";
  }

  private static String text(LeakCause.CleanupCycle cycle) {
    String who =
        cycle.own() >= cycle.cleanups()
            ? "each cleanup holds its own object, so it never runs"
            : "at least %s cleanups hold their own objects, so they never run"
                .formatted(Amounts.count(cycle.own()));
    String path = cycle.path().isEmpty() ? "" : ", " + cycle.path();
    if (cycle.argument()) {
      boolean each = cycle.own() >= cycle.cleanups();
      return who + (each ? ": through its argument" : ": through their arguments") + path;
    }
    return cycle.function().isEmpty()
        ? who
        : who + ": through what " + ShortName.of(cycle.function()) + " captures" + path;
  }

  private static String known(LeakCause cause) {
    if (cause instanceof LeakCause.PendingTimers timers) {
      return text(timers);
    }
    if (cause instanceof LeakCause.RunningTimers timers) {
      return text(timers);
    }
    if (cause instanceof LeakCause.PooledValues pool) {
      return pool.victim()
          ? "values of a sync.Pool, in its victim cache: unused since the last collection, freed by"
              + " the next"
          : "values of a sync.Pool, which keeps them for at least one more collection";
    }
    if (cause instanceof LeakCause.OpenHandles handles) {
      return Amounts.count(handles.count()) + " values of cgo.Handle that were not deleted";
    }
    if (cause instanceof LeakCause.Closures closures) {
      String function = ShortName.of(closures.function());
      String code =
          function.isEmpty()
              ? "the code at " + Amounts.address(closures.entry())
              : function.startsWith("function at ") ? "the " + function : function;
      return "closures of " + code + ", with the variables they capture";
    }
    if (cause instanceof LeakCause.ChannelFills channel) {
      return Amounts.count(channel.elements())
          + " elements wait in the buffer of "
          + Amounts.count(channel.capacity())
          + " for a receiver"
          + (channel.senders() == 0
              ? ""
              : ", and " + Amounts.count(channel.senders(), "goroutine") + " to send more");
    }
    if (cause instanceof LeakCause.ForgottenEntries entries) {
      String type = entries.type().isEmpty() ? "entries" : ShortName.of(entries.type());
      long others = entries.all() - entries.held();
      return "nothing else keeps %s of %s %s alive; the other %s in use elsewhere"
          .formatted(
              Amounts.count(entries.held()),
              Amounts.count(entries.all()),
              type,
              others == 1 ? "one is" : Amounts.count(others) + " are");
    }
    if (cause instanceof LeakCause.OnlyHolder holder) {
      String held =
          holder.held() == holder.all()
              ? ""
              : (holder.exact() ? "" : "at least ") + Amounts.count(holder.held()) + " of ";
      return "nothing else keeps %sits %s entries alive: they stay until they are removed"
          .formatted(held, Amounts.count(holder.all()));
    }
    if (cause instanceof LeakCause.UnlistedVariables) {
      return "the dump doesn't list these variables; the executable tells where they are";
    }
    if (cause instanceof LeakCause.LargeStacks stacks) {
      boolean large = stacks.frameSize() * LARGE_FRAME_PARTS >= stacks.each();
      return "stacks take more memory than the %s of live heap%s"
          .formatted(
              Amounts.bytes(stacks.liveHeap()),
              large
                  ? "; one frame of %s takes %s"
                      .formatted(stacks.frameFunction(), Amounts.bytes(stacks.frameSize()))
                  : "");
    }
    throw new IllegalArgumentException("cause " + cause);
  }

  /** The name of a function; of a method, if the compiler made the function for a method value. */
  private static String called(String function) {
    return ShortName.of(function).replaceAll("-fm$", "");
  }

  private static String text(LeakCause.RunningTimers timers) {
    List<String> functions = timers.functions().stream().map(LeakCauseText::called).toList();
    return "%s of %s were not stopped; nothing tells whether they are in use%s"
        .formatted(
            Amounts.count(timers.running()),
            Amounts.count(timers.all(), timers.ticker() ? "time.Ticker" : "time.Timer"),
            functions.isEmpty() ? "" : "; time.AfterFunc calls " + String.join(", ", functions));
  }

  private static String text(LeakCause.PendingTimers timers) {
    String pending = "timers that neither fired nor were stopped";
    List<String> functions = timers.functions().stream().map(LeakCauseText::called).toList();
    if (timers.withChannel() * 10 >= timers.examined() * 9) {
      boolean all =
          timers.withChannel() == timers.examined() && timers.examined() == timers.count();
      return pending
          + (all ? ", with a channel each" : ", nearly all with a channel")
          + made(timers)
          + (functions.isEmpty() ? "" : "; time.AfterFunc calls " + String.join(", ", functions));
    }
    if (!functions.isEmpty() && functions.stream().allMatch(f -> f.startsWith("context."))) {
      return pending + ": contexts of WithTimeout or WithDeadline that were not cancelled";
    }
    return functions.isEmpty()
        ? pending
        : pending + "; time.AfterFunc calls " + String.join(", ", functions);
  }

  /** How timers with a channel were made. */
  private static String made(LeakCause.PendingTimers timers) {
    return timers.tickers() == 0
        ? ": time.After or NewTimer"
        : timers.tickers() == timers.withChannel()
            ? ": tickers of time.NewTicker"
            : ": time.After or NewTimer, and %s of time.NewTicker"
                .formatted(Amounts.count(timers.tickers()));
  }

  /** What the headline of goroutines says before their number. */
  static String prefix(Optional<LeakCause> cause) {
    boolean leak =
        cause
            .filter(
                c ->
                    c instanceof WaitCause.BlockedForever blocked
                        && blocked.stuck() == blocked.members())
            .isPresent();
    return leak ? "goroutine leak: " : "";
  }
}
