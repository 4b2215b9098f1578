package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Short dumps that state lengths of gigabytes, and other things that Go never writes. */
class LyingLengthsTest {
  private static DumpWriter dump() {
    return DumpWriter.go("go1.21.0");
  }

  private static ReadOutcome ending(DumpWriter dump) throws IOException {
    return RecordLog.of(dump.cut()).ending;
  }

  private static String problem(DumpWriter dump) throws IOException {
    return ending(dump).problem().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 62, -1, Long.MAX_VALUE, (1 << 24) + 1})
  void a_string_longer_than_any_name_is_damage(long length) throws IOException {
    DumpWriter dump = dump().itab(1, 2);
    int start = dump.position();
    dump.tag(RecordKind.TYPE).uvarint(1).uvarint(8).uvarint(length).raw(new byte[100]);
    assertThat(problem(dump))
        .contains(
            "damaged", "type record that starts at byte " + start, Long.toUnsignedString(length));
    assertThat(ending(dump).end()).isEqualTo(start);
  }

  @Test
  void a_cut_string_takes_no_more_memory_than_its_bytes() throws IOException {
    DumpWriter dump =
        dump().tag(RecordKind.TYPE).uvarint(1).uvarint(8).uvarint(1 << 24).raw(new byte[1000]);
    assertThat(problem(dump))
        .contains("the file ends at byte " + dump.position(), "inside a type record");
  }

  @Test
  void a_string_of_a_hundred_thousand_bytes_is_read() throws IOException {
    char[] letters = new char[100_000];
    Arrays.fill(letters, 'x');
    DumpRecord.Type type = new DumpRecord.Type(1, 8, new String(letters), true);
    assertThat(RecordLog.of(dump().type(type).source()).records).contains(type);
  }

  @ParameterizedTest
  @ValueSource(longs = {101, 1L << 30, (1L << 31) + 5, (1L << 62) + 101, -1})
  void contents_past_the_end_of_the_file_are_a_cut(long length) throws IOException {
    DumpWriter dump = dump().itab(1, 2);
    int start = dump.position();
    dump.tag(RecordKind.OBJECT).uvarint(0xc000000000L).uvarint(length).raw(new byte[100]);
    assertThat(problem(dump))
        .contains(
            "the file ends at byte " + dump.position(),
            "inside an object record that starts at byte " + start);
    assertThat(ending(dump).end()).isEqualTo(start);
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 1L << 62, -1})
  void an_allocation_stack_deeper_than_the_file_is_a_cut(long depth) throws IOException {
    DumpWriter dump = dump().tag(RecordKind.MEM_PROF).uvarint(1).uvarint(8).uvarint(depth);
    dump.string("f").string("f.go").uvarint(1);
    assertThat(problem(dump))
        .contains("the file ends at byte " + dump.position(), "inside a mem prof record");
  }

  @Test
  void a_frame_without_bytes_is_read() throws IOException {
    DumpWriter dump = dump().goroutine(1, "").frame("runtime.goexit", Machine.AMD64.memory(0));
    RecordLog log = RecordLog.of(dump.source());
    assertThat(log.ending.isComplete()).isTrue();
    assertThat(log.records.get(2))
        .isInstanceOfSatisfying(
            RecordLog.Block.class, frame -> assertThat(frame.length()).isZero());
  }

  @Test
  void offsets_beyond_a_frame_are_kept_but_its_bytes_are_not_there() throws IOException {
    DumpWriter dump = dump().goroutine(1, "");
    dump.frame(
        "runtime.goexit", dump.memory(8).pointerBeyond(8).pointerBeyond(0x30).pointerBeyond(-1));
    RecordLog.Block frame = (RecordLog.Block) RecordLog.of(dump.source()).records.get(2);
    assertThat(frame.offsets()).isEqualTo(List.of(8L, 0x30L, -1L));
    assertThat(frame.words()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"OBJECT", "BSS", "DATA"})
  void a_field_of_another_kind_than_pointer_is_damage(RecordKind kind) throws IOException {
    DumpWriter dump = dump().tag(kind).uvarint(0x600000).bytes(new byte[64]).uvarint(1).uvarint(8);
    int at = dump.position();
    dump.uvarint(3).uvarint(16).uvarint(0);
    assertThat(problem(dump)).contains("damaged at byte " + at, "a field of kind 3");
  }

  @Test
  void an_unknown_tag_is_damage() throws IOException {
    DumpWriter dump = dump().itab(1, 2);
    int at = dump.position();
    assertThat(problem(dump.uvarint(18)))
        .contains("damaged at byte " + at, "no record has the tag 18");
    assertThat(ending(dump).end()).isEqualTo(at);
  }

  @Test
  void a_number_that_does_not_end_is_damage() throws IOException {
    byte[] endless = new byte[12];
    Arrays.fill(endless, (byte) 0xff);
    DumpWriter dump = dump().tag(RecordKind.ITAB);
    int at = dump.position();
    assertThat(problem(dump.raw(endless)))
        .contains("damaged at byte " + at, "in an itab record", "more than 64 bits");
  }

  @Test
  void a_bool_that_is_neither_is_damage() throws IOException {
    DumpWriter dump = dump().tag(RecordKind.TYPE).uvarint(1).uvarint(8).string("main.T");
    int at = dump.position();
    assertThat(problem(dump.uvarint(2))).contains("damaged at byte " + at, "a bool of 2");
  }

  @Test
  void bytes_after_the_end_mark_are_reported_and_not_read() throws IOException {
    byte[] whole = dump().finish();
    ReadOutcome ending =
        RecordLog.of(new BytesSource(Arrays.copyOf(whole, whole.length + 10))).ending;
    assertThat(ending.isComplete()).isTrue();
    assertThat(ending.trailing()).isTrue();
    assertThat(ending.end()).isEqualTo(whole.length);
    assertThat(RecordLog.of(new BytesSource(whole)).ending.trailing()).isFalse();
  }

  @Test
  void a_dump_that_ends_between_records_is_cut() throws IOException {
    DumpWriter dump = dump().itab(1, 2);
    assertThat(problem(dump))
        .contains("the file ends at byte " + dump.position(), "between two records");
    assertThat(ending(dump).end()).isEqualTo(dump.position());
  }

  @Test
  void without_parameters_nothing_can_be_read() {
    byte[] whole = dump().unfinished();
    for (int length = Header.LENGTH; length < whole.length; length++) {
      BytesSource cut = BytesSource.prefix(whole, length);
      assertThatThrownBy(() -> RecordLog.of(cut))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("no Params record");
    }
    byte[] other = Arrays.copyOf(whole, Header.LENGTH + 3);
    other[Header.LENGTH] = (byte) RecordKind.ITAB.tag();
    assertThatThrownBy(() -> RecordLog.of(new BytesSource(other)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("an itab record before any Params record");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, 16, -1})
  void a_pointer_of_no_known_size_is_refused(long size) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(dump().unfinished(), 0, Header.LENGTH);
    file.write(RecordKind.PARAMS.tag());
    file.write(0);
    file.writeBytes(Varint.of(size));
    assertThatThrownBy(() -> RecordLog.of(new BytesSource(file.toByteArray())))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a pointer size of " + Long.toUnsignedString(size));
  }
}
