package dev.godump.analysis.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.types.Certainty;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrownStacksTest {
  private static Stack stack(long objects, long bytes, String... frames) {
    List<StackFrame> all = Arrays.stream(frames).map(StackFrame::of).toList();
    return new Stack(all, Certainty.EXACT, objects, bytes, 0, 0, 1, 0xc000);
  }

  private static List<String> between(List<Stack> before, List<Stack> after) {
    return GrownStacks.between(before, after).stream()
        .map(
            stack ->
                String.join(" ", stack.frames().stream().map(StackFrame::name).toList())
                    + ": "
                    + stack.objects()
                    + " of "
                    + stack.bytes())
        .toList();
  }

  @Test
  void stacks_are_left_by_how_much_they_grew() {
    assertThat(
            between(
                List.of(stack(2, 20, "cache"), stack(5, 50, "log"), stack(1, 10, "gone")),
                List.of(stack(5, 50, "cache"), stack(3, 30, "log"), stack(1, 8, "new"))))
        .containsExactly("cache: 3 of 30", "new: 1 of 8");
  }

  @Test
  void a_list_that_grew_is_the_same_list() {
    assertThat(
            between(
                List.of(stack(1000, 8000, "queue", "node ×1,000")),
                List.of(stack(2000, 16_000, "queue", "node ×2,000"))))
        .containsExactly("queue node ×2,000: 1000 of 8000");
  }

  @Test
  void certainties_of_types_make_no_difference() {
    Stack exact = stack(2, 20, "cache");
    Stack guess = new Stack(exact.frames(), Certainty.GUESS, 3, 30, 0, 0, 1, 0);
    assertThat(between(List.of(exact, guess), List.of(stack(6, 60, "cache"))))
        .containsExactly("cache: 1 of 10");
  }
}
