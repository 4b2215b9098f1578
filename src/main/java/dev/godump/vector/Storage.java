package dev.godump.vector;

import dev.godump.io.ScratchFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Where large arrays live: in the Java heap, or in a scratch file that is mapped as memory. */
public final class Storage {
  /** The Java heap. */
  public static final Storage HEAP = new Storage(null);

  private final ScratchFile file;

  private Storage(ScratchFile file) {
    this.file = file;
  }

  /** A scratch file; vectors made here outlive its closing. */
  public static Storage in(ScratchFile file) {
    return new Storage(file);
  }

  /** Whether this is the Java heap. */
  public boolean isHeap() {
    return file == null;
  }

  /** An empty vector that can be added to. */
  public IntVector ints() {
    return new IntVector(this);
  }

  /** A vector of zeros; only one of length 0 can be added to. */
  public IntVector ints(long length) {
    return IntVector.ofLength(this, length);
  }

  /** An empty vector that can be added to. */
  public LongVector longs() {
    return new LongVector(this);
  }

  /** A vector of zeros; only one of length 0 can be added to. */
  public LongVector longs(long length) {
    return LongVector.ofLength(this, length);
  }

  /** An empty vector that can be added to. */
  public ByteVector bytes() {
    return new ByteVector(this);
  }

  /** A vector of zeros; only one of length 0 can be added to. */
  public ByteVector bytes(long length) {
    return ByteVector.ofLength(this, length);
  }

  /** log2 of the bytes of a window of the file. */
  int windowShift() {
    return Integer.numberOfTrailingZeros(file.windowSize());
  }

  /**
   * Another window of the file, all zeros.
   *
   * @throws UncheckedIOException if the disk has no room for it
   */
  ByteBuffer window() {
    try {
      return file.window();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
