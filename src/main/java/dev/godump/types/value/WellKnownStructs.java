package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.value.GoValue.Field;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes well-known structs of the standard library: times, locks, atomic numbers. */
final class WellKnownStructs {
  /** Seconds from the year 1, which package time counts from, to 1970. */
  private static final long YEAR_1 =
      -LocalDate.of(1, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);

  /** Seconds from the year 1 to 1885, which times with a monotonic clock reading count from. */
  private static final long YEAR_1885 =
      LocalDate.of(1885, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) + YEAR_1;

  private static final Set<String> ERRORS =
      Set.of(
          "errors.errorString", "fmt.wrapError", "fmt.wrapErrors", "internal/poll.errNetClosing");

  /** Subtracted from the number of readers while a writer is pending (sync/rwmutex.go). */
  private static final long MAX_READERS = 1 << 30;

  /** In the state of a mutex, the number of waiters is above these bits. */
  private static final int WAITERS_SHIFT = 3;

  /** Describes a struct, if it is well known. */
  Optional<GoValue> describe(GoType type, List<Field> fields, ValueLocation location)
      throws IOException {
    String text =
        switch (type.name()) {
          case "time.Time" -> time(fields);
          case "sync.Mutex", "internal/sync.Mutex" -> mutex(fields);
          case "sync.RWMutex" -> readWriteMutex(fields);
          case "sync.WaitGroup" -> waitGroup(fields, location);
          case "sync.Once" -> once(fields);
          case "sync.Cond" -> condition(fields);
          case "context.cancelCtx" -> context(fields);
          case "context.timerCtx" -> timed(fields);
          default -> null;
        };
    if (text != null) {
      return Optional.of(new GoValue.WellKnown(text, fields));
    }
    return type.name().startsWith("sync/atomic.")
            || type.name().startsWith("internal/runtime/atomic.")
        ? atomic(type, fields)
        : Optional.empty();
  }

  /** Whether the message of an error type is its first field. */
  static boolean isError(String name) {
    return ERRORS.contains(name);
  }

  static @Nullable String message(GoValue.Struct error) {
    return !error.fields().isEmpty() && error.fields().get(0).value() instanceof GoValue.Text text
        ? text.text() + (text.whole() ? "" : "…")
        : null;
  }

  private static @Nullable String time(List<Field> fields) {
    Long wall = number(fields, "wall");
    Long ext = number(fields, "ext");
    if (wall == null || ext == null) {
      // up to Go 1.8
      Long seconds = number(fields, "sec");
      Long nanoseconds = number(fields, "nsec");
      return seconds == null || nanoseconds == null ? null : instant(seconds, nanoseconds);
    }
    long seconds = wall < 0 ? YEAR_1885 + (wall << 1 >>> 31) : ext;
    return instant(seconds, wall & (1 << 30) - 1);
  }

