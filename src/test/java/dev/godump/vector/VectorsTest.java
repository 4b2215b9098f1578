package dev.godump.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.io.ScratchFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors in the heap, in scratch files and mapped from files. */
class VectorsTest {
  private static final int MANY = 1001;

  @TempDir Path directory;

  private Storage scratch(int window) throws IOException {
    return Storage.in(ScratchFile.in(directory, window));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 64, 1024, 65536})
  void scratch_vectors_hold_what_was_added_across_their_windows(int window) throws IOException {
    Storage storage = scratch(window);
    IntVector ints = storage.ints();
    LongVector longs = storage.longs();
    ByteVector bytes = storage.bytes();
    for (int i = 0; i < MANY; i++) {
      ints.add(i * 0x10001);
      longs.add((long) -i << 33);
      bytes.add((byte) i);
    }
    ints.set(500, -5);
    longs.set(501, Long.MIN_VALUE);
    bytes.set(502, (byte) -2);
    assertThat(Stream.of(ints.size(), longs.size(), bytes.size())).containsOnly((long) MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(ints.get(i)).isEqualTo(i == 500 ? -5 : i * 0x10001);
      assertThat(longs.get(i)).isEqualTo(i == 501 ? Long.MIN_VALUE : (long) -i << 33);
      assertThat(bytes.get(i)).isEqualTo(i == 502 ? -2 : (byte) i);
    }
    assertThat(ints.toArray()).hasSize(MANY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 100})
  void scratch_vectors_of_fixed_length_are_all_zeros(int length) throws IOException {
    Storage storage = scratch(64);
    assertThat(storage.ints(length).toArray()).isEqualTo(new int[length]);
    assertThat(storage.longs(length).toArray()).isEqualTo(new long[length]);
    assertThat(storage.bytes(length).toArray()).isEqualTo(new byte[length]);
  }

  @Test
  void several_threads_can_set_distinct_indexes() throws IOException {
    for (Storage storage : new Storage[] {Storage.HEAP, scratch(1 << 12)}) {
      IntVector vector = storage.ints(100_000);
      java.util.stream.IntStream.range(0, 100_000).parallel().forEach(i -> vector.set(i, ~i));
      assertThat(java.util.stream.IntStream.range(0, 100_000).allMatch(i -> vector.get(i) == ~i))
          .isTrue();
    }
  }

  @Test
  void a_scratch_file_leaves_nothing_behind() throws IOException {
    scratch(64).ints(100);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void an_error_names_the_directory_where_no_scratch_file_can_be_created() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> ScratchFile.in(missing))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(missing.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 12, 30})
  void a_mapped_region_is_read_across_its_windows(int windowShift) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(16 + MANY * 8 + 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < MANY; i++) {
      content.putLong(16 + i * 8, (long) i << 32 | MANY - i);
    }
    Path file = Files.write(directory.resolve("region"), content.array());
    try (FileChannel channel = FileChannel.open(file)) {
      IntVector ints = IntVector.mapped(channel, 16, MANY * 2L, windowShift);
      LongVector longs = LongVector.mapped(channel, 16, MANY, windowShift);
      ByteVector bytes = ByteVector.mapped(channel, 16, MANY * 8L, windowShift);
      for (int i = 0; i < MANY; i++) {
        assertThat(longs.get(i)).isEqualTo((long) i << 32 | MANY - i);
        assertThat(ints.get(2L * i)).isEqualTo(MANY - i);
        assertThat(ints.get(2L * i + 1)).isEqualTo(i);
        assertThat(bytes.get(8L * i + 4)).isEqualTo((byte) i);
      }
      assertThatThrownBy(() -> ints.set(0, 1)).isInstanceOf(ReadOnlyBufferException.class);
      assertThatThrownBy(() -> longs.get(MANY)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> IntVector.mapped(channel, 24, 2L * MANY + 4))
          .isInstanceOf(EOFException.class);
      assertThatThrownBy(() -> LongVector.mapped(channel, 0, Long.MAX_VALUE))
          .isInstanceOf(ArithmeticException.class);
      assertThatThrownBy(() -> IntVector.mapped(channel, 4, 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> IntVector.mapped(channel, -8, 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_mapped_region_may_be_larger_than_any_array() throws IOException {
    // a sparse file: it takes no disk space
    long ints = (1L << 31) + 10;
    Path file = directory.resolve("large");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(8 + ints * 4);
      large.seek(8 + (ints - 1) * 4);
      large.write(new byte[] {4, 3, 2, 1});
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      IntVector vector = IntVector.mapped(channel, 8, ints);
      assertThat(vector.size()).isEqualTo(ints);
      assertThat(vector.get(ints - 1)).isEqualTo(0x01020304);
      assertThat(vector.get(0)).isZero();
      ByteVector bytes = ByteVector.mapped(channel, 8, ints * 4);
      assertThat(bytes.get(ints * 4 - 1)).isEqualTo((byte) 1);
    }
  }
}
