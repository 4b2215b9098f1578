package dev.godump.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
  private static void assertRefused(byte[] file, String... parts) {
    assertThatThrownBy(() -> new RecordReader(new BytesSource(file)))
        .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.offset()).isZero())
        .hasMessageContainingAll(parts);
  }

  private static void assertRefused(String file, String... parts) {
    assertRefused(file.getBytes(ISO_8859_1), parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.3", "go1.4", "go1.5", "go1.6"})
  void a_dump_of_an_old_format_is_named(String format) {
    assertRefused(format + " heap dump\n\6\0\10", "this is a " + format + " heap dump", "newer Go");
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus/go1.4/basic", "corpus/go1.6/basic"})
  void a_real_dump_of_an_old_format_is_named(String dump) throws IOException {
    assertRefused(RealDump.of(dump).bytes(), "the format of a Go before 1.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.8", "go1.9", "go1.28", "go1.30"})
  void a_dump_of_a_later_format_is_named(String format) {
    assertRefused(format + " heap dump\n\6\0\10", "format " + format, "newer than godump knows");
  }

  @Test
  void an_empty_file_is_named() {
    assertRefused("", "the file is empty");
  }

  @Test
  void a_first_line_that_was_cut_is_named() {
    byte[] whole = DumpWriter.go("go1.21.0").finish();
    for (int length = 1; length < Header.LENGTH; length++) {
      assertRefused(Arrays.copyOf(whole, length), "cut inside its first line");
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0,4,0", "2,0,0,4"})
  void an_elf_core_file_of_either_byte_order_is_named(int order, int zero, int low, int high) {
    byte[] core = elf((byte) order, (byte) low, (byte) high);
    assertRefused(core, "ELF core file", "godump dump");
  }

  @ParameterizedTest
  @CsvSource({"1,2,0", "2,0,2", "1,3,0"})
  void an_elf_executable_is_named(int order, int low, int high) {
    assertRefused(elf((byte) order, (byte) low, (byte) high), "ELF executable or library");
  }

  private static byte[] elf(byte order, byte typeFirst, byte typeSecond) {
    byte[] head = new byte[64];
    head[0] = 0x7f;
    head[1] = 'E';
    head[2] = 'L';
    head[3] = 'F';
    head[4] = 2;
    head[5] = order;
    head[6] = 1;
    head[16] = typeFirst;
    head[17] = typeSecond;
    head[18] = 62;
    return head;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\\xcf\\xfa\\xed\\xfe        | Mach-O",
        "MZ\\x90\\x00                | Windows executable",
        "MDMP\\x93\\xa7              | minidump",
        "PK\\x03\\x04\\x14           | zip archive",
        "\\xfd7zXZ\\x00              | xz file",
        "BZh91AY                     | bzip2 file",
        "\\x1f\\x8b\\x08\\x00        | compressed twice",
        "\\x28\\xb5\\x2f\\xfd\\x04   | compressed twice",
        "JAVA PROFILE 1.0.2          | Java heap dump",
        "{\"snapshot\":{\"meta\":   | JSON",
        "[1,2,3]                     | JSON",
        "heap profile: 3: 64 [9: 5]  | pprof profile",
        "goroutine profile: total 7  | pprof profile",
        "goroutine 1 [running]:      | goroutine stacks",
        "go 1.22 trace\\x00\\x00     | execution trace",
        "hello, world                | doesn't start with",
      })
  void other_files_are_named(String start, String name) {
    assertRefused(unescape(start.trim()), name.trim(), "WriteHeapDump");
  }

  private static byte[] unescape(String text) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\x", i)) {
        bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        bytes.append(text.charAt(i));
      }
    }
    return bytes.toString().getBytes(ISO_8859_1);
  }

  @Test
  void an_unpacked_pprof_profile_is_named() {
    byte[] profile = {0x0a, 4, 0x08, 1, 0x10, 2, 0x0a, 4, 0x08, 3, 0x10, 4, 0x12, 7};
    assertRefused(profile, "pprof profile");
  }
}
