package dev.godump.binary.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.godump.binary.Bytes;
import dev.godump.binary.ObjectFile;
import dev.godump.binary.TinyProgram;
import dev.godump.binary.runtime.Call;
import dev.godump.binary.runtime.Functions;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.runtime.ModuleLayout;
import dev.godump.dump.BytesSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutablesTest {
  private static final byte[] CONTENT =
      "what the compiler knows ".repeat(20).getBytes(StandardCharsets.UTF_8);
  private static final int SHF_COMPRESSED = 0x800;

  @TempDir private Path directory;

  record Format(String name, String architecture, int pointerSize, byte[] bytes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ObjectFile tiny(boolean wide, boolean bigEndian) {
    return TinyProgram.of(ModuleLayout.GO_1_20, wide, bigEndian);
  }

  static Stream<Format> formats() {
    return Stream.of(
        new Format("ELF, 64-bit", "amd64", 8, tiny(true, false).elf(false)),
        new Format("ELF, 64-bit, big-endian", "s390x", 8, tiny(true, true).elf(false)),
        new Format("ELF, 32-bit", "386", 4, tiny(false, false).elf(false)),
        new Format("ELF, 32-bit, big-endian", "mips", 4, tiny(false, true).elf(false)),
        new Format("ELF, position-independent", "amd64", 8, tiny(true, false).elf(true)),
        new Format("Mach-O, 64-bit", "amd64", 8, tiny(true, false).mach()),
        new Format("Mach-O, 32-bit", "386", 4, tiny(false, false).mach()),
        new Format("PE, 64-bit", "amd64", 8, tiny(true, false).pe(TinyProgram.BASE)),
        new Format("PE, 32-bit", "386", 4, tiny(false, false).pe(TinyProgram.BASE)));
  }

  private static Executable open(byte[] bytes) throws IOException {
    return Executables.of(new BytesSource(bytes));
  }

  private static byte[] read(Executable program, long address, int length) {
    byte[] bytes = new byte[length];
    int n = program.read(address, bytes, 0, length);
    return Arrays.copyOf(bytes, n);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void every_format_states_the_machine(Format format) throws IOException {
    Executable program = open(format.bytes);
    assertThat(program.architecture()).contains(format.architecture);
    assertThat(program.pointerSize()).isEqualTo(format.pointerSize);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void every_format_has_symbols(Format format) throws IOException {
    Executable program = open(format.bytes);
    assertThat(program.symbol("runtime.firstmoduledata").orElseThrow().address())
        .isEqualTo(TinyProgram.MODULE);
    assertThat(program.symbol("runtime.first")).isEmpty();
    assertThat(program.symbols())
        .extracting(Symbol::name)
        .contains("main.main", "runtime.text", "runtime.firstmoduledata");
    assertThat(program.symbols()).extracting(Symbol::address).isSorted();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void every_format_loads_bytes_at_addresses(Format format) throws IOException {
    Executable program = open(format.bytes);
    assertThat(new String(read(program, TinyProgram.BUILDINFO + 1, 13), StandardCharsets.UTF_8))
        .isEqualTo(" Go buildinf:");
    assertThat(read(program, TinyProgram.DATA + 0x30, 64)).hasSize(16);
    assertThat(read(program, TinyProgram.BSS, 8)).isEmpty();
    assertThat(read(program, 0, 8)).isEmpty();
    assertThat(read(program, -1, 8)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void programs_in_every_format_have_functions_and_debug_sections(Format format)
      throws IOException {
    Executable program = open(format.bytes);
    ModuleData module = ModuleData.find(program).orElseThrow();
    Functions functions = Functions.of(program, module, 20).orElseThrow();
    assertThat(functions.callsAt(0x401118))
        .extracting(Call::function)
        .containsExactly("main.helper", "main.work");
    assertThat(program.debugSection("frame"))
        .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo("the program's types"));
    assertThat(program.debugSection("line")).isEmpty();
  }

  @Test
  void a_fat_file_opens_as_the_program_for_the_requested_machine() throws IOException {
    Path file = directory.resolve("fat");
    Files.write(file, tiny(true, false).fat());
    try (Executable program = Executables.open(file.toString(), "amd64")) {
      assertThat(program.architecture()).contains("amd64");
      assertThat(ModuleData.find(program)).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void debug_sections_are_uncompressed(boolean wide) throws IOException {
    byte[] zlib = deflated(CONTENT);
    byte[] zstd = Zstd.compress(CONTENT);
    byte[] gnu =
        new Bytes(true)
            .raw("ZLIB".getBytes(StandardCharsets.UTF_8))
            .u64(CONTENT.length)
            .raw(zlib)
            .bytes();
    Executable program =
        open(
            new ObjectFile(wide, false)
                .section(".debug_abbrev", 0, CONTENT)
                .section(".zdebug_line", 0, gnu)
                .section(
                    ".debug_info", 0, compressed(wide, 1, zlib, CONTENT.length), SHF_COMPRESSED, 1)
                .section(
                    ".debug_str", 0, compressed(wide, 2, zstd, CONTENT.length), SHF_COMPRESSED, 1)
                .elf(false));
    for (String name : new String[] {"abbrev", "line", "info", "str"}) {
      assertThat(program.debugSection(name)).as(name).hasValue(CONTENT);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 479, 481, 1 << 20, 0xffffffffL, Long.MAX_VALUE, -1})
  void a_debug_section_with_a_wrong_size_is_ignored(long size) throws IOException {
    byte[] gnu =
        new Bytes(true)
            .raw("ZLIB".getBytes(StandardCharsets.UTF_8))
            .u64(size)
            .raw(deflated(CONTENT))
            .bytes();
    Executable program =
        open(
            new ObjectFile(true, false)
                .section(".zdebug_line", 0, gnu)
                .section(
                    ".debug_info",
                    0,
                    compressed(true, 1, deflated(CONTENT), size),
                    SHF_COMPRESSED,
                    1)
                .section(
                    ".debug_str",
                    0,
                    compressed(true, 2, Zstd.compress(CONTENT), size),
                    SHF_COMPRESSED,
                    1)
                .section(".debug_loc", 0, compressed(true, 3, CONTENT, size), SHF_COMPRESSED, 1)
                .elf(false));
    for (String name : new String[] {"line", "info", "str", "loc"}) {
      // a section shorter than stated is damaged; a longer one is cut at the stated size
      program
          .debugSection(name)
          .ifPresent(b -> assertThat((long) b.length).isEqualTo(size).isLessThan(CONTENT.length));
    }
  }

  private static byte[] deflated(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] compressed(boolean wide, int way, byte[] packed, long size) {
    Bytes out = new Bytes(false).u32(way);
    return (wide ? out.u32(0).u64(size).u64(1) : out.u32(size).u32(1)).raw(packed).bytes();
  }

  @Test
  void words_get_the_address_from_their_relocation() throws IOException {
    byte[] data = new Bytes(false).u64(0).u64(0x1234).u64(0).bytes();
    byte[] relocations =
        new Bytes(false)
            .u64(0x500010)
            .u64(8)
            .u64(0x401000)
            .u64(0x500000)
            .u64(8)
            .u64(0x402000)
            .u64(0x500008)
            .u64(6)
            .u64(0x99)
            .bytes();
    byte[] file =
        new ObjectFile(true, false)
            .section(".data", 0x500000, data)
            .section(".rela.dyn", 0x600000, relocations, 0, 4)
            .elf(true);
    byte[] expected = new Bytes(false).u64(0x402000).u64(0x1234).u64(0x401000).bytes();
    assertThat(read(open(file), 0x500000, 24)).isEqualTo(expected);
    assertThat(read(open(file), 0x500002, 20)).isEqualTo(Arrays.copyOfRange(expected, 2, 22));
  }

  /** Three kinds of relocations, each for the words at 0x500000 and 0x500010. */
  static Stream<Arguments> relocations() {
    Bytes withAddends =
        new Bytes(false).u64(0x500010).u64(8).u64(0x402000).u64(0x500000).u64(8).u64(0x401000);
    Bytes inPlace = new Bytes(false).u64(0x500000).u64(8).u64(0x500010).u64(8).u64(0x500008).u64(6);
    Bytes packed = new Bytes(false).u64(0x500000).u64(1 | 1 << 2);
    return Stream.of(
        Arguments.of(4, withAddends.bytes()),
        Arguments.of(9, inPlace.bytes()),
        Arguments.of(19, packed.bytes()));
  }

  @ParameterizedTest
  @MethodSource("relocations")
  void relocated_words_move_with_the_program_and_numbers_do_not(int type, byte[] relocations)
      throws IOException {
    byte[] data = new Bytes(false).u64(0x401000).u64(0x401000).u64(0x402000).bytes();
    byte[] file =
        new ObjectFile(true, false)
            .section(".data.rel.ro", 0x500000, data)
            .section(".rel", 0x600000, relocations, 0, type)
            .elf(true);
    byte[] moved = new byte[24];
    assertThat(open(file).readRelocated(0x10000, 0x500000, moved, 0, 24)).isEqualTo(24);
    assertThat(moved).isEqualTo(new Bytes(false).u64(0x411000).u64(0x401000).u64(0x412000).bytes());
    assertThat(read(open(file), 0x500000, 24)).isEqualTo(data);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6})
  void chained_fixups_of_mach_files_become_addresses(int format) throws IOException {
    long imported = 1L << 63;
    byte[] data =
        new Bytes(false)
            .u64(0x1111)
            .u64(0x402000 | 4L << 51)
            .u64(0x2222)
            .u64(imported | 7 | 2L << 51)
            .u64(0x401000 | 0x80L << 36)
            .u64(0x3333)
            .bytes();
    Bytes fixups = new Bytes(false).u32(0).u32(28).u32(0).u32(0).u32(0).u32(0).u32(0);
    fixups
        .u32(2)
        .u32(0)
        .u32(12)
        .u32(24)
        .u16(0x1000)
        .u16(format)
        .u64(0x500000)
        .u32(0)
        .u16(2)
        .u16(8)
        .u16(0xffff);
    byte[] file =
        new ObjectFile(true, false)
            .section(".data", 0x500000, data)
            .section(ObjectFile.FIXUPS, 0, fixups.bytes())
            .mach();
    byte[] expected =
        new Bytes(false)
            .u64(0x1111)
            .u64(0x402000)
            .u64(0x2222)
            .u64(imported | 7 | 2L << 51)
            .u64(0x8000_0000_0040_1000L)
            .u64(0x3333)
            .bytes();
    assertThat(read(open(file), 0x500000, data.length)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "MZ", "\u007fELF", "#!/bin/sh\n", "go1.7 heap dump\n"})
  void files_that_are_not_executables_are_refused(String text) {
    assertThatThrownBy(() -> open(text.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(ExecutableException.class);
  }

  @Test
  void messages_name_core_files_and_object_files() {
    byte[] file = tiny(true, false).elf(false);
    file[16] = 1;
    assertThatThrownBy(() -> open(file)).hasMessageContaining("object file");
    file[16] = 4;
    assertThatThrownBy(() -> open(file)).hasMessageContaining("core file");
  }
}
