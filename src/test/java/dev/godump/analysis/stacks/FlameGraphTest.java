package dev.godump.analysis.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.stacks.FlameGraph.Node;
import dev.godump.analysis.stacks.FlameGraph.Shown;
import dev.godump.analysis.stacks.FlameGraph.Weight;
import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.Certainty;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
  private static final Shown ALL = new Shown(Weight.BYTES, false, Optional.empty(), 100, 100);

  private static final List<Stack> STACKS =
      List.of(
          stack(2, 20, "main.cache", "Cache"),
          stack(3, 300, "main.cache", "Cache", ".items Item"),
          stack(1, 5, "main.cache", "Cache", ".items Item", ".name string"),
          stack(4, 40, "main.log", ".lines string"));

  private static Stack stack(long objects, long bytes, String root, String... frames) {
    List<StackFrame> all =
        Arrays.stream(frames)
            .map(
                text -> {
                  int space = text.indexOf(' ');
                  return StackFrame.ofObjects(
                      space < 0 ? "" : text.substring(0, space), text.substring(space + 1));
                })
            .collect(Collectors.toList());
    all.add(0, StackFrame.of(root));
    return new Stack(all, Certainty.EXACT, objects, bytes, 0, 0, 1, 0xc000);
  }

  /** Writes a tree as {@code a=3(b=2 c=1)}, and what is not shown as {@code …2=7}. */
  private static String text(Node node) {
    String below =
        node.children().stream().map(FlameGraphTest::text).collect(Collectors.joining(" "));
    String more =
        node.more() == 0
            ? ""
            : (below.isEmpty() ? "" : " ") + "…" + node.more() + "=" + node.moreValue();
    return node.name()
        + "="
        + node.value()
        + (below + more).transform(t -> t.isEmpty() ? "" : "(" + t + ")");
  }

  private static Shown only(String type, boolean inverted) {
    return new Shown(Weight.BYTES, inverted, Optional.of(TypePattern.of(type)), 100, 100);
  }

  @Test
  void stacks_with_the_same_frames_are_one_node() {
    assertThat(text(FlameGraph.of(STACKS, ALL)))
        .isEqualTo(
            "=365(main.cache=325(Cache=325(.items Item=305(.name string=5))) main.log=40(.lines string=40))");
  }

  @Test
  void inverted_the_types_are_below_and_their_holders_above() {
    assertThat(
            text(FlameGraph.of(STACKS, new Shown(Weight.BYTES, true, Optional.empty(), 100, 100))))
        .isEqualTo(
            "=365(Item=300(Cache .items=300(main.cache=300))"
                + " string=45(main.log .lines=40 Item .name=5(Cache .items=5(main.cache=5)))"
                + " Cache=20(main.cache=20))");
  }

  @Test
  void a_type_is_where_the_tree_starts() {
    assertThat(text(FlameGraph.of(STACKS, only("Item", false))))
        .isEqualTo("=305(.items Item=305(.name string=5))");
    assertThat(text(FlameGraph.of(STACKS, only("string", true))))
        .startsWith("=45(string=45(main.log .lines=40 ");
    assertThat(text(FlameGraph.of(STACKS, only("Nothing", false)))).isEqualTo("=0");
  }

  @Test
  void the_largest_nodes_are_shown_and_the_others_counted() {
    assertThat(
            text(FlameGraph.of(STACKS, new Shown(Weight.BYTES, false, Optional.empty(), 2, 100))))
        .isEqualTo("=365(main.cache=325(Cache=325(…1=305)) …1=40)");
    assertThat(
            text(FlameGraph.of(STACKS, new Shown(Weight.BYTES, false, Optional.empty(), 100, 1))))
        .isEqualTo("=365(main.cache=325(…1=325) main.log=40(…1=40))");
  }

  @Test
  void nodes_can_count_objects() {
    assertThat(
            text(FlameGraph.of(STACKS, new Shown(Weight.OBJECTS, false, Optional.empty(), 2, 100))))
        .isEqualTo("=10(main.cache=6(Cache=6(…1=4)) …1=4)");
  }

  @Test
  void a_node_has_what_ends_at_it_and_an_object() {
    Node cache = FlameGraph.of(STACKS, ALL).children().get(0).children().get(0);
    assertThat(cache.self()).isEqualTo(20);
    assertThat(cache.objects()).isEqualTo(6);
    assertThat(cache.example()).isEqualTo(0xc000);
    assertThat(cache.type()).isEqualTo("Cache");
  }

  @Test
  void a_node_is_as_sure_as_the_least_sure_of_its_own_objects() {
    Stack exact = stack(2, 20, "main.cache", "Cache");
    Stack guess = new Stack(exact.frames(), Certainty.GUESS, 1, 10, 0, 0, 1, 0);
    Stack below = stack(1, 8, "main.cache", "Cache", ".items Item");
    Node root = FlameGraph.of(List.of(exact, guess, below), ALL).children().get(0);
    assertThat(root.certainty()).isEmpty();
    Node cache = root.children().get(0);
    assertThat(cache.certainty()).contains(Certainty.GUESS);
    assertThat(cache.children().get(0).certainty()).contains(Certainty.EXACT);
  }
}
