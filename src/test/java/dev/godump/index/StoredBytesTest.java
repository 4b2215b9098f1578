package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.BytesSource;
import dev.godump.io.PartialSource;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredBytesTest {
  private static final byte[] ALL = new byte[300_000];

  static {
    new Random(7).nextBytes(ALL);
  }

  @TempDir private Path directory;

  private Path write(List<IndexWriter.Range> ranges) throws IOException {
    Path file = Files.createTempFile(directory, "index", "");
    try (IndexWriter out = new IndexWriter(file)) {
      out.storedBytes("bytes", new BytesSource(ALL), ranges);
      out.finish(new IndexMetadata("1", "dump", new DumpIdentity(1, 2, 3), Map.of()));
    }
    return file;
  }

  private static void check(Source source, int from, int length) throws IOException {
    byte[] into = new byte[length + 3];
    int n = source.read(from, into, 2, length);
    assertThat(n).isEqualTo(Math.max(0, Math.min(length, ALL.length - from)));
    assertThat(Arrays.copyOfRange(into, 2, 2 + n))
        .isEqualTo(Arrays.copyOfRange(ALL, Math.min(from, ALL.length), from + n));
  }

  @Test
  void bytes_are_read_at_any_position() throws IOException {
    try (IndexFile index = IndexFile.open(write(List.of(new IndexWriter.Range(0, ALL.length))))) {
      Source stored = index.storedBytes("bytes", "dump");
      assertThat(stored.size()).isEqualTo(ALL.length);
      Random random = new Random(8);
      for (int i = 0; i < 300; i++) {
        check(stored, random.nextInt(ALL.length), random.nextInt(150_000));
      }
      check(stored, ALL.length, 10);
    }
  }

  @Test
  void a_block_with_a_wrong_byte_is_not_read() throws IOException {
    Path file = write(List.of(new IndexWriter.Range(0, ALL.length)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[IndexFile.HEAD + 2 * StoredBytes.BLOCK + 5] ^= 8;
    Files.write(file, bytes);
    try (IndexFile index = IndexFile.open(file)) {
      Source stored = index.storedBytes("bytes", "dump");
      check(stored, 0, 2 * StoredBytes.BLOCK);
      assertThatThrownBy(() -> check(stored, 2 * StoredBytes.BLOCK - 1, 2))
          .isInstanceOf(DamagedIndexException.class);
      check(stored, 3 * StoredBytes.BLOCK, 9);
    }
  }

  @Test
  void all_bytes_are_opened_once_and_only_when_others_than_the_stored_ranges_are_read()
      throws IOException {
    List<IndexWriter.Range> ranges =
        List.of(new IndexWriter.Range(0, 70_000), new IndexWriter.Range(200_000, 299_990));
    List<Source> opened = new ArrayList<>();
    try (IndexFile index = IndexFile.open(write(ranges));
        Source source =
            new PartialSource(
                "dump",
                ALL.length,
                Optional.empty(),
                index.storedBytes("bytes", "dump"),
                List.of(
                    new PartialSource.Range(0, 70_000, 0),
                    new PartialSource.Range(200_000, 299_990, 70_000)),
                () -> {
                  opened.add(new BytesSource(ALL));
                  return opened.get(0);
                })) {
      Random random = new Random(9);
      for (int i = 0; i < 100; i++) {
        check(source, random.nextInt(30_000), random.nextInt(40_000));
        check(source, 200_000 + random.nextInt(50_000), random.nextInt(49_990));
      }
      check(source, ALL.length, 10);
      assertThat(opened).isEmpty();
      check(source, 69_999, 2);
      check(source, 299_980, 50);
      check(source, 100_000, 5);
      assertThat(opened).hasSize(1);
    }
  }
}
