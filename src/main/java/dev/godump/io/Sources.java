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
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens what a command line names: a plain, gzip or zstd file, or {@code -} for standard input. */
public final class Sources {
  private static final String STANDARD_INPUT = "-";

  private Sources() {}

  /**
   * Opens a file. Its first bytes, not its name, determine whether it is compressed.
   *
   * @param name a path, or {@code -} for {@code standardInput}
   * @throws IOException if there is no such file, it is a directory, or it can't be read
   */
  public static Source open(String name, InputStream standardInput) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return spool("standard input", standardInput, Source.Progress.UNKNOWN);
    }
    Path file = path(name);
    if (Files.isDirectory(file)) {
      throw new IOException("it is a directory");
    }
    if (!Files.exists(file)) {
      throw new FileNotFoundException("no such file");
    }
    if (!Files.isRegularFile(file)) {
      // a stream over a channel would ask for the size, which a pipe doesn't have
      return spool(name, new FileInputStream(file.toFile()), Source.Progress.UNKNOWN);
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
        : spool(name, Files.newInputStream(file), Files.size(file));
  }

  private static Path path(String name) throws IOException {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IOException("not a file name: " + e.getReason());
    }
  }

  private static Source spool(String name, InputStream raw, long total) throws IOException {
    try {
      return unpack(name, raw, total);
    } catch (EOFException | ZipException e) {
      raw.close();
      throw new IOException("its gzip header is cut or damaged");
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  private static Source unpack(String name, InputStream raw, long total) throws IOException {
    AtomicLong consumed = new AtomicLong();
    InputStream counted = new BufferedInputStream(new CountingInputStream(raw, consumed), 1 << 16);
    byte[] head = new byte[4];
    int n = counted.readNBytes(head, 0, head.length);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head, 0, n), counted);
    InputStream unpacked = Compression.of(head, n).unpack(whole);
    return new SpooledSource(name, unpacked, consumed::get, total);
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
