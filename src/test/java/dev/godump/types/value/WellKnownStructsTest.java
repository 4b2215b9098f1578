package dev.godump.types.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.dump.TinyHeap;
import dev.godump.types.value.GoValue.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WellKnownStructsTest {
  /** 2024-05-06T07:08:09.000000010Z in seconds of the year 1 and of 1885. */
  private static final long SINCE_YEAR_1 = 63850576089L;

  private static final long SINCE_1885 = SINCE_YEAR_1 - 59453308800L;

  private static String text(String type, Object... namesAndNumbers) {
    List<Field> fields = new ArrayList<>();
    GoType number = new GoType("int64", Kind.INT64, 8, 0, () -> Parts.NONE);
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      GoValue value = new GoValue.Scalar(((Number) namesAndNumbers[i + 1]).longValue());
      fields.add(new Field((String) namesAndNumbers[i], 4L * i, number, value));
    }
    GoType struct = new GoType(type, Kind.STRUCT, 8L * fields.size(), 0, () -> Parts.NONE);
    return known(struct, fields)
        .map(v -> v instanceof GoValue.WellKnown k ? k.text() : v.toString())
        .orElse(null);
  }

  @Test
  void a_time_is_told_in_utc() {
    assertThat(text("time.Time", "wall", 10, "ext", SINCE_YEAR_1))
        .isEqualTo("2024-05-06T07:08:09.000000010Z");
    assertThat(text("time.Time", "wall", 0, "ext", 0)).isEqualTo("zero time");
    assertThat(text("time.Time", "sec", SINCE_YEAR_1, "nsec", 10))
        .isEqualTo("2024-05-06T07:08:09.000000010Z");
  }

  @Test
  void a_time_with_a_monotonic_clock_counts_from_1885() {
    long wall = Long.MIN_VALUE | SINCE_1885 << 30 | 10;
    assertThat(text("time.Time", "wall", wall, "ext", 123456))
        .isEqualTo("2024-05-06T07:08:09.000000010Z");
  }

  @Test
  void a_time_that_cannot_be_is_left_as_its_fields() {
    assertThat(text("time.Time", "wall", 0, "ext", Long.MAX_VALUE)).isNull();
    assertThat(text("time.Time", "other", 0)).isNull();
  }

  @Test
  void locks_say_who_has_them() {
    assertThat(text("sync.Mutex", "state", 0)).isEqualTo("unlocked");
    assertThat(text("sync.Mutex", "state", 1 | 2 << 3)).isEqualTo("locked, 2 waiting");
    assertThat(text("sync.RWMutex", "readerCount", 3)).isEqualTo("read-locked by 3");
    assertThat(text("sync.RWMutex", "readerCount", -(1 << 30))).isEqualTo("write-locked");
    assertThat(text("sync.RWMutex", "readerCount", 2 - (1 << 30), "readerWait", 2))
        .isEqualTo("read-locked by 2; 1 writer waiting");
    assertThat(text("sync.RWMutex", "readerCount", 5 - (1 << 30), "readerWait", 2))
        .isEqualTo("read-locked by 2; 1 writer, 3 readers waiting");
    assertThat(text("sync.RWMutex", "readerCount", 1 - (1 << 30)))
        .isEqualTo("write-locked; 1 reader waiting");
    assertThat(text("sync.Once", "done", 1)).isEqualTo("done");
  }

  @Test
  void a_wait_group_tells_its_counter_in_all_layouts() {
    assertThat(text("sync.WaitGroup", "state", 4L << 32 | 1)).isEqualTo("counter 4, 1 waiting");
    assertThat(text("sync.WaitGroup", "state1", 0)).isEqualTo("counter 3, 2 waiting");
  }

  @Test
  void what_is_atomic_is_what_it_holds() {
    assertThat(text("sync/atomic.Int64", "v", 7)).isEqualTo(new GoValue.Scalar(7L).toString());
    assertThat(text("sync/atomic.Bool", "v", 1)).isEqualTo(new GoValue.Scalar(true).toString());
  }

  private static Optional<GoValue> known(GoType struct, List<Field> fields) {
    byte[] bytes = new byte[64];
    boolean[] present = new boolean[bytes.length];
    Arrays.fill(present, true);
    // as of Go 1.19: two wait, the counter is 3
    bytes[0] = 2;
    bytes[4] = 3;
    return known(
        struct,
        fields,
        new ValueLocation(
            new ProcessMemory(TinyHeap.graph("root -> a"), Optional.empty()), bytes, present));
  }

  private static Optional<GoValue> known(GoType struct, List<Field> fields, ValueLocation place) {
    try {
      return new WellKnownStructs().describe(struct, fields, place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
