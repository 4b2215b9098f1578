package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.ObjectDetails;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares distances and referrers with those that an independent program found in the same dumps.
 */
class CorpusDistancesTest {

  static List<RealDump> withFacts() throws IOException {
    return RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts).toList();
  }

  @ParameterizedTest
  @MethodSource("withFacts")
  void distances_and_referrers_equal_those_counted_independently(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      JsonNode objects = dump.facts().get("top_retained");
      assertThat(objects).isNotEmpty();
      HeapTypes types = TypeInference.certain(graph, IntList.of());
      for (JsonNode expected : objects) {
        long address = Long.parseUnsignedLong(expected.get("address").asText().substring(2), 16);
        int object = graph.objects().find(address);
        ObjectDetails details = ObjectDetails.of(Heap.of(graph), types, object);
        assertThat(graph.objects().size(object)).isEqualTo(expected.get("size").asLong());
        assertThat(details.distance()).hasValue(expected.get("distance").asInt());
        assertThat(details.liveReferrers()).isEqualTo(expected.get("referrers").asInt());
      }
    }
  }
}
