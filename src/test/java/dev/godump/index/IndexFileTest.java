package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
  private static final int ENTRIES = 5000;
  private static final IndexMetadata INSCRIPTION =
      new IndexMetadata(
          "1.2.3",
          "/some/heap.dump",
          new DumpIdentity(1, 2, 3),
          Map.of("executable", "/some/program"));

  @TempDir private Path directory;
  private final int[][] rows = new int[ENTRIES][];
  private byte[] whole;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.ints(i == 7 ? 3000 : random.nextInt(5), 0, ENTRIES).sorted().toArray();
    }
    Path file = Files.createFile(directory.resolve("whole"));
    try (IndexWriter writer = new IndexWriter(file)) {
      writer.bytes("bytes", new byte[] {1, 2, 3});
      writer.column("column", ENTRIES, i -> i % 300);
      writer.deltaColumn("deltas", ENTRIES, i -> 2L * i);
      writer.column("long", ENTRIES, i -> (long) i << 40);
      writer.rows("rows", ENTRIES, this::row);
      writer.rows("none", 0, this::row);
      writer.finish(INSCRIPTION);
    }
    whole = Files.readAllBytes(file);
  }

  private void row(int entry, IndexWriter.Row into) {
    for (int id : rows[entry]) {
      into.add(id);
    }
  }

  /** Reads everything; returns whether it equals what was written. */
  private boolean isRight(Path file) throws IOException {
    try (IndexFile index = IndexFile.open(file)) {
      IntColumn column = index.column("column", 300);
      IntColumn deltas = index.deltaColumn("deltas", 2 * ENTRIES);
      LongColumn longs = index.longColumn("long");
      PackedRows packed = index.rows("rows");
      boolean right = index.metadata().equals(INSCRIPTION);
      right &=
          Arrays.equals(index.bytes("bytes"), new byte[] {1, 2, 3})
              && index.rows("none").count() == 0;
      for (int i = 0; i < ENTRIES; i++) {
        right &=
            column.get(i) == i % 300 && deltas.get(i) == 2 * i && longs.get(i) == (long) i << 40;
        right &= Arrays.equals(packed.row(i), rows[i]);
      }
      return right;
    }
  }

  @Test
  void everything_written_is_read_back() throws IOException {
    assertThat(isRight(directory.resolve("whole"))).isTrue();
  }

  @Test
  void plain_numbers_of_several_blocks_are_read_back() throws IOException {
    int count = 2 * PlainInts.BLOCK + 5;
    Path file = Files.createFile(directory.resolve("plain"));
    try (IndexWriter writer = new IndexWriter(file)) {
      for (int length : new int[] {count, PlainInts.BLOCK, 0}) {
        int[] next = {0};
        writer.ints(
            "ints" + length,
            length,
            block -> {
              int from = next[0];
              next[0] = Math.min(length, from + block.length);
              Arrays.setAll(block, i -> (from + i) * -3);
              return next[0] - from;
            });
      }
      writer.finish(INSCRIPTION);
    }
    try (IndexFile index = IndexFile.open(file)) {
      for (int length : new int[] {count, PlainInts.BLOCK, 0}) {
        PlainInts ints = index.ints("ints" + length);
        assertThat(ints.count()).isEqualTo(length);
        int[] read = new int[length];
        ints.forEach((first, some, n) -> System.arraycopy(some, 0, read, (int) first, n));
        assertThat(read).isEqualTo(IntStream.range(0, length).map(i -> i * -3).toArray());
      }
    }
  }

  @Test
  void a_row_of_millions_is_visited_without_caching_it() throws IOException {
    int many = 4_500_000;
    int[][] few = {{1}, {}, {0, 2}};
    Path file = Files.createFile(directory.resolve("large"));
    try (IndexWriter writer = new IndexWriter(file)) {
      writer.rows(
          "rows",
          3,
          (entry, into) -> {
            for (int i = 0; entry == 1 && i < many; i++) {
              into.add(i < many / 2 ? 1 : 2);
            }
            Arrays.stream(few[entry]).forEach(into::add);
          });
      writer.finish(INSCRIPTION);
    }
    try (IndexFile index = IndexFile.open(file)) {
      PackedRows packed = index.rows("rows");
      long[] sum = {0, 0};
      packed.forEach(
          1,
          id -> {
            sum[0]++;
            sum[1] += id;
          });
      assertThat(sum).containsExactly(many, many / 2 * 3L);
      IntArrayList last = new IntArrayList();
      packed.forEach(2, last::add);
      assertThat(last.toIntArray()).containsExactly(0, 2);
    }
  }

  @Test
  void a_number_out_of_range_is_damage() throws IOException {
    try (IndexFile index = IndexFile.open(directory.resolve("whole"))) {
      IntColumn column = index.column("column", 299);
      assertThatThrownBy(() -> column.get(299)).isInstanceOf(DamagedIndexException.class);
    }
  }

  @Test
  void a_missing_section_or_one_of_another_kind_is_damage() throws IOException {
    try (IndexFile index = IndexFile.open(directory.resolve("whole"))) {
      assertThatThrownBy(() -> index.bytes("rows")).isInstanceOf(DamagedIndexException.class);
      assertThatThrownBy(() -> index.longColumn("bytes")).isInstanceOf(DamagedIndexException.class);
      assertThatThrownBy(() -> index.bytes("nothing")).isInstanceOf(DamagedIndexException.class);
    }
  }

  @Test
  void every_prefix_of_an_index_is_damage() throws IOException {
    Path file = directory.resolve("cut");
    for (int length = 0; length < whole.length; length += length < 100 ? 1 : 997) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> IndexFile.open(file)).isInstanceOf(DamagedIndexException.class);
    }
  }

  @Test
  void every_flipped_bit_is_damage() throws IOException {
    Path file = directory.resolve("flipped");
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      int at =
          i < 32 ? i : i < 100 ? damaged.length - 1 - (i - 32) * 5 : random.nextInt(damaged.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThatThrownBy(() -> isRight(file))
          .as("byte %d", at)
          .isInstanceOf(DamagedIndexException.class);
      assertThatThrownBy(
              () -> {
                try (IndexFile index = IndexFile.open(file)) {
                  index.verify();
                }
              })
          .as("byte %d", at)
          .isInstanceOf(DamagedIndexException.class);
    }
  }

  @Test
  void an_unfinished_index_is_damage() throws IOException {
    Path file = Files.createFile(directory.resolve("unfinished"));
    try (IndexWriter writer = new IndexWriter(file)) {
      writer.column("column", ENTRIES, i -> i);
    }
    assertThatThrownBy(() -> IndexFile.open(file)).isInstanceOf(DamagedIndexException.class);
  }
}
