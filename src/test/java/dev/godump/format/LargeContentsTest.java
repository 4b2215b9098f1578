package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Varint;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Go writes contents with one write(2) and an int32 length, and ignores how much was written:
 * contents of 2 GiB and more are shorter in the file than their stated length.
 */
class LargeContentsTest {
  private static final long ADDRESS = 0xc000000000L;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "0x7fffefff, 0x7fffefff",
    "0x7ffff000, 0x7ffff000",
    "0x7ffff008, 0x7ffff000",
    "0x80000000, 0x7ffff000",
    "0xc0000000, 0x7ffff000",
    "0x100000000, 0",
    "0x100000064, 100",
    "0x17fffeff8, 0x7fffeff8",
    "0x240000000, 0x40000000"
  })
  void cut_contents_are_read_as_far_as_written_and_so_is_the_next_record(
      String length, String present) throws IOException {
    long stated = Long.decode(length);
    long there = Long.decode(present);
    try (Source source =
        sparse(stated, there, List.of(0L, there - 8, there - 7, there, stated - 8))) {
      RecordLog log = RecordLog.of(source);
      assertThat(log.ending.problem()).isEmpty();
      RecordLog.Block object = (RecordLog.Block) log.records.get(1);
      assertThat(object.record()).isEqualTo(ADDRESS);
      assertThat(object.length()).isEqualTo(stated);
      assertThat(object.words())
          .hasSize((int) object.offsets().stream().filter(o -> o >= 0 && o <= there - 8).count());
      assertThat(log.records.get(2)).isEqualTo(new DumpRecord.Itab(1, 2));
    }
  }

  /** Returns a dump with one object; only {@code there} of its bytes, all zero, are in the file. */
  private Source sparse(long stated, long there, List<Long> offsets) throws IOException {
    DumpWriter start =
        DumpWriter.go("go1.21.0").tag(RecordKind.OBJECT).uvarint(ADDRESS).uvarint(stated);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    for (long offset : offsets) {
      if (offset >= 0) {
        rest.write(1);
        rest.writeBytes(Varint.of(offset));
      }
    }
    rest.write(0);
    rest.writeBytes(new byte[] {(byte) RecordKind.ITAB.tag(), 1, 2, (byte) RecordKind.EOF.tag()});
    Path file = directory.resolve("sparse.dump");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(start.unfinished());
      out.seek(out.getFilePointer() + there);
      out.write(rest.toByteArray());
    }
    return Sources.open(file.toString(), InputStream.nullInputStream());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8, false",
    "7, 8, false",
    "8, 8, true",
    "8, 4, true",
    "4, 4, true",
    "3, 4, false"
  })
  void contents_have_words_that_are_completely_inside(long length, int word, boolean holds) {
    RecordContents contents = RecordContents.at(100, length);
    assertThat(contents.hasWord(0, word)).isEqualTo(holds);
    assertThat(contents.hasWord(-1, word)).isFalse();
    assertThat(contents.hasWord(length, word)).isFalse();
    assertThat(contents.hasWord(Long.MAX_VALUE, word)).isFalse();
  }
}
