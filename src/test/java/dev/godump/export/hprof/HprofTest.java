package dev.godump.export.hprof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.export.ObjectFilter;
import dev.godump.export.ObjectLabels;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.HeapParts;
import dev.godump.heap.RealHeap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.TopRetainers;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.inference.TypeInference;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.netbeans.lib.profiler.heap.GCRoot;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;
import org.netbeans.lib.profiler.heap.PrimitiveArrayInstance;
import org.netbeans.lib.profiler.heap.ThreadObjectGCRoot;
import shark.CloseableHeapGraph;
import shark.HeapField;
import shark.HeapObject;
import shark.HprofHeapGraph;
import shark.HprofRecordTag;

/**
 * Reads exported Go heaps with two readers of Java heap dumps: that of NetBeans and VisualVM, and
 * Shark.
 */
class HprofTest {
  @TempDir private Path directory;

  static List<Machine> machines() {
    return List.of(Machine.AMD64, Machine.I386, Machine.S390X, Machine.MIPS);
  }

  static Stream<RealDump> dumps() throws IOException {
    Stream<RealDump> programs =
        Stream.of("1.19", "1.22", "1.24", "1.27")
            .flatMap(
                go ->
                    Stream.of("leak", "interfaces", "finalizers")
                        .map(name -> RealDump.of("go" + go + "/" + name)));
    return Stream.concat(programs, RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts));
  }

  private Path export(HeapGraph graph, ObjectFilter shown, boolean redact) throws IOException {
    Path file = Files.createTempDirectory(directory, "hprof").resolve("heap.hprof");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new Hprof(
              graph,
              new ObjectLabels(graph, TypeInference.infer(graph).types()),
              new SourceLocations(Optional.empty(), graph.process().frames()),
              shown,
              redact)
          .write(out, position -> {});
    }
    return file;
  }

  private static ObjectFilter live(HeapGraph graph) {
    return ObjectFilter.kept(HeapParts.of(Reachability.of(graph)));
  }

  private Heap netbeans(HeapGraph graph) throws IOException {
    return HeapFactory.createHeap(export(graph, live(graph), false).toFile());
  }

  private static List<Long> references(Heap heap, long id) {
    JavaClass type = heap.getJavaClassByID(id);
    List<?> values = type != null ? type.getStaticFieldValues() : values(heap.getInstanceByID(id));
    List<Long> targets = new ArrayList<>();
    for (Object value : values) {
      Object target = value instanceof ObjectFieldValue field ? field.getInstance() : value;
      if (target instanceof Instance instance) {
        targets.add(instance.getInstanceId());
      }
    }
    return targets;
  }

  private static List<?> values(Instance instance) {
    return instance instanceof ObjectArrayInstance array
        ? array.getValues()
        : instance.getFieldValues();
  }

  /** Bytes that a reader reaches from its roots without passing through one instance. */
  private static long reachableBytes(Heap heap, Map<Long, List<Long>> references, long without) {
    Set<Long> seen = new HashSet<>(Set.of(without));
    Deque<Long> todo = new ArrayDeque<>();
    for (Object root : heap.getGCRoots()) {
      Instance instance = ((GCRoot) root).getInstance();
      if (instance != null) {
        todo.add(instance.getInstanceId());
      }
    }
    long bytes = 0;
    while (!todo.isEmpty()) {
      long id = todo.pop();
      if (seen.add(id)) {
        JavaClass type = heap.getJavaClassByID(id);
        bytes += type == null ? heap.getInstanceByID(id).getSize() : 0;
        todo.addAll(references.computeIfAbsent(id, key -> references(heap, key)));
      }
    }
    return bytes;
  }

  private static void sameTopTen(HeapGraph graph, Heap heap) {
    DominatorTree tree = DominatorTree.of(graph);
    Map<Long, List<Long>> references = new HashMap<>();
    long all = reachableBytes(heap, references, 0);
    List<Integer> expected = TopRetainers.objects(tree, 10);
    for (int id : expected) {
      long address = graph.objects().address(id);
      assertThat(all - reachableBytes(heap, references, address))
          .isEqualTo(tree.retainedByObject(id));
      assertThat(heap.getInstanceByID(address).getRetainedSize())
          .isEqualTo(tree.retainedByObject(id));
    }
    List<Long> addresses = expected.stream().map(id -> graph.objects().address(id)).toList();
    assertThat(largest(graph, heap, tree, addresses.size())).isEqualTo(addresses);
  }

  /** Whether what an object retains by pointers alone counts for goroutines, which godump ranks. */
  private static boolean countsForGoroutines(DominatorTree tree, int id) {
    return tree.owners().goroutineObjects().isSpecial(id);
  }

  private static List<Long> largest(HeapGraph graph, Heap heap, DominatorTree tree, int limit) {
    List<Instance> instances = new ArrayList<>();
    ObjectFilter shown = live(graph);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (shown.includes(id) && !countsForGoroutines(tree, id)) {
                instances.add(heap.getInstanceByID(address));
              }
            });
    return instances.stream()
        .sorted(
            Comparator.comparingLong((Instance i) -> -i.getRetainedSize())
                .thenComparing(Instance::getInstanceId))
        .limit(limit)
        .map(Instance::getInstanceId)
        .toList();
  }

  private static boolean split(HeapGraph graph, int id) {
    return graph.objects().size(id) > ClassTable.LARGEST_INSTANCE
        && graph.shapes().get(graph.shapeIndex(id)).pointers() > 0;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void netbeans_finds_every_live_object_with_its_size_and_the_same_ten_largest_retainers(
      RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = netbeans(graph);
      ObjectFilter shown = live(graph);
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                Instance instance = heap.getInstanceByID(address);
                assertThat(instance != null).isEqualTo(shown.includes(id));
                if (instance != null && !split(graph, id)) {
                  assertThat(instance.getSize()).isEqualTo(size);
                }
              });
      if (Reachability.isKnown(graph)) {
        sameTopTen(graph, heap);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void shark_finds_every_object_with_its_size_and_every_edge(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph();
        CloseableHeapGraph heap = shark(export(graph, ObjectFilter.all(), false))) {
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                HeapObject object = heap.findObjectById(address);
                if (object instanceof HeapObject.HeapInstance instance && !split(graph, id)) {
                  assertThat(instance.getByteSize()).isEqualTo((int) size);
                }
                assertThat(targets(heap, object, graph)).isEqualTo(edges(graph, id));
              });
    }
  }

  private static Map<Long, Integer> edges(HeapGraph graph, int id) {
    Map<Long, Integer> targets = new TreeMap<>();
    for (long e = graph.edges().first(id); e >= 0; e = graph.edges().next(e)) {
      targets.merge(graph.objects().address(graph.edges().target(e)), 1, Integer::sum);
    }
    return targets;
  }

  /**
   * Counts the references of an object to objects of the Go heap. The array in its field {@code
   * rest} is a part of it.
   */
  private static Map<Long, Integer> targets(
      CloseableHeapGraph heap, HeapObject object, HeapGraph graph) {
    Map<Long, Integer> targets = new TreeMap<>();
    if (object instanceof HeapObject.HeapInstance instance) {
      Iterator<HeapField> fields = instance.readFields().iterator();
      while (fields.hasNext()) {
        HeapField field = fields.next();
        Long target = field.getValue().getAsNonNullObjectId();
        if (target != null && field.getName().equals("rest")) {
          long[] elements =
              heap.findObjectById(target).getAsObjectArray().readRecord().getElementIds();
          LongStream.of(elements)
              .filter(e -> e != 0)
              .forEach(e -> targets.merge(e, 1, Integer::sum));
        } else if (target != null && graph.objects().find(target) >= 0) {
          targets.merge(target, 1, Integer::sum);
        }
      }
    }
    return targets;
  }

  private static CloseableHeapGraph shark(Path file) {
    return HprofHeapGraph.Companion.openHeapGraph(
        file.toFile(), null, EnumSet.allOf(HprofRecordTag.class));
  }

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "go1.19/goroutines",
        "go1.27/goroutines",
        "corpus/go1.24/386_maps",
        "corpus/go1.24/mips"
      })
  void goroutines_are_threads_with_their_stacks(String name) throws IOException {
    try (HeapGraph graph = RealDump.of(name).graph()) {
      Map<String, List<String>> stacks = new TreeMap<>();
      for (Object root : netbeans(graph).getGCRoots()) {
        if (root instanceof ThreadObjectGCRoot thread) {
          Instance text = (Instance) thread.getInstance().getValueOfField("name");
          stacks.put(
              characters(text),
              Stream.of(thread.getStackTrace())
                  .map(e -> e.getClassName() + "." + e.getMethodName())
                  .toList());
        }
      }
      assertThat(stacks).hasSize(graph.process().goroutines().size());
      for (Goroutine goroutine : graph.process().goroutines()) {
        List<String> functions = new ArrayList<>();
        for (int f = goroutine.firstFrame();
            f < goroutine.firstFrame() + goroutine.frameCount();
            f++) {
          functions.add(graph.process().frames().function(f).replace('/', '.'));
        }
        assertThat(stacks.get("goroutine " + goroutine.id() + " [" + goroutine.state() + "]"))
            .isEqualTo(functions);
      }
    }
  }

  private static String characters(Instance string) {
    List<?> values = ((PrimitiveArrayInstance) string.getValueOfField("value")).getValues();
    return values.stream().map(Object::toString).collect(Collectors.joining());
  }

  @Test
  void text_is_a_string_with_characters_that_no_object_retains() throws IOException {
    byte[] text = "grüß Gott".getBytes(StandardCharsets.UTF_8);
    DumpWriter dump = DumpWriter.go("go1.24.1");
    Memory bytes = dump.memory(16);
    for (int i = 0; i < 16; i += 8) {
      bytes.word(
          i, ByteBuffer.wrap(Arrays.copyOf(text, 16)).order(ByteOrder.LITTLE_ENDIAN).getLong(i));
    }
    dump.object(0xc000000000L, bytes).bss(0x600000, dump.memory(8).pointers(0xc000000000L));
    try (HeapGraph graph = graph(dump)) {
      Instance string = netbeans(graph).getInstanceByID(0xc000000000L);
      assertThat(string.getJavaClass().getName()).isEqualTo("java.lang.String");
      assertThat(characters(string)).isEqualTo("grüß Gott");
      assertThat(string.getSize()).isEqualTo(16);
      assertThat(string.getRetainedSize()).isEqualTo(16);
      try (CloseableHeapGraph heap = shark(export(graph, ObjectFilter.all(), false))) {
        assertThat(heap.findObjectById(0xc000000000L).getAsInstance().readAsJavaString())
            .isEqualTo("grüß Gott");
      }
    }
  }

  @Test
  void redaction_leaves_no_contents() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.1");
    // "secret!!" as a word, in a text, in a struct and in a buffer
    long secret = 0x2121746572636573L;
    dump.object(0xc000000000L, dump.memory(64).word(0, secret).word(8, secret));
    dump.object(0xc000002000L, dump.memory(64).word(0, secret).pointer(8, 0xc000000000L));
    dump.object(0xc000004000L, dump.memory(8192).word(0, secret).word(4096, secret));
    dump.bss(0x600000, dump.memory(16).pointers(0xc000002000L, 0xc000004000L));
    try (HeapGraph graph = graph(dump)) {
      String plain =
          Files.readString(export(graph, ObjectFilter.all(), false), StandardCharsets.ISO_8859_1);
      String redacted =
          Files.readString(export(graph, ObjectFilter.all(), true), StandardCharsets.ISO_8859_1);
      assertThat(plain).contains("secret!!", "!!terces", "s\0e\0c\0r\0e\0t");
      assertThat(redacted)
          .doesNotContain("secret")
          .doesNotContain("terces")
          .doesNotContain("s\0e\0c");
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void large_objects_have_the_size_of_their_slots(Machine machine) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.1", machine);
    int size = 1 << 21;
    long array = 0xc0000000L;
    long buffer = array + size;
    long small = buffer + size;
    Memory pointers = dump.memory(size);
    for (int offset = 0; offset < size; offset += machine.pointerSize()) {
      pointers.pointer(offset, offset % 3 == 0 ? small : buffer);
    }
    dump.object(array, pointers).object(buffer, size).object(small, 64);
    dump.bss(0x600000, dump.memory(machine.pointerSize()).pointers(array));
    try (HeapGraph graph = graph(dump)) {
      Heap heap = netbeans(graph);
      assertThat(heap.getInstanceByID(array).getRetainedSize()).isEqualTo(2L * size + 64);
      assertThat(heap.getInstanceByID(buffer).getRetainedSize()).isEqualTo(size);
      assertThat(heap.getInstanceByID(small).getRetainedSize()).isEqualTo(64);
    }
  }

  @Test
  void a_dump_cut_anywhere_gives_a_complete_export() throws IOException {
    byte[] bytes = RealDump.of("go1.24/interfaces").bytes();
    Random random = new Random(7);
    for (int i = 0; i < 25; i++) {
      int length = 500 + random.nextInt(bytes.length - 500);
      try (HeapGraph graph = GraphLoader.load(BytesSource.prefix(bytes, length), position -> {})) {
        Heap heap = netbeans(graph);
        ObjectFilter shown = live(graph);
        graph
            .objects()
            .forEach(
                (id, address, size) ->
                    assertThat(heap.getInstanceByID(address) != null)
                        .isEqualTo(shown.includes(id)));
      }
    }
  }

  @Test
  void a_pointer_into_an_object_refers_to_the_object() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b+8");
    Instance a = netbeans(heap.graph()).getInstanceByID(heap.address("a"));
    assertThat(((Instance) a.getValueOfField("ptr@0x0")).getInstanceId())
        .isEqualTo(heap.address("b"));
  }

  @Test
  void global_variables_are_static_fields() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b");
    JavaClass globals = netbeans(heap.graph()).getJavaClassByName("go.globals");
    assertThat(((Instance) globals.getValueOfStaticField("bss+0x8")).getInstanceId())
        .isEqualTo(heap.address("b"));
  }

  private Path export(RealHeap real, boolean redact) throws IOException {
    HeapGraph graph = real.heap().graph();
    Path file = Files.createTempDirectory(directory, "hprof").resolve("heap.hprof");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new Hprof(
              graph,
              new ObjectLabels(graph, real.heap().types()),
              real.places(),
              live(graph),
              redact)
          .write(out, p -> {});
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void with_the_executable_variables_and_fields_have_their_names_and_types(String version)
      throws IOException {
    try (RealHeap real = RealHeap.ofTypes(version)) {
      HeapGraph graph = real.heap().graph();
      Heap heap = HeapFactory.createHeap(export(real, false).toFile());
      Instance service =
          (Instance) heap.getJavaClassByName("main.globals").getValueOfStaticField("global");
      assertThat(service.getJavaClass().getName()).startsWith("main.Service");
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                Instance instance = heap.getInstanceByID(address);
                if (instance != null && !split(graph, id)) {
                  assertThat(instance.getSize())
                      .as(instance.getJavaClass().getName())
                      .isEqualTo(size);
                }
              });
      sameTopTen(graph, heap);
      assertThat(instances(heap, "main.Employee"))
          .hasSizeGreaterThan(40)
          .allMatch(e -> e.getValueOfField("Skills.len") instanceof Long)
          .anyMatch(e -> e.getValueOfField("Ratings") instanceof Instance);
      assertThat(instances(heap, "main.Cat"))
          .anyMatch(
              c ->
                  c.getValueOfField("Name") instanceof Instance name
                      && name.getJavaClass().getName().equals("java.lang.String"));
      assertThat(instances(heap, "main.Service"))
          .anyMatch(s -> s.getValueOfField("Reflected.flag") instanceof Long);
    }
  }

  private static List<Instance> instances(Heap heap, String type) {
    List<Instance> found = new ArrayList<>();
    for (Object each : heap.getAllClasses()) {
      JavaClass c = (JavaClass) each;
      if (c.getName().equals(type) || c.getName().startsWith(type + " ")) {
        for (Object instance : c.getInstances()) {
          found.add((Instance) instance);
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void with_the_executable_calls_have_source_locations(String version) throws IOException {
    try (RealHeap real = RealHeap.ofTypes(version)) {
      Heap heap = HeapFactory.createHeap(export(real, false).toFile());
      List<StackTraceElement> calls = new ArrayList<>();
      for (Object root : heap.getGCRoots()) {
        if (root instanceof ThreadObjectGCRoot thread) {
          calls.addAll(List.of(thread.getStackTrace()));
        }
      }
      assertThat(calls)
          .anyMatch(
              c ->
                  c.getMethodName().equals("main")
                      && c.getFileName().endsWith("proc.go")
                      && c.getLineNumber() > 0);
    }
  }

  @Test
  void a_value_is_split_into_numbers_up_to_the_end_of_its_slot() {
    GoType small = basic("uint16", GoType.Kind.UINT16, 2);
    GoType number = basic("uint32", GoType.Kind.UINT32, 4);
    GoType truth = basic("bool", GoType.Kind.BOOL, 1);
    GoType wide = basic("int64", GoType.Kind.INT64, 8);
    GoType mixed =
        new GoType(
            "main.Mixed",
            GoType.Kind.STRUCT,
            24,
            0,
            () ->
                GoType.Parts.struct(
                    List.of(
                        new GoType.Field("ok", 0, truth, false),
                        new GoType.Field("port", 2, small, false),
                        new GoType.Field("seed", 4, number, false),
                        new GoType.Field("sum", 8, wide, false))));
    assertThat(
            TypedFields.of(mixed, 1, 0, 24, 8).stream()
                .map(p -> p.name() + "@" + p.offset() + ":" + p.size()))
        .containsExactly("ok@0:1", "port@2:2", "seed@4:4", "sum@8:8");
    assertThat(TypedFields.of(mixed, 2, 8, 64, 8).stream().map(TypedFields.Part::name))
        .containsExactly(
            "[0].ok",
            "[0].port",
            "[0].seed",
            "[0].sum",
            "[1].ok",
            "[1].port",
            "[1].seed",
            "[1].sum");
    assertThat(TypedFields.of(mixed, 1L << 40, 0, 16, 8)).hasSize(4);
  }

  private static GoType basic(String name, GoType.Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> GoType.Parts.NONE);
  }
}
