package dev.godump.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.file.Executables;
import dev.godump.binary.runtime.BuildRecord;
import dev.godump.binary.runtime.Functions;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.runtime.ModuleLayout;
import dev.godump.dump.BytesSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged and malicious executables give answers or an {@link ExecutableException}, in bounded time
 * and memory.
 */
@Timeout(120)
class HostileExecutableTest {
  private static final Map<String, byte[]> FILES = new TreeMap<>();

  static {
    FILES.put("elf64", TinyProgram.of(ModuleLayout.GO_1_27, true, false).elf(true));
    FILES.put("elf32", TinyProgram.of(ModuleLayout.GO_1_8, false, true).elf(false));
    FILES.put("stripped", TinyProgram.of(ModuleLayout.GO_1_16, true, false).stripped().elf(false));
    FILES.put("mach", TinyProgram.of(ModuleLayout.GO_1_20, true, false).mach());
    FILES.put("fat", TinyProgram.of(ModuleLayout.GO_1_20, true, false).fat());
    Bytes fixups = new Bytes(false).u32(0).u32(28).u32(0).u32(0).u32(0).u32(0).u32(0);
    fixups.u32(2).u32(0).u32(12).u32(24).u16(0x1000).u16(2).u64(0x407000).u32(0).u16(1).u16(0);
    FILES.put(
        "fixups",
        TinyProgram.of(ModuleLayout.GO_1_20, true, false)
            .section(ObjectFile.FIXUPS, 0, fixups.bytes())
            .mach());
    FILES.put("pe", TinyProgram.of(ModuleLayout.GO_1_18, true, false).pe(TinyProgram.BASE));
  }

  /** Uses every look-up of a file and ignores the results. */
  private static void readEverything(byte[] bytes) throws IOException {
    try (Executable program = Executables.of(new BytesSource(bytes))) {
      program.symbols();
      program.symbol("main.main");
      program.debugSection("info");
      program.sections().forEach(s -> program.read(s.address(), new byte[64], 0, 64));
      BuildRecord build = BuildRecord.of(program);
      ModuleData module = ModuleData.find(program).orElse(null);
      if (module == null) {
        return;
      }
      Functions functions = Functions.of(program, module, build.minor()).orElse(null);
      for (long pc = 0x400ff0; functions != null && pc < 0x401310; pc += 8) {
        functions.functionAt(pc);
        functions.callsAt(pc);
      }
    }
  }

  private static void survive(byte[] bytes, String what) {
    try {
      readEverything(bytes);
    } catch (ExecutableException e) {
      assertThat(e.getMessage()).as(what).isNotBlank();
    } catch (UncheckedIOException e) {
      assertThat(e.getCause()).as(what).isInstanceOf(ExecutableException.class);
    } catch (IOException | RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"elf64", "elf32", "stripped", "mach", "fixups", "fat", "pe"})
  void any_byte_may_be_changed(String name) {
    byte[] whole = FILES.get(name);
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {0xff, 0x01}) {
        byte[] damaged = whole.clone();
        damaged[i] ^= (byte) change;
        survive(damaged, name + " byte " + i + " ^ " + change);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"elf64", "elf32", "stripped", "mach", "fixups", "fat", "pe"})
  void any_word_may_be_huge(String name) {
    byte[] whole = FILES.get(name);
    for (int i = 0; i + 8 <= whole.length; i += 4) {
      for (long value : new long[] {0xffffffffL, Long.MAX_VALUE}) {
        byte[] damaged = whole.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putLong(i, value);
        survive(damaged, name + " word at " + i + " = " + Long.toHexString(value));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"elf64", "elf32", "stripped", "mach", "fixups", "fat", "pe"})
  void files_may_be_cut_at_any_length(String name) {
    byte[] whole = FILES.get(name);
    for (int length = 0; length < whole.length; length++) {
      survive(Arrays.copyOf(whole, length), name + " of " + length + " bytes");
    }
  }

  @Test
  void the_message_about_a_section_past_the_end_names_it() {
    byte[] file = FILES.get("elf64").clone();
    ByteBuffer words = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int sections = (int) words.getLong(40);
    words.putLong(sections + 64 + 32, 0x1_0000_0000L);
    assertThatThrownBy(() -> readEverything(file))
        .isInstanceOf(ExecutableException.class)
        .hasMessageContaining(".text")
        .hasMessageContaining("0x100000000 bytes")
        .hasMessageContaining("past the end of the file");
  }

  @Test
  void symbols_that_share_a_long_name_take_bounded_memory() throws IOException {
    byte[] strings = new byte[1 << 16];
    Arrays.fill(strings, 1, strings.length - 1, (byte) 'a');
    Bytes table = new Bytes(false);
    for (int i = 0; i < 1 << 14; i++) {
      table.u32(1).u8(0x12, 0).u16(1).u64(0x1000).u64(1);
    }
    byte[] file =
        new ObjectFile(true, false)
            .section(".symtab", 0, table.bytes(), 0, 2)
            .section(".strtab", 0, strings, 0, 3)
            .elf(false);
    try (Executable program = Executables.of(new BytesSource(file))) {
      assertThat(program.symbols().stream().mapToLong(s -> s.name().length()).sum())
          .isLessThan(20L * strings.length);
    }
  }
}
