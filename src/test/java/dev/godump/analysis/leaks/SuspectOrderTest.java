package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.signature.Signature;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SuspectOrderTest {
  private static final IntList SENDERS = IntList.of(4, 5, 6);

  private static LeakSuspect suspect(Kind kind, String name, long bytes, LeakCause... causes) {
    return LeakSuspect.notLive(
        kind,
        bytes,
        1,
        name,
        new Signature(true, name),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(causes));
  }

  private static LeakSuspect senders(long bytes, long sent) {
    return suspect(Kind.GOROUTINES, "senders", bytes, new LeakCause.ValuesSent(3, sent))
        .of(SENDERS);
  }

  private static LeakSuspect variables(long bytes, IntList goroutines) {
    return suspect(Kind.STACK_VARIABLES, "variables", bytes).of(goroutines);
  }

  private static List<String> names(List<LeakSuspect> suspects) {
    return suspects.stream().map(suspect -> suspect.subject().name()).toList();
  }

  @Test
  void goroutines_that_send_much_are_before_a_large_object() {
    LeakSuspect object = suspect(Kind.OBJECT, "object", 500);
    assertThat(names(SuspectOrder.of(List.of(), List.of(object, senders(10, 1000)), List.of())))
        .containsExactly("senders", "object");
  }

  @Test
  void what_lies_within_another_follows_it() {
    LeakSuspect object = suspect(Kind.OBJECT, "object", 900);
    LeakSuspect whole = suspect(Kind.VARIABLE, "whole", 500);
    List<LeakSuspect> ordered =
        SuspectOrder.of(List.of(), List.of(object, whole, senders(10, 1000).within(1)), List.of());
    assertThat(names(ordered)).containsExactly("whole", "senders", "object");
    assertThat(ordered.stream().map(LeakSuspect::within)).containsExactly(-1, 0, -1);
  }

  @Test
  void values_that_goroutines_send_are_not_listed_twice() {
    assertThat(
            names(
                SuspectOrder.of(
                    List.of(),
                    List.of(senders(10, 1000)),
                    List.of(variables(1000, IntList.of(5, 6))))))
        .containsExactly("senders");
  }

  @Test
  void variables_of_other_goroutines_or_with_more_stay() {
    assertThat(
            names(
                SuspectOrder.of(
                    List.of(),
                    List.of(senders(10, 1000)),
                    List.of(variables(1000, IntList.of(7)), variables(1200, SENDERS)))))
        .containsExactly("variables", "senders", "variables");
  }
}
