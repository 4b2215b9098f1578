package dev.godump.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DominatorTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"leaks/go1.27/stacks", "leaks/go1.19/senders", "leaks/go1.24/deferred"})
  void every_live_object_has_a_dominator_to_name(String name) throws IOException {
    try (HeapGraph graph = RealDump.of(name).graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      for (int object = 0; object < graph.objects().count(); object++) {
        if (tree.isLive(object)) {
          assertThat(
                  DominatorText.nameOf(graph, tree, object, owner -> "owner " + owner).split(" "))
              .as("object %d", object)
              .satisfiesAnyOf(
                  words -> assertThat(words[0]).startsWith("0x"),
                  words -> assertThat(words).containsExactly("several", "roots"),
                  words -> assertThat(Integer.parseInt(words[1])).isNotNegative());
        }
      }
    }
  }
}
