package dev.godump.analysis.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.find.Place.Region;
import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.format.RecordContents;
import dev.godump.format.RecordReader;
import dev.godump.format.RecordVisitor;
import dev.godump.io.BytePattern;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpSearchTest {
  /** "password", as a little-endian word. */
  private static final long SECRET = 0x64726f7773736170L;

  private static final long FIRST = 0xc000000000L;

  private static Occurrences search(Source source, int maxPlaces, String... texts)
      throws IOException {
    List<BytePattern> patterns = new ArrayList<>();
    for (String text : texts) {
      patterns.add(new BytePattern(text.getBytes(StandardCharsets.UTF_8)));
    }
    return DumpSearch.of(source, patterns, maxPlaces, position -> {});
  }

  private static Occurrences search(DumpWriter dump, String... texts) throws IOException {
    return search(new BytesSource(dump.finish()), 0, texts);
  }

  private static Memory memory(int size) {
    return DumpWriter.go("go1.21.0").memory(size);
  }

  @Test
  void matches_are_found_in_objects_frames_and_segments() throws IOException {
    DumpWriter dump =
        DumpWriter.go("go1.21.0")
            .object(FIRST, memory(64).word(8, SECRET).word(40, SECRET))
            .object(FIRST + 64, memory(64))
            .goroutine(18, "select")
            .frame("main.login", memory(32).word(16, SECRET))
            .data(0x500000, memory(64).word(24, SECRET))
            .bss(0x600000, memory(64).word(0, SECRET).word(56, SECRET));

    Occurrences found = search(dump, "password");

    assertThat(found.matches())
        .isEqualTo(Map.of(Region.OBJECT, 2L, Region.FRAME, 1L, Region.DATA, 1L, Region.BSS, 2L));
    assertThat(found.objects()).isEqualTo(1);
    assertThat(found.acrossRecords()).isZero();
    assertThat(found.places())
        .extracting(Place::address)
        .containsExactly(FIRST + 8, 0x7f0010L, 0x500018L, 0x600000L, 0x600038L);
    Place object = found.places().get(0);
    assertThat(object.matches()).isEqualTo(2);
    assertThat(object.size()).isEqualTo(64);
    Place frame = found.places().get(1);
    assertThat(frame.goroutine()).isEqualTo(18);
    assertThat(frame.function()).isEqualTo("main.login");
  }

  @Test
  void a_pattern_across_two_records_is_no_match() throws IOException {
    // the end of one object, the bytes between the records, and the start of the next object
    byte[] dump =
        DumpWriter.go("go1.21.0")
            .object(FIRST, memory(64).word(56, SECRET))
            .object(FIRST + 64, memory(64).word(0, SECRET))
            .finish();
    String file = new String(dump, StandardCharsets.ISO_8859_1);
    int end = file.indexOf("password") + 8;
    byte[] across = Arrays.copyOfRange(dump, end - 2, file.indexOf("password", end) + 2);

    Occurrences found =
        DumpSearch.of(new BytesSource(dump), List.of(new BytePattern(across)), 0, position -> {});

    assertThat(found.total()).isZero();
    assertThat(found.acrossRecords()).isEqualTo(1);
  }

  @Test
  void overlapping_matches_count() throws IOException {
    Memory zeros = memory(64);
    byte[] eight = new byte[8];
    Occurrences found =
        DumpSearch.of(
            new BytesSource(DumpWriter.go("go1.21.0").object(FIRST, zeros).finish()),
            List.of(new BytePattern(eight)),
            0,
            position -> {});
    assertThat(found.matches().get(Region.OBJECT)).isEqualTo(57);
  }

  @Test
  void matches_are_counted_by_pattern() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0").object(FIRST, memory(64).word(8, SECRET));
    assertThat(search(dump, "s", "word", "nothing").matchesByPattern()).containsExactly(2L, 1L, 0L);
  }

  @Test
  void names_count_but_have_no_place() throws IOException {
    DumpWriter dump =
        DumpWriter.go("go1.21.0")
            .type(new DumpRecord.Type(0x400000, 8, "main.password", true))
            .goroutine(1, "password")
            .frame("main.password", memory(16).word(0, SECRET));

    Occurrences found = search(dump, "password");

    assertThat(found.matches()).isEqualTo(Map.of(Region.FRAME, 1L, Region.NAME, 3L));
    assertThat(found.places()).hasSize(1);
    assertThat(found.acrossRecords()).isZero();
  }

  @Test
  void a_slot_behind_the_objects_of_a_span_is_no_object() throws IOException {
    // Go 1.24: the last 128 bytes of a scan span are its pointer bitmap, and with them 512 bytes
    DumpWriter dump = DumpWriter.go("go1.24.0");
    for (int slot = 0; slot < 15; slot++) {
      dump.object(FIRST + slot * 512L, memory(512).pointer(0, FIRST));
    }
    dump.phantom(FIRST + 15 * 512, memory(512).word(8, SECRET));
    assertThat(search(dump, "password").matches()).isEqualTo(Map.of(Region.SPAN_END, 1L));
  }

  @Test
  void a_list_of_places_is_cut_and_all_matches_are_counted() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    for (int i = 0; i < 10; i++) {
      dump.object(FIRST + i * 64L, memory(64).word(8, SECRET));
    }
    Occurrences found = search(new BytesSource(dump.finish()), 3, "password");
    assertThat(found.places()).hasSize(3);
    assertThat(found.unlisted()).isEqualTo(7);
    assertThat(found.total()).isEqualTo(10);
  }

  @Test
  void bytes_of_a_record_that_was_cut_are_searched() throws IOException {
    byte[] dump = DumpWriter.go("go1.21.0").object(FIRST, memory(64).word(8, SECRET)).unfinished();
    Occurrences found = search(BytesSource.prefix(dump, dump.length - 20), 0, "password");
    assertThat(found.total()).isEqualTo(1);
    assertThat(found.outcome().isComplete()).isFalse();
  }

  @Test
  void bytes_after_the_end_are_searched() throws IOException {
    byte[] whole = DumpWriter.go("go1.21.0").finish();
    byte[] more = Arrays.copyOf(whole, whole.length + 8);
    System.arraycopy("password".getBytes(StandardCharsets.UTF_8), 0, more, whole.length, 8);
    assertThat(search(new BytesSource(more), 0, "password").matches())
        .isEqualTo(Map.of(Region.REST, 1L));
  }

  /** Counts matches in contents, each record apart. */
  private static long naive(Source source, byte[] pattern) throws IOException {
    long[] count = {0};
    RecordVisitor visitor =
        new RecordVisitor() {
          private void add(RecordContents contents) throws IOException {
            byte[] bytes = new byte[(int) contents.present()];
            source.read(contents.position(), bytes, 0, bytes.length);
            for (int at = 0; at <= bytes.length - pattern.length; at++) {
              if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                count[0]++;
              }
            }
          }

          @Override
          public void object(long position, ObjectRecord object) throws IOException {
            add(object.contents());
          }

          @Override
          public void frame(long position, DumpRecord.Frame frame, Words words) throws IOException {
            add(frame.contents());
          }

          @Override
          public void segment(long position, DumpRecord.Segment segment, Words words)
              throws IOException {
            add(segment.contents());
          }
        };
    new RecordReader(source).read(visitor, position -> {});
    return count[0];
  }

  @Test
  void real_dumps_have_the_matches_that_their_records_have() throws IOException {
    for (String name : List.of("go1.19/types", "go1.24/shapes", "go1.27/waste")) {
      for (byte[] pattern :
          new byte[][] {
            {0, 0, 0}, {0x63}, "main".getBytes(StandardCharsets.UTF_8), {0, 0, 0, 0, 1}
          }) {
        try (Source source = RealDump.of(name).open()) {
          Occurrences found =
              DumpSearch.of(source, List.of(new BytePattern(pattern)), 5, position -> {});
          long named = found.matches().getOrDefault(Region.NAME, 0L);
          assertThat(found.total() - named).as(name).isEqualTo(naive(source, pattern));
        }
      }
    }
  }
}
