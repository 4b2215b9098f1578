package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Closures recognized without an executable. */
class ClosureFunctionsTest {
  private static final long OBJECT = 0xc000000000L;
  private static final long TARGET = 0xc000001000L;
  private static final long ON_A_STACK = 0x401000;
  private static final long ON_NO_STACK = 0x4011c0;
  private static final long TYPE = 0x480000;
  private static final long ITAB = 0x4a0000;

  @Test
  void a_struct_that_begins_with_an_interface_is_not_a_closure() throws IOException {
    assertThat(entryOf(memory(32).word(0, ITAB).pointer(8, TARGET))).isZero();
    assertThat(entryOf(memory(32).word(0, TYPE).pointer(8, TARGET))).isZero();
  }

  @Test
  void a_closure_has_a_function_that_is_on_a_stack() throws IOException {
    assertThat(entryOf(memory(32).word(0, ON_A_STACK).pointer(8, TARGET))).isEqualTo(ON_A_STACK);
  }

  @Test
  void a_closure_has_a_function_among_those_on_stacks() throws IOException {
    assertThat(entryOf(memory(32).word(0, ON_NO_STACK).pointer(8, TARGET))).isEqualTo(ON_NO_STACK);
  }

  @Test
  void an_address_inside_a_function_makes_no_closure() throws IOException {
    assertThat(entryOf(memory(32).word(0, ON_NO_STACK + 1).pointer(8, TARGET))).isZero();
  }

  @Test
  void an_object_that_begins_with_a_pointer_is_not_a_closure() throws IOException {
    assertThat(entryOf(memory(32).pointer(0, TARGET).pointer(8, TARGET))).isZero();
  }

  @Test
  void the_type_in_a_malloc_header_is_not_a_function() throws IOException {
    assertThat(entryOf(memory(1024).word(0, ON_A_STACK).pointer(8, TARGET))).isZero();
  }

  private static Memory memory(int size) {
    return dump().memory(size);
  }

  private static DumpWriter dump() {
    return DumpWriter.go("go1.22.5");
  }

  private static long entryOf(Memory first) throws IOException {
    DumpWriter dump = dump();
    dump.type(new DumpRecord.Type(TYPE, 8, "main.conn", false))
        .itab(ITAB, TYPE)
        .object(OBJECT, first)
        .object(TARGET, dump.memory(64))
        .goroutine(1, "select")
        .frame("main.main", dump.memory(0))
        .frame(
            new DumpRecord.Frame(
                0x7f0100, 1, 0, null, 0x402000, 0x402010, 0x402010, "main.f", null),
            dump.memory(0));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      HeapTypes types = TypeInference.certain(graph, IntList.of(0));
      return new ClosureFunctions(graph, types).entryOf(0);
    }
  }
}
