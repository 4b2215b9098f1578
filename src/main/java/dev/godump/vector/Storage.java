package dev.godump.vector;

import dev.godump.io.ScratchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The memory of large vectors: the Java heap, or a scratch file that is mapped as memory. */
public final class Storage {
  /** The Java heap. */
  public static final Storage HEAP = new Storage(null);

  /** Null for the Java heap. */
  private final @Nullable ScratchFile file;

  private Storage(@Nullable ScratchFile file) {
    this.file = file;
  }

  /** Returns a scratch file as storage; its vectors outlive its closing. */
  public static Storage in(ScratchFile file) {
    return new Storage(file);
  }

  /** Whether this is the Java heap. */
  public boolean isHeap() {
    return file == null;
  }

  /** Returns an empty vector, which can grow. */
  public IntVector ints() {
    return new IntVector(this);
  }

  /** Returns a vector of zeros; only one of length 0 can grow. */
  public IntVector ints(long length) {
    return IntVector.ofLength(this, length);
  }

  /** Returns an empty vector, which can grow. */
  public LongVector longs() {
    return new LongVector(this);
  }

  /** Returns a vector of zeros; only one of length 0 can grow. */
  public LongVector longs(long length) {
    return LongVector.ofLength(this, length);
  }

  /** Returns an empty vector, which can grow. */
  public ByteVector bytes() {
    return new ByteVector(this);
  }

  /** Returns a vector of zeros; only one of length 0 can grow. */
  public ByteVector bytes(long length) {
    return ByteVector.ofLength(this, length);
  }

  /** Returns log2 of the size of the file's windows in bytes. */
  int windowShift() {
    return Integer.numberOfTrailingZeros(Objects.requireNonNull(file).windowSize());
  }

  /**
   * Returns another window of the file, all zeros.
   *
   * @throws UncheckedIOException if the disk is full
   */
  ByteBuffer window() {
    try {
      return Objects.requireNonNull(file).window();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