  private static @Nullable String instant(long sinceYear1, long nanoseconds) {
    if (sinceYear1 == 0 && nanoseconds == 0) {
      return "zero time";
    }
    try {
      return Instant.ofEpochSecond(sinceYear1 - YEAR_1, nanoseconds).toString();
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  /** Bit 0: locked; bits 3 and up: number of waiters (internal/sync/mutex.go). */
  private static @Nullable String mutex(List<Field> fields) {
    Long state = mutexState(fields);
    if (state == null) {
      return null;
    }
    long waiting = state >>> WAITERS_SHIFT;
    return ((state & 1) != 0 ? "locked" : "unlocked")
        + (waiting > 0 ? ", " + waiting + " waiting" : "");
  }

  /** The state of a mutex, or of the one in it that a sync.Mutex has since Go 1.24. */
  private static @Nullable Long mutexState(List<Field> fields) {
    for (Field field : fields) {
      if (field.value() instanceof GoValue.WellKnown inner && field.name().equals("mu")) {
        return mutexState(inner.fields());
      }
    }
    return number(fields, "state");
  }

  private static @Nullable String readWriteMutex(List<Field> fields) {
    Long readers = number(fields, "readerCount");
    if (readers == null) {
      return null;
    }
    if (readers >= 0) {
      return readers == 0 ? "unlocked" : "read-locked by " + readers;
    }
    Long leaving = number(fields, "readerWait");
    long reading = leaving == null ? 0 : leaving;
    // a writer that waits for readers has the mutex of writers, so it isn't in line there
    long writers = writersInLine(fields) + (reading > 0 ? 1 : 0);
    long waiting = readers + MAX_READERS - reading;
    List<String> line = new ArrayList<>();
    if (writers > 0) {
      line.add(writers + (writers == 1 ? " writer" : " writers"));
    }
    if (waiting > 0) {
      line.add(waiting + (waiting == 1 ? " reader" : " readers"));
    }
    return (reading > 0 ? "read-locked by " + reading : "write-locked")
        + (line.isEmpty() ? "" : "; " + String.join(", ", line) + " waiting");
  }

  /** Writers that wait for another one, by the mutex that they lock first. */
  private static long writersInLine(List<Field> fields) {
    for (Field field : fields) {
      if (field.name().equals("w") && field.value() instanceof GoValue.WellKnown mutex) {
        Long state = mutexState(mutex.fields());
        return state == null ? 0 : state >>> WAITERS_SHIFT;
      }
    }
    return 0;
  }

  /**
   * High half: the counter; low half: number of waiters (sync/waitgroup.go). Up to Go 1.19 these
   * are the 8 bytes of {@code state1} that are aligned to 8.
   */
  private static @Nullable String waitGroup(List<Field> fields, ValueLocation location)
      throws IOException {
    Long state = number(fields, "state");
    if (state == null) {
      Optional<Field> words = fields.stream().filter(f -> f.name().equals("state1")).findFirst();
      if (words.isEmpty()) {
        return null;
      }
      long offset = words.get().offset();
      offset += (location.address() + offset) % 8 == 0 ? 0 : 4;
      if (!location.isPresent(offset, 8)) {
        return null;
      }
      state = location.unsigned(offset, 8);
    }
    long waiting = state & 0x7fffffffL;
    return "counter " + (state >> 32) + (waiting > 0 ? ", " + waiting + " waiting" : "");
  }

  private static @Nullable String once(List<Field> fields) {
    Long done = number(fields, "done");
    return done == null ? null : done != 0 ? "done" : "not done";
  }

  /** Tickets given out, and those that were notified (runtime/sema.go notifyList). */
  private static @Nullable String condition(List<Field> fields) {
    for (Field field : fields) {
      if (field.name().equals("notify") && field.value() instanceof GoValue.Struct list) {
        Long wait = number(list.fields(), "wait");
        Long notified = number(list.fields(), "notify");
        return wait == null || notified == null
            ? null
            : (wait - notified & 0xffffffffL) + " waiting";
      }
    }
    return null;
  }

  private static @Nullable String context(List<Field> fields) {
    String state = null;
    String children = "";
    for (Field field : fields) {
      if (field.name().equals("err")) {
        state = isNil(field.value()) ? "not cancelled" : "cancelled";
      } else if (field.name().equals("children") && field.value() instanceof GoValue.Entries map) {
        children = ", " + map.count() + (map.count() == 1 ? " child" : " children");
      }
    }
    return state == null ? null : state + children;
  }

  /** The state of the cancelCtx in a context with a deadline, and the deadline. */
  private static @Nullable String timed(List<Field> fields) {
    String state = null;
    String deadline = null;
    for (Field field : fields) {
      if (field.value() instanceof GoValue.WellKnown known) {
        state = field.name().equals("cancelCtx") ? known.text() : state;
        deadline = field.name().equals("deadline") ? known.text() : deadline;
      }
    }
    return state == null || deadline == null ? null : state + ", deadline " + deadline;
  }

  private static boolean isNil(GoValue value) {
    return value instanceof GoValue.Nil
        || (value instanceof GoValue.Struct struct
            && struct.fields().stream().allMatch(f -> isNil(f.value())));
  }

  /** Atomic values have one field {@code v} and markers; the marker of a Pointer has its type. */
  private static Optional<GoValue> atomic(GoType type, List<Field> fields) {
    for (Field field : fields) {
      if (!field.name().equals("v") && !field.name().equals("value")) {
        continue;
      }
      Long number = number(field.value());
      if (type.name().endsWith(".Bool") && number != null) {
        return Optional.of(new GoValue.Scalar(number != 0));
      }
      GoType marker = fields.get(0).type();
      GoType marked = marker != null && marker.kind() == Kind.ARRAY ? marker.elem() : null;
      return Optional.of(
          marked != null
                  && marked.kind() == Kind.POINTER
                  && field.value() instanceof GoValue.Pointer pointer
                  && pointer.type() == null
              ? new GoValue.Pointer(pointer.address(), marked.elem(), null)
              : field.value());
    }
    return Optional.empty();
  }

  /** The number in a field, or null. */
  private static @Nullable Long number(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return number(field.value());
      }
    }
    return null;
  }

  private static @Nullable Long number(GoValue value) {
    if (value instanceof GoValue.Scalar scalar) {
      Object number = scalar.value();
      if (number instanceof Boolean is) {
        return is ? 1L : 0L;
      }
      return number instanceof Long || number instanceof BigInteger
          ? Long.valueOf(((Number) number).longValue())
          : null;
    }
    return null;
  }
}
