package dev.godump.io;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens what a command line names: a plain, gzip or zstd file, or {@code -} for standard input. */
public final class Sources {
  private static final String STANDARD_INPUT = "-";

  /** Bytes that any compressed file may unpack to. */
  private static final long SMALLEST_LIMIT = 1L << 30;

  /** How many times its size a compressed file may unpack to. Heaps mostly take a tenth. */
  private static final long LARGEST_RATIO = 200;

  private Sources() {}

  /**
   * Opens a file. Its first bytes, not its name, determine whether it is compressed.
   *
   * @param name a path, or {@code -} for {@code standardInput}
   * @throws IOException if there is no such file, it is a directory, or it can't be read
   */
  public static Source open(String name, InputStream standardInput) throws IOException {
    return open(name, standardInput, 0);
  }

  /**
   * As {@link #open(String, InputStream)}, with a limit for compressed input.
   *
   * @param maxUnpacked bytes that it may unpack to; 0 for 1 GiB or 200 times its size, if that is
   *     more
   */
  public static Source open(String name, InputStream standardInput, long maxUnpacked)
      throws IOException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));
    return name.equals(STANDARD_INPUT)
        ? spool("standard input", standardInput, Source.Progress.UNKNOWN, maxUnpacked, directory)
        : open(name, path(name), maxUnpacked, directory);
  }

  /**
   * Opens a file; a compressed one is unpacked to a temporary file in a directory.
   *
   * @param name of the source
   */
  public static Source open(String name, Path file, Path directory) throws IOException {
    return open(name, file, 0, directory);
  }

  private static Source open(String name, Path file, long maxUnpacked, Path directory)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    if (!Files.exists(file)) {
      throw new FileNotFoundException("no such file");
    }
    if (!Files.isRegularFile(file)) {
      // a stream over a channel would ask for the size, which a pipe doesn't have
      return spool(
          name,
          new FileInputStream(file.toFile()),
          Source.Progress.UNKNOWN,
          maxUnpacked,
          directory);
    }
    byte[] head = new byte[4];
    int n;
    try (InputStream in = Files.newInputStream(file)) {
      n = in.readNBytes(head, 0, head.length);
    } catch (NoSuchFileException e) {
      throw new FileNotFoundException("no such file");
    }
    return Compression.of(head, n) == Compression.NONE
        ? MappedSource.open(name, file)
        : spool(name, Files.newInputStream(file), Files.size(file), maxUnpacked, directory);
  }

  /**
   * Copies a stream to a temporary file in a directory, unpacked, while it is read.
   *
   * @param name of the source
   * @param raw closed by the source
   * @param length bytes of the stream
   */
  public static Source stream(String name, InputStream raw, long length, Path directory)
      throws IOException {
    return spool(name, raw, length, 0, directory);
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("not a file name: " + e.getReason());
    }
  }

  private static Source spool(
      String name, InputStream raw, long total, long maxUnpacked, Path directory)
      throws IOException {
    try {
      return unpack(name, raw, total, maxUnpacked, directory);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new IOException("its gzip header is cut or damaged");
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static Source unpack(
      String name, InputStream raw, long total, long maxUnpacked, Path directory)
      throws IOException {
    AtomicLong consumed = new AtomicLong();
    InputStream counted = new BufferedInputStream(new CountingInputStream(raw, consumed), 1 << 16);
    byte[] head = new byte[4];
    int n = counted.readNBytes(head, 0, head.length);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head, 0, n), counted);
    Compression compression = Compression.of(head, n);
    LongSupplier limit =
        compression == Compression.NONE
            ? () -> Long.MAX_VALUE
            : maxUnpacked > 0
                ? () -> maxUnpacked
                : () -> Math.max(SMALLEST_LIMIT, LARGEST_RATIO * Math.max(total, consumed.get()));
    return new SpooledSource(
        name, compression.unpack(whole), consumed::get, total, limit, directory);
  }

  /** Counts the bytes read through it. */
  private static final class CountingInputStream extends java.io.FilterInputStream {
    private final AtomicLong count;

    CountingInputStream(InputStream in, AtomicLong count) {
      super(in);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        count.incrementAndGet();
      }
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      if (n > 0) {
        count.addAndGet(n);
      }
      return n;
    }
  }

  private enum Compression {
    NONE,
    GZIP,
    ZSTD;

    static Compression of(byte[] head, int length) {
      if (length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b) {
        return GZIP;
      }
      boolean zstd =
          length >= 4
              && head[0] == 0x28
              && head[1] == (byte) 0xb5
              && head[2] == 0x2f
              && head[3] == (byte) 0xfd;
      return zstd ? ZSTD : NONE;
    }

    InputStream unpack(InputStream in) throws IOException {
      return switch (this) {
        case NONE -> in;
        case GZIP -> new GZIPInputStream(in, 1 << 16);
        case ZSTD -> zstd(in);
      };
    }

    private static InputStream zstd(InputStream in) throws IOException {
      try {
        return new ZstdInputStreamNoFinalizer(in);
      } catch (LinkageError e) {
        throw new IOException(
            "zstd can't be unpacked on this machine ("
                + e.getMessage()
                + "); unpack it first: zstd -d");
      }
    }
  }
}
