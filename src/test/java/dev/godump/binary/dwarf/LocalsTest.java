package dev.godump.binary.dwarf;

import static dev.godump.binary.dwarf.TinyDwarf.frame;
import static dev.godump.binary.dwarf.TinyDwarf.pieces;
import static dev.godump.binary.dwarf.TinyDwarf.register;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.dwarf.LocalVariable.Role;
import dev.godump.binary.dwarf.Piece.Location;
import dev.godump.binary.dwarf.TinyDwarf.Covered;
import dev.godump.binary.type.GoType.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalsTest {
  private static final long LOW = 0x401000;
  private static final long HIGH = 0x401100;

  private TinyDwarf program = TinyDwarf.of(5);
  private Die number = program.number("int", Kind.INT, 8);
  private Die function = program.function("main.work", LOW, HIGH);

  private void write(int version) {
    program = TinyDwarf.of(version);
    number = program.number("int", Kind.INT, 8);
    function = program.function("main.work", LOW, HIGH);
  }

  private Locals locals() {
    Dwarf dwarf = new Dwarf(program);
    return new Locals(dwarf, new DwarfTypes(dwarf));
  }

  private LocalVariable only(long pc) {
    List<LocalVariable> found = locals().at(pc);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void a_function_has_parameters_results_and_variables() {
    function.parameter("n", number, frame(0));
    function.parameter("~r0", number, frame(8)).with(Attribute.VARIABLE_PARAMETER, true);
    function.local("i", number, frame(-16)).with(Attribute.DECL_LINE, 7L);
    assertThat(locals().at(LOW)).extracting(LocalVariable::name).containsExactly("n", "~r0", "i");
    assertThat(locals().at(LOW))
        .extracting(LocalVariable::role)
        .containsExactly(Role.PARAMETER, Role.RESULT, Role.LOCAL);
    LocalVariable i = locals().at(LOW).get(2);
    assertThat(i.line()).isEqualTo(7);
    assertThat(i.type().name()).isEqualTo("int");
    assertThat(i.function()).isEqualTo("main.work");
    assertThat(i.hasOneLocation()).isTrue();
    assertThat(i.pieces()).containsExactly(new Piece(0, 0, Location.FRAME, -16));
  }

  @Test
  void each_function_has_its_own_variables() {
    function.local("i", number, frame(-16));
    program.function("main.other", HIGH, HIGH + 16).local("j", number, frame(-8));
    assertThat(locals().at(HIGH - 1)).extracting(LocalVariable::name).containsExactly("i");
    assertThat(locals().at(HIGH)).extracting(LocalVariable::name).containsExactly("j");
    assertThat(locals().at(HIGH + 16)).isEmpty();
    assertThat(locals().at(LOW - 1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void the_same_name_in_another_scope_is_another_variable(int version) {
    write(version);
    function.block(LOW, LOW + 16).local("x", number, frame(-8));
    function
        .add(Tag.LEXICAL_BLOCK, null)
        .with(Attribute.RANGES, program.ranges(LOW + 16, LOW + 32, LOW + 64, LOW + 80))
        .local("x", number, frame(-24));
    function.local("after", number, frame(-32));
    assertThat(locals().at(LOW).get(0).pieces().get(0).value()).isEqualTo(-8);
    assertThat(locals().at(LOW + 79).get(0).pieces().get(0).value()).isEqualTo(-24);
    assertThat(locals().at(LOW + 40)).extracting(LocalVariable::name).containsExactly("after");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void the_location_of_a_variable_depends_on_the_pc(int version) {
    write(version);
    Object list =
        program.list(
            LOW,
            new Covered(LOW, LOW + 8, register(3)),
            new Covered(LOW + 8, LOW + 32, frame(-40)),
            new Covered(LOW + 32, LOW + 40, pieces(4, frame(-40), frame(-36))),
            new Covered(LOW + 40, LOW + 48, pieces(4, register(0), new byte[0])));
    function.local("x", number, list);
    assertThat(only(LOW).pieces()).containsExactly(new Piece(0, 0, Location.REGISTER, 3));
    assertThat(only(LOW + 31).pieces()).containsExactly(new Piece(0, 0, Location.FRAME, -40));
    assertThat(only(LOW + 32).pieces())
        .as("neighbours are one")
        .containsExactly(new Piece(0, 8, Location.FRAME, -40));
    assertThat(only(LOW + 40).pieces())
        .containsExactly(new Piece(0, 4, Location.REGISTER, 0), new Piece(4, 4, Location.NONE, 0));
    assertThat(only(LOW + 48).pieces()).isEmpty();
    assertThat(only(LOW).hasOneLocation()).isFalse();
  }

  @Test
  void a_variable_spilled_at_a_call_is_in_the_frame_during_the_call() {
    Object list =
        program.list(
            LOW,
            new Covered(LOW, LOW + 8, register(3)),
            new Covered(LOW + 8, LOW + 32, frame(-40)));
    function.local("x", number, list);
    assertThat(locals().atCall(LOW + 8).get(0).pieces())
        .containsExactly(new Piece(0, 0, Location.FRAME, -40));
    assertThat(locals().atCall(LOW + 4).get(0).pieces())
        .containsExactly(new Piece(0, 0, Location.REGISTER, 3));
  }

  @Test
  void variables_of_inlined_calls_have_the_name_of_the_inlined_function() {
    Die inlined = program.add(Tag.SUBPROGRAM, "main.small");
    Die declared =
        inlined.add(Tag.FORMAL_PARAMETER, "p").type(number).with(Attribute.DECL_LINE, 3L);
    Die call = function.add(Tag.INLINED_SUBROUTINE, null).with(Attribute.ABSTRACT_ORIGIN, inlined);
    call.with(Attribute.RANGES, program.ranges(LOW + 16, LOW + 32));
    call.add(Tag.FORMAL_PARAMETER, null)
        .with(Attribute.ABSTRACT_ORIGIN, declared)
        .with(Attribute.LOCATION, frame(-8));
    function.local("i", number, frame(-16));
    List<LocalVariable> found = locals().at(LOW + 20);
    assertThat(found).extracting(LocalVariable::name).containsExactly("p", "i");
    assertThat(found)
        .extracting(LocalVariable::function)
        .containsExactly("main.small", "main.work");
    assertThat(found).extracting(LocalVariable::inliningDepth).containsExactly(1, 0);
    assertThat(found.get(0).line()).isEqualTo(3);
    assertThat(locals().at(LOW)).extracting(LocalVariable::name).containsExactly("i");
  }

  @Test
  void closures_have_captured_variables() {
    function.local("b", number, frame(-8)).with(Attribute.GO_CLOSURE_OFFSET, 16L);
    function
        .local("&a", program.pointer("*int", number), frame(-16))
        .with(Attribute.GO_CLOSURE_OFFSET, 8L);
    function.local("own", number, frame(-24));
    assertThat(locals().capturedBy(LOW))
        .extracting(CapturedVariable::name)
        .containsExactly("&a", "b");
    assertThat(locals().capturedBy(LOW))
        .extracting(CapturedVariable::offset)
        .containsExactly(8L, 16L);
  }

  @Test
  void a_variable_with_a_shape_type_has_a_dictionary_index() {
    Die shape = program.number("go.shape.int", Kind.INT, 8);
    Die parameter =
        function.add(Tag.TYPEDEF, ".param2").type(shape).with(Attribute.GO_DICT_INDEX, 2L);
    function.local("x", parameter, frame(-8));
    assertThat(only(LOW).type().name()).isEqualTo("go.shape.int");
    assertThat(only(LOW).dictionaryIndex()).isEqualTo(2);
  }

  @Test
  void the_data_word_of_an_interface_is_not_a_byte_pointer() {
    Die bytes = program.pointer("*uint8", program.number("uint8", Kind.UINT8, 1));
    function.local("err.data", bytes, frame(-8));
    assertThat(only(LOW).type().name()).isEqualTo("unsafe.Pointer");
    assertThat(only(LOW).isPart()).isTrue();
  }

  @Test
  void a_cycle_of_abstract_origins_ends() {
    Die circle = function.add(Tag.VARIABLE, null);
    circle.with(Attribute.ABSTRACT_ORIGIN, circle).with(Attribute.LOCATION, frame(-8));
    Dwarf dwarf = new Dwarf(program);
    assertThat(new Locals(dwarf, new DwarfTypes(dwarf)).at(LOW)).isEmpty();
    assertThat(dwarf.warnings()).singleElement().asString().contains("itself");
  }

  @Test
  void blocks_may_be_nested() {
    Die inner = function;
    for (int i = 0; i < 100; i++) {
      inner = inner.block(LOW, HIGH);
    }
    inner.local("x", number, frame(-8));
    assertThat(only(LOW).name()).isEqualTo("x");
  }

  @Test
  void expressions_that_need_a_running_program_have_no_location() {
    byte[] entryValue = {(byte) 0xa3, 1, 0x50, (byte) 0x9f};
    function.local("x", number, entryValue);
    assertThat(only(LOW).pieces()).containsExactly(new Piece(0, 0, Location.NONE, 0));
  }

  @Test
  void the_cfa_plus_a_number_is_in_the_frame() {
    byte[] expression = {(byte) 0x9c, 0x11, 0x70, 0x22};
    function.local("x", number, expression);
    assertThat(only(LOW).pieces()).containsExactly(new Piece(0, 0, Location.FRAME, -16));
  }
}
