package dev.godump.types.program;

import static dev.godump.binary.dwarf.TinyDwarf.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.dwarf.Die;
import dev.godump.binary.dwarf.Dwarf;
import dev.godump.binary.dwarf.DwarfTypes;
import dev.godump.binary.dwarf.Locals;
import dev.godump.binary.dwarf.TinyDwarf;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.program.FrameVariable.Slot;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A goroutine with two frames: {@code main.callee}, called by {@code main.caller}. */
class FrameVariablesTest {
  private static final long CALLEE = 0x401000;
  private static final long CALLER = 0x402000;
  private static final long SP = 0x7f0000;
  private static final int SIZE = 64;

  private final TinyDwarf program = TinyDwarf.of(5);
  private final Die number = program.number("int", Kind.INT, 8);
  private final Die pointer = program.pointer("*int", number);
  private final Die callee = program.function("main.callee", CALLEE, CALLEE + 0x40);
  private final Die caller = program.function("main.caller", CALLER, CALLER + 0x40);
  private final DumpWriter dump = DumpWriter.go("go1.21.0");
  private final Memory calleeContents = dump.memory(SIZE);
  private final Memory callerContents = dump.memory(SIZE);

  private FrameVariables variables(long slide, String calleeName, long callerPc)
      throws IOException {
    dump.goroutine(1, "select");
    write(calleeName, SP, CALLEE + slide, CALLEE + 0x10 + slide, calleeContents);
    write("main.caller", SP + SIZE, CALLER + slide, callerPc + slide, callerContents);
    HeapGraph graph = GraphLoader.load(dump.source(), position -> {});
    Dwarf dwarf = new Dwarf(program);
    return new FrameVariables(graph, new Locals(dwarf, new DwarfTypes(dwarf)), slide);
  }

  private void write(String name, long sp, long entry, long pc, Memory contents) {
    dump.frame(new DumpRecord.Frame(sp, 0, 0, null, entry, pc, pc, name, null), contents);
  }

  private FrameVariables variables() throws IOException {
    return variables(0, "main.callee", CALLER + 0x10);
  }

  private static FrameVariable only(List<FrameVariable> found) {
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void a_variable_is_below_the_end_of_its_frame() throws IOException {
    callee.local("n", number, frame(-24));
    FrameVariable n = only(variables().variablesOf(0));
    assertThat(n.name()).isEqualTo("n");
    assertThat(n.type().name()).isEqualTo("int");
    assertThat(n.slots()).containsExactly(new Slot(0, SIZE - 24, 0, 8));
    assertThat(n.isWhole()).isTrue();
    assertThat(n.live()).isTrue();
  }

  @Test
  void an_argument_on_the_stack_is_in_the_frame_of_the_caller() throws IOException {
    callee.parameter("p", pointer, frame(8));
    callerContents.pointer(8, 0xc000000000L);
    FrameVariable p = only(variables().variablesOf(0));
    assertThat(p.slots()).containsExactly(new Slot(1, 8, 0, 8));
    assertThat(p.live()).isTrue();
  }

  @Test
  void frames_of_other_goroutines_are_not_searched() throws IOException {
    caller.parameter("p", pointer, frame(0));
    assertThat(only(variables().variablesOf(1)).slots()).isEmpty();
  }

  @Test
  void a_pointer_is_live_if_the_frame_lists_it() throws IOException {
    callee.local("dead", pointer, frame(-24));
    callee.local("live", pointer, frame(-32));
    calleeContents.pointer(SIZE - 32, 0xc000000000L);
    assertThat(variables().variablesOf(0))
        .extracting(FrameVariable::live)
        .containsExactly(false, true);
  }

  @Test
  void a_struct_is_live_if_all_its_pointers_are_listed() throws IOException {
    Die pair =
        program
            .struct("main.Pair", 24)
            .field("a", 0, pointer)
            .field("n", 8, number)
            .field("b", 16, pointer);
    callee.local("half", pair, frame(-24));
    callee.local("whole", pair, frame(-48));
    calleeContents.pointer(SIZE - 48, 1).pointer(SIZE - 32, 1).pointer(SIZE - 24, 1);
    assertThat(variables().variablesOf(0))
        .extracting(FrameVariable::live)
        .containsExactly(false, true);
  }

  @Test
  void scopes_of_a_caller_are_those_at_the_call() throws IOException {
    caller.block(CALLER, CALLER + 0x10).local("x", number, frame(-8));
    assertThat(only(variables().variablesOf(1)).name()).isEqualTo("x");
  }

  @Test
  void scopes_of_an_interrupted_function_are_those_at_its_pc() throws IOException {
    caller.block(CALLER, CALLER + 0x10).local("x", number, frame(-8));
    assertThat(variables(0, "runtime.sigpanic", CALLER + 0x10).variablesOf(1)).isEmpty();
  }

  @Test
  void the_slide_is_subtracted_from_addresses() throws IOException {
    callee.local("n", number, frame(-24));
    assertThat(variables(0x5500_0000_0000L, "main.callee", CALLER).variablesOf(0)).hasSize(1);
  }

  @Test
  void variables_outside_of_all_frames_have_no_slots() throws IOException {
    callee.local("far", number, frame(-1000));
    callee.local("further", number, frame(1L << 62));
    assertThat(variables().variablesOf(0)).allMatch(v -> v.slots().isEmpty() && !v.live());
  }
}
