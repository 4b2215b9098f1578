package dev.godump.analysis.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.stacks.HeapStacks.Stack;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.RealHeap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeapStacksTest {
  private static final int SEEDS = 300;

  static Stream<RealDump> dumps() {
    return Stream.of(
            "go1.27/shapes",
            "go1.24/leak_goroutines",
            "go1.22/finalizers",
            "go1.19/garbage",
            "corpus/go1.15/386",
            "corpus/go1.24/ppc64")
        .map(RealDump::of);
  }

  private static HeapStacks heapStacks(HeapGraph graph, StackKind by) throws IOException {
    return HeapStacks.of(
        Heap.of(graph), new SourceLocations(Optional.empty(), graph.process().frames()), by);
  }

  private static List<Stack> stacks(HeapGraph graph, StackKind by) throws IOException {
    HeapStacks all = heapStacks(graph, by);
    List<Stack> stacks = new ArrayList<>();
    for (int i = 0; i < all.idLimit(); i++) {
      if (all.isUsed(i)) {
        stacks.add(all.get(i));
      }
    }
    return stacks;
  }

  private static List<String> text(String heap, StackKind by) throws IOException {
    return stacks(TinyHeap.graph(heap), by).stream()
        .map(
            s ->
                s.frames().stream().map(StackFrame::name).collect(Collectors.joining(" > "))
                    + ": "
                    + s.objects()
                    + ", "
                    + s.bytes()
                    + ", times "
                    + s.recursion())
        .sorted()
        .toList();
  }

  private static Map<String, Long> cumulated(List<Stack> stacks) {
    Map<String, Long> bytes = new HashMap<>();
    for (Stack stack : stacks) {
      Set<String> names = new HashSet<>();
      stack.frames().forEach(frame -> names.add(frame.name().replaceFirst(" ×[\\d,]+$", "")));
      names.forEach(name -> bytes.merge(name, stack.bytes(), Long::sum));
    }
    return bytes;
  }

  @Test
  void an_object_is_at_the_end_of_its_shortest_path() throws IOException {
    assertThat(text("root -> a:96, a -> b:32, b -> c:48, a -> c", StackKind.PATH))
        .containsExactly(
            "bss+0x0 > ptrs@0,8 of 96 B > noptr 48 B: 1, 48, times 1",
            "bss+0x0 > ptrs@0,8 of 96 B > ptrs@0 of 32 B: 1, 32, times 1",
            "bss+0x0 > ptrs@0,8 of 96 B: 1, 96, times 1");
  }

  @Test
  void a_list_is_one_frame() throws IOException {
    assertThat(text("root -> a, a -> b, b -> c, c -> d, d -> e:32", StackKind.PATH))
        .containsExactly(
            "bss+0x0 > ptrs@0 of 64 B > noptr 32 B: 1, 32, times 1",
            "bss+0x0 > ptrs@0 of 64 B: 4, 256, times 4");
  }

  @Test
  void the_frame_of_a_long_list_has_its_rounded_length() throws IOException {
    StringBuilder list = new StringBuilder("root -> n0");
    for (int i = 0; i < 9_999; i++) {
      list.append(", n").append(i).append(" -> n").append(i + 1);
    }
    list.append(", n9999 -> end:32");
    for (StackKind by : List.of(StackKind.PATH, StackKind.DOMINATOR)) {
      assertThat(text(list.toString(), by))
          .containsExactly(
              "bss+0x0 > ptrs@0 of 64 B ×10,000 > noptr 32 B: 1, 32, times 1",
              "bss+0x0 > ptrs@0 of 64 B ×10,000: 10000, 640000, times 10000");
    }
  }

  @Test
  void an_object_with_two_referrers_is_below_their_common_dominator() throws IOException {
    assertThat(text("root -> a:96, root -> b:80, a -> c:48, b -> c", StackKind.DOMINATOR))
        .containsExactly(
            "(several roots) > noptr 48 B: 1, 48, times 1",
            "bss+0x0 > ptrs@0 of 96 B: 1, 96, times 1",
            "bss+0x8 > ptrs@0 of 80 B: 1, 80, times 1");
  }

  @Test
  void garbage_is_in_no_stack() throws IOException {
    assertThat(text("root -> a:96, b:80", StackKind.PATH))
        .containsExactly("bss+0x0 > noptr 96 B: 1, 96, times 1");
    assertThat(text("a", StackKind.DOMINATOR)).isEmpty();
  }

  @Test
  void all_stacks_add_up_to_the_live_objects() {
    Seeds.forEach(SEEDS, this::checkStacksAddUp);
  }

  private void checkStacksAddUp(long seed) throws IOException {
    RandomHeap heap = RandomHeap.of(seed);
    HeapGraph graph = heap.heap().graph();
    Reachability live = Reachability.of(graph);
    for (StackKind by : StackKind.values()) {
      List<Stack> stacks = stacks(graph, by);
      assertThat(stacks.stream().mapToLong(Stack::objects).sum()).isEqualTo(live.liveObjects());
      assertThat(stacks.stream().mapToLong(Stack::bytes).sum()).isEqualTo(live.liveBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void bytes_below_a_type_are_the_retained_size_of_its_objects(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Map<String, Long> cumulated = cumulated(stacks(graph, StackKind.DOMINATOR));
      Histogram histogram = Heap.of(graph).histogram(Histogram.By.TYPE);
      for (Histogram.Row row : histogram.rows()) {
        if (row.liveCount() > 0 && row.certainty() == Certainty.UNKNOWN) {
          assertThat(cumulated.get(row.type())).as(row.type()).isEqualTo(row.retained());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void stacks_of_real_dumps_add_up_to_the_live_objects(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Reachability live = Reachability.of(graph);
      for (StackKind by : StackKind.values()) {
        HeapStacks stacks = heapStacks(graph, by);
        assertThat(stacks.objects()).isEqualTo(live.liveObjects());
        assertThat(stacks.bytes()).isEqualTo(live.liveBytes());
      }
    }
  }

  @Test
  void stacks_of_goroutines_start_with_their_calls() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak_goroutines").graph()) {
      Stack largest =
          stacks(graph, StackKind.GOROUTINE).stream()
              .max((a, b) -> Long.compare(a.bytes(), b.bytes()))
              .orElseThrow();
      List<String> names = largest.frames().stream().map(StackFrame::name).toList();
      assertThat(names).startsWith("runtime.goexit", "main.serve.gowrap1");
      assertThat(largest.objects()).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void allocations_have_the_calls_and_counts_of_the_profile() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/interfaces").graph()) {
      List<Stack> stacks = stacks(graph, StackKind.ALLOC);
      assertThat(stacks).anyMatch(s -> s.frames().get(0).name().equals("(allocation not sampled)"));
      assertThat(stacks.stream().mapToLong(Stack::allocs).sum())
          .isEqualTo(graph.process().profile().buckets().stream().mapToLong(b -> b.allocs()).sum());
      assertThat(stacks)
          .anyMatch(
              s ->
                  s.objects() > 0
                      && s.frames().stream()
                          .anyMatch(
                              f ->
                                  f.name().startsWith("main.")
                                      && f.file().endsWith(".go")
                                      && f.line() > 0));
    }
  }

  /** Stacks name a program's variables, fields and maps, whichever release laid them out. */
  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void with_the_executable_frames_have_the_names_of_the_program(String version) throws IOException {
    try (RealHeap real = RealHeap.ofTypes(version)) {
      HeapStacks stacks = HeapStacks.of(real.heap(), real.places(), StackKind.PATH);
      Set<String> lines = new HashSet<>();
      for (int i = 0; i < stacks.idLimit(); i++) {
        lines.add(
            stacks.get(i).frames().stream()
                .map(StackFrame::name)
                .collect(Collectors.joining(" > ")));
      }
      assertThat(lines)
          .contains(
              "main.global > main.Service > .Bytes []byte",
              "main.global > main.Service > .ByName map[string]*main.Employee",
              "main.global > main.Service > .Employees []*main.Employee > main.Employee > .Skills []string",
              "main.global > main.Service > .ByKey map[main.Key]main.Point > key.C string bytes",
              "main.global > main.Service > .Numbers map[int]int",
              "main.global > main.Service > .Names.Head main.Element[main.Named] > .Next main.Element[main.Named]",
              "main.global > main.Service > .Events chan *main.Line > .buf []*main.Line");
      assertThat(lines).noneMatch(line -> line.contains("(guess)"));
      assertThat(lines)
          .noneMatch(
              line ->
                  line.contains("buckets") || line.contains("groups") || line.contains("table"));
      assertThat(stacks.bytes()).isEqualTo(real.heap().reachability().liveBytes());
    }
  }

  @Test
  void local_variables_are_below_the_calls_they_belong_to() throws IOException {
    try (RealHeap real = RealHeap.ofTypes("go1.24")) {
      HeapStacks byPath = HeapStacks.of(real.heap(), real.places(), StackKind.PATH);
      HeapStacks byGoroutine = HeapStacks.of(real.heap(), real.places(), StackKind.GOROUTINE);
      assertThat(frames(byPath))
          .anyMatch(
              f ->
                  f.name().equals("runtime.chanrecv, gp")
                      && f.file().endsWith("runtime/chan.go")
                      && f.line() > 0);
      assertThat(frames(byGoroutine)).contains(StackFrame.of("gp"));
    }
  }

  @Test
  void arrays_with_one_element_have_the_frame_of_longer_ones() throws IOException {
    try (RealHeap real = RealHeap.ofTypes("go1.24")) {
      assertThat(frames(HeapStacks.of(real.heap(), real.places(), StackKind.PATH)))
          .extracting(StackFrame::name)
          .contains(".timers.heap []runtime.timerWhen", ".buf []time.Time")
          .doesNotContain(".timers.heap runtime.timerWhen", ".buf time.Time");
    }
  }

  private static Set<StackFrame> frames(HeapStacks stacks) {
    Set<StackFrame> frames = new HashSet<>();
    for (int i = 0; i < stacks.idLimit(); i++) {
      frames.addAll(stacks.get(i).frames());
    }
    return frames;
  }

  @Test
  void a_field_has_one_name_in_all_elements() {
    assertThat(StepFields.generalized("[12].name")).isEqualTo(".name");
    assertThat(StepFields.generalized(".rows[2].cells[7]")).isEqualTo(".rows[].cells[]");
    assertThat(StepFields.generalized("[3].slots[2].elem.conn")).isEqualTo(".conn");
    assertThat(StepFields.generalized(".slots[2].key")).isEqualTo("key");
    assertThat(StepFields.generalized("[5].keys[1].host")).isEqualTo("key.host");
    assertThat(StepFields.generalized(".values[0]")).isEmpty();
  }
}
