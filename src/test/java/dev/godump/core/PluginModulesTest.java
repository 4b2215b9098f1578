package dev.godump.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.Reachability;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The plugin keeps 500 objects in a variable, and a goroutine waits in one of its functions. */
class PluginModulesTest {
  private static final RealCore CORE = new RealCore("go1.24", "plugin");

  @Test
  void what_a_variable_of_a_plugin_leads_to_is_live() throws IOException {
    HeapGraph graph = GraphLoader.load(new BytesSource(CORE.convertedBytes()), position -> {});
    assertThat(graph.process().segments()).hasSize(4);
    Reachability reachability = Reachability.of(graph);
    long things = 0;
    for (int object = 0; object < graph.objects().count(); object++) {
      // a thing has 24 words
      things += graph.objects().size(object) == 192 && reachability.isLive(object) ? 1 : 0;
    }
    assertThat(things).isEqualTo(500);
  }

  @Test
  void the_stack_of_a_function_of_a_plugin_is_followed_to_its_end() throws IOException {
    RecordLists core = CORE.converted();
    assertThat(core.complete).isTrue();
    assertThat(core.goroutines.values())
        .anySatisfy(lines -> assertThat(lines.toString()).contains(".Block", "runtime.goexit"));
  }
}
