package dev.godump.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.perftools.profiles.ProfileProto.Function;
import com.google.perftools.profiles.ProfileProto.Location;
import com.google.perftools.profiles.ProfileProto.Profile;
import com.google.perftools.profiles.ProfileProto.Sample;
import dev.godump.analysis.stacks.HeapStacks;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.SourceLocations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PprofTest {

  private static Profile profile(HeapGraph graph, StackKind by) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HeapStacks stacks =
        HeapStacks.of(
            Heap.of(graph), new SourceLocations(Optional.empty(), graph.process().frames()), by);
    long samples =
        Pprof.write(
            stacks,
            new Pprof.ProfiledProgram("heap.dump", "abc"),
            List.of("a comment", "another"),
            by == StackKind.ALLOC,
            out);
    Profile profile =
        Profile.parseFrom(new GZIPInputStream(new ByteArrayInputStream(out.toByteArray())));
    assertThat(profile.getSampleCount()).isEqualTo((int) samples);
    return profile;
  }

  private static String string(Profile profile, long index) {
    return profile.getStringTable((int) index);
  }

  /** Names of a sample's frames, the outermost first. */
  private static List<String> stack(Profile profile, Sample sample) {
    Map<Long, Location> locations = new HashMap<>();
    profile.getLocationList().forEach(location -> locations.put(location.getId(), location));
    Map<Long, Function> functions = new HashMap<>();
    profile.getFunctionList().forEach(function -> functions.put(function.getId(), function));
    List<String> names = new ArrayList<>();
    for (long id : sample.getLocationIdList()) {
      names.add(
          string(profile, functions.get(locations.get(id).getLine(0).getFunctionId()).getName()));
    }
    Collections.reverse(names);
    return names;
  }

  @Test
  void a_sample_has_its_leaf_first_with_certainty_and_recursion() throws IOException {
    Profile profile =
        profile(TinyHeap.graph("root -> a, a -> b, b -> c, c -> d:32"), StackKind.PATH);
    assertThat(profile.getSampleCount()).isEqualTo(2);
    Sample list = profile.getSample(0);
    assertThat(stack(profile, list)).containsExactly("bss+0x0", "ptrs@0 of 64 B");
    assertThat(list.getValueList()).containsExactly(3L, 192L);
    assertThat(string(profile, list.getLabel(0).getKey())).isEqualTo("certainty");
    assertThat(string(profile, list.getLabel(0).getStr())).isEqualTo("unknown");
    assertThat(string(profile, list.getLabel(1).getKey())).isEqualTo("recursion");
    assertThat(list.getLabel(1).getNum()).isEqualTo(3);
    assertThat(string(profile, list.getLabel(1).getNumUnit())).isEqualTo("times");
    assertThat(stack(profile, profile.getSample(1)))
        .containsExactly("bss+0x0", "ptrs@0 of 64 B", "noptr 32 B");
  }

  @Test
  void the_metadata_describes_the_format() throws IOException {
    Profile profile = profile(TinyHeap.graph("root -> a"), StackKind.PATH);
    assertThat(string(profile, 0)).isEmpty();
    assertThat(profile.getStringTableList()).doesNotHaveDuplicates();
    assertThat(
            profile.getSampleTypeList().stream()
                .map(t -> string(profile, t.getType()) + "/" + string(profile, t.getUnit())))
        .containsExactly("objects/count", "space/bytes");
    assertThat(string(profile, profile.getDefaultSampleType())).isEqualTo("space");
    assertThat(profile.getCommentList().stream().map(comment -> string(profile, comment)))
        .containsExactly("a comment", "another");
    assertThat(string(profile, profile.getMapping(0).getFilename())).isEqualTo("heap.dump");
    assertThat(string(profile, profile.getMapping(0).getBuildId())).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "go1.27/interfaces",
        "go1.24/leak",
        "go1.22/shapes",
        "go1.19/goroutines",
        "corpus/go1.15/386",
        "corpus/go1.24/s390x",
        "corpus/go1.7/goroutines"
      })
  void indexes_are_valid_and_sizes_add_up_to_the_live_bytes(String dump) throws IOException {
    try (HeapGraph graph = RealDump.of(dump).graph()) {
      Reachability live = Reachability.of(graph);
      for (StackKind by : StackKind.values()) {
        Profile profile = profile(graph, by);
        assertThat(profile.getSampleList().stream().mapToLong(s -> s.getValue(0)).sum())
            .isEqualTo(live.liveObjects());
        assertThat(profile.getSampleList().stream().mapToLong(s -> s.getValue(1)).sum())
            .isEqualTo(live.liveBytes());
        List<Long> locations = profile.getLocationList().stream().map(Location::getId).toList();
        List<Long> functions = profile.getFunctionList().stream().map(Function::getId).toList();
        assertThat(locations).doesNotHaveDuplicates().doesNotContain(0L);
        assertThat(functions).doesNotHaveDuplicates().doesNotContain(0L);
        for (Sample sample : profile.getSampleList()) {
          assertThat(sample.getValueCount()).isEqualTo(profile.getSampleTypeCount());
          assertThat(locations).containsAll(sample.getLocationIdList());
        }
        profile
            .getLocationList()
            .forEach(
                location -> assertThat(functions).contains(location.getLine(0).getFunctionId()));
      }
    }
  }
}
