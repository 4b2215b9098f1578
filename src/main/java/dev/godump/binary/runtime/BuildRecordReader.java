package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import dev.godump.binary.file.Section;
import dev.godump.binary.file.Words;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds and reads a program's build information (debug/buildinfo, cmd/link/internal/ld/data.go) and
 * build id. The information is a magic text and two strings: inline since Go 1.18, before that by
 * pointers.
 */
final class BuildRecordReader {
  private static final byte[] MAGIC = latin1("\u00ff Go buildinf:");
  private static final byte[] BUILD_ID_PREFIX = latin1("\u00ff Go build ID: \"");
  private static final int ALIGNMENT = 16;
  private static final int HEADER_SIZE = 32;
  private static final int MAX_LENGTH = 1 << 24;
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int BUILD_ID_LIMIT = 1 << 12;

  /** Length of the markers before and after the module's description, in bytes. */
  private static final int MARKER_SIZE = 16;

  private final Executable program;

  BuildRecordReader(Executable program) {
    this.program = program;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  BuildRecord read() {
    byte[] version = {};
    byte[] module = {};
    OptionalLong found = findHeader();
    if (found.isPresent()) {
      long at = found.getAsLong();
      Words header =
          LoadedWords.read(program, at, HEADER_SIZE)
              .orElse(new Words(new byte[HEADER_SIZE], false));
      if ((header.u8(15) & 2) != 0) {
        PrefixedBytes first = readPrefixed(at + HEADER_SIZE);
        version = first.bytes;
        module = readPrefixed(first.end).bytes;
      } else {
        int word = program.pointerSize();
        version = readString(header.word(ALIGNMENT, word));
        module = readString(header.word(ALIGNMENT + word, word));
      }
    }
    if (version.length == 0) {
      version =
          program.symbol("runtime.buildVersion").map(s -> readString(s.address())).orElse(version);
    }
    return parse(new String(version, StandardCharsets.UTF_8), unmarked(module), buildId());
  }

  private OptionalLong findHeader() {
    List<Section> sections =
        program.sections().stream()
            .filter(s -> s.address() != 0 && s.stored() >= HEADER_SIZE)
            .sorted(Comparator.comparingInt(s -> rank(s.name())))
            .toList();
    long largest = sections.stream().mapToLong(Section::stored).max().orElse(0);
    byte[] bytes = new byte[(int) Math.min(CHUNK_BYTES, largest)];
    for (Section section : sections) {
      long end = section.address() + section.stored();
      for (long at = (section.address() + ALIGNMENT - 1) & -ALIGNMENT;
          at < end;
          at += CHUNK_BYTES) {
        int n = program.read(at, bytes, 0, (int) Math.min(bytes.length, end - at));
        for (int i = 0; i + ALIGNMENT <= n; i += ALIGNMENT) {
          if (startsWith(bytes, i, MAGIC) && LoadedWords.isLoaded(program, at + i, HEADER_SIZE)) {
            return OptionalLong.of(at + i);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  private static int rank(String name) {
    return name.contains("go.buildinfo") || name.contains("go_buildinfo")
        ? 0
        : name.contains("data") ? 1 : 2;
  }

  private static boolean startsWith(byte[] bytes, int at, byte[] start) {
    return at + start.length <= bytes.length
        && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
  }

  /**
   * Bytes with a length prefix.
   *
   * @param end address after the bytes
   */
  private record PrefixedBytes(byte[] bytes, long end) {}

  private PrefixedBytes readPrefixed(long address) {
    byte[] head = new byte[5];
    int n = program.read(address, head, 0, head.length);
    long length = 0;
    int i = 0;
    for (boolean more = true; more && i < n; i++) {
      length |= (head[i] & 0x7fL) << (7 * i);
      more = head[i] < 0;
    }
    return new PrefixedBytes(readBytes(address + i, length), address + i + length);
  }

  /** Reads a Go string by the address of its header. */
  private byte[] readString(long header) {
    int word = program.pointerSize();
    return LoadedWords.read(program, header, 2 * word)
        .map(w -> readBytes(w.word(0, word), w.word(word, word)))
        .orElse(new byte[0]);
  }

  private byte[] readBytes(long address, long length) {
    boolean isLoaded =
        length > 0 && length <= MAX_LENGTH && LoadedWords.isLoaded(program, address, length);
    return isLoaded
        ? LoadedWords.read(program, address, (int) length).map(Words::bytes).orElse(new byte[0])
        : new byte[0];
  }

  /** Returns the text between the markers. */
  private static String unmarked(byte[] marked) {
    return marked.length > 2 * MARKER_SIZE && marked[marked.length - MARKER_SIZE - 1] == '\n'
        ? new String(marked, MARKER_SIZE, marked.length - 2 * MARKER_SIZE, StandardCharsets.UTF_8)
        : "";
  }

  private static BuildRecord parse(String version, String module, String buildId) {
    String path = "";
    String[] main = {"", ""};
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : module.split("\n", -1)) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("path") && fields.length > 1) {
        path = fields[1];
      } else if (fields[0].equals("mod") && fields.length > 2) {
        main = Arrays.copyOfRange(fields, 1, 3);
      } else if (fields[0].equals("build") && fields.length > 1 && fields[1].indexOf('=') > 0) {
        int equals = fields[1].indexOf('=');
        settings.put(fields[1].substring(0, equals), fields[1].substring(equals + 1));
      }
    }
    return new BuildRecord(version, path, main[0], main[1], settings, buildId);
  }

  /** Reads the build id from the ELF note or, in other formats, from the start of the code. */
  private String buildId() {
    for (Section section : program.sections()) {
      if (section.name().equals(".note.go.buildid")) {
        return LoadedWords.read(
                program, section.address(), (int) Math.min(section.stored(), BUILD_ID_LIMIT))
            .map(BuildRecordReader::buildIdOfNote)
            .orElse("");
      }
      if (section.name().endsWith("text") && section.address() != 0) {
        byte[] bytes = new byte[BUILD_ID_LIMIT];
        int n = program.read(section.address(), bytes, 0, bytes.length);
        for (int i = 0; i < n; i++) {
          if (startsWith(bytes, i, BUILD_ID_PREFIX)) {
            String rest =
                new String(
                    bytes,
                    i + BUILD_ID_PREFIX.length,
                    n - i - BUILD_ID_PREFIX.length,
                    StandardCharsets.UTF_8);
            return rest.substring(0, Math.max(0, rest.indexOf('"')));
          }
        }
      }
    }
    return "";
  }

  private static String buildIdOfNote(Words note) {
    if (note.length() < 16) {
      return "";
    }
    long at = 12 + ((note.u32(0) + 3) & ~3L);
    return at < note.length()
        ? note.name((int) at, (int) Math.min(note.u32(4), BUILD_ID_LIMIT))
        : "";
  }
}
