package dev.godump.binary.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GlobalsTest {
  private static final long DATA = 0x600000;

  private final TinyDwarf program =
      TinyDwarf.of(4).section(".data", DATA, 0x1000).section(".rodata", 0x500000, 0x1000);

  private Globals globals() {
    Dwarf dwarf = new Dwarf(program);
    return new Globals(dwarf, new DwarfTypes(dwarf));
  }

  @Test
  void a_variable_is_found_by_name_and_by_any_address_inside() {
    program.global("main.count", program.number("int", Kind.INT, 8), DATA + 16);
    Globals globals = globals();
    Global count = globals.named("main.count").orElseThrow();
    assertThat(count.address()).isEqualTo(DATA + 16);
    assertThat(count.type()).map(GoType::name).contains("int");
    assertThat(globals.at(DATA + 16)).contains(count);
    assertThat(globals.at(DATA + 23)).contains(count);
    assertThat(globals.at(DATA + 24)).isEmpty();
    assertThat(globals.at(DATA + 15)).isEmpty();
  }

  @Test
  void zero_sized_variables_do_not_hide_others() {
    Die nothing = program.struct("struct {}", 0);
    program.global("main.nothing", nothing, DATA);
    program.global("main.count", program.number("int", Kind.INT, 8), DATA);
    program.global("main.nothing2", nothing, DATA);
    assertThat(globals().at(DATA + 4)).map(Global::name).contains("main.count");
  }

  @Test
  void variables_missing_in_dwarf_come_from_the_symbol_table() {
    program.global("main.count", program.number("int", Kind.INT, 8), DATA);
    program
        .symbol("main..stmp_0", DATA + 64, 32)
        .symbol("runtime.edata", DATA + 96, 0)
        .symbol("main.text", 0x500010, 8);
    Globals globals = globals();
    assertThat(globals.at(DATA + 70))
        .contains(new Global("main..stmp_0", DATA + 64, 32, Optional.empty()));
    assertThat(globals.named("main..stmp_0")).isPresent();
    assertThat(globals.at(DATA + 96)).isEmpty();
    assertThat(globals.named("main.text")).isEmpty();
    assertThat(globals.all()).extracting(Global::name).containsExactly("main.count");
  }

  @Test
  void without_dwarf_all_variables_come_from_the_symbol_table() {
    program.symbol("main.b", DATA + 8, 8).symbol("main.a", DATA, 8).symbol("runtime.data", DATA, 0);
    Dwarf dwarf = new Dwarf(new ProgramWithDebug(program));
    Globals globals = new Globals(dwarf, new DwarfTypes(dwarf));
    assertThat(globals.all()).extracting(Global::name).containsExactly("main.a", "main.b");
  }

  @Test
  void symbols_without_sizes_end_at_the_next() {
    program.symbol("main.a", DATA, 0).symbol("main.b", DATA + 8, 0);
    assertThat(globals().at(DATA + 7)).map(Global::name).contains("main.a");
    assertThat(globals().at(DATA + 8)).map(Global::name).contains("main.b");
  }
}
