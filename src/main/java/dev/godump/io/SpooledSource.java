package dev.godump.io;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Makes bytes that arrive in order, from a pipe or a compressed file, readable at any position: a
 * background thread writes them to a private temporary file, from which others read. Where the
 * system allows it, that file is deleted as soon as it is open, so that it is gone however the
 * process ends.
 */
public final class SpooledSource implements Source {
  private static final int CHUNK = 1 << 18;

  /** Bytes between checks of the free space, and bytes that are left free. */
  private static final long RESERVE = 1L << 28;

  private final String name;
  private final InputStream input;
  private final LongSupplier consumed;
  private final long total;
  private final LongSupplier limit;
  private final Path file;
  private final FileChannel channel;

  private volatile boolean closed;
  private long available;
  private boolean ended;
  private volatile boolean disturbed;
  private @Nullable String premature;
  private @Nullable IOException failure;

  /**
   * Starts to copy the input.
   *
   * @param name the name to show to users
   * @param input the bytes, closed by this source
   * @param consumed returns how many bytes of the compressed file have been used so far
   * @param total size of that file, or {@link Progress#UNKNOWN}
   * @param limit how many bytes may be unpacked by now
   * @param directory for the temporary file
   * @throws IOException if no temporary file can be created
   */
  SpooledSource(
      String name,
      InputStream input,
      LongSupplier consumed,
      long total,
      LongSupplier limit,
      Path directory)
      throws IOException {
    this.name = name;
    this.input = input;
    this.consumed = consumed;
    this.total = total;
    this.limit = limit;
    try {
      this.file = Files.createTempFile(directory, "godump", ".spool");
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw new IOException(
          "can't unpack to "
              + directory
              + " ("
              + e.getClass().getSimpleName()
              + "); GODUMP_JAVA_OPTS=-Djava.io.tmpdir=DIR names another place");
    }
    Parallel.daemon("godump-unpack", this::spool).start();
  }

  private void spool() {
    IOException broken = null;
    String early = "unpacking failed";
    try (input) {
      early = copy();
    } catch (IOException e) {
      broken =
          e instanceof UnpackLimitException
              ? e
              : new IOException("can't unpack to " + file.getParent() + ": " + e.getMessage());
      early = broken.getMessage();
    } catch (RuntimeException e) {
      early = "unpacking failed (" + e + ")";
      disturbed = true;
    } finally {
      finish(broken, early);
    }
  }

  /**
   * Copies all input to the file.
   *
   * @return why the input ended early, or null
   * @throws IOException if the file can't be written
   */
  private @Nullable String copy() throws IOException {
    byte[] chunk = new byte[CHUNK];
    long written = 0;
    while (!closed) {
      int n;
      try {
        n = input.read(chunk, 0, chunk.length);
      } catch (EOFException | ZipException e) {
        return "the compressed data end early or are damaged (" + e.getMessage() + ")";
      } catch (IOException e) {
        disturbed = !(e instanceof ZstdIOException);
        return e.getMessage();
      }
      if (n < 0) {
        return null;
      }
      check(written, n);
      for (ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, n); buffer.hasRemaining(); ) {
        written += channel.write(buffer, written);
      }
      publish(written);
    }
    return null;
  }

  /** Checks that more bytes may be written. */
  private void check(long written, int more) throws IOException {
    long most = limit.getAsLong();
    if (written + more > most) {
      throw new UnpackLimitException(
          "it unpacks to more than "
              + (most >>> 20)
              + " MiB; if it is a dump, --max-unpacked SIZE allows more");
    }
    if (written / RESERVE != (written + more) / RESERVE || written == 0) {
      long free = Files.getFileStore(file.getParent()).getUsableSpace();
      if (free < RESERVE) {
        throw new UnpackLimitException(
            String.format(
                "unpacking it stopped at %d MiB: %s has %d MiB left; GODUMP_JAVA_OPTS=-Djava.io.tmpdir=DIR names another directory",
                written >>> 20, file.getParent(), free >>> 20));
      }
    }
  }

  private synchronized void publish(long written) {
    available = written;
    notifyAll();
  }

  private synchronized void finish(@Nullable IOException broken, @Nullable String early) {
    failure = broken;
    premature = early;
    ended = true;
    notifyAll();
  }

  /**
   * Waits until all bytes up to {@code end} have arrived or no more will; returns how many have.
   */
  private synchronized long await(long end) throws IOException {
    while (available < end && !ended) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while unpacking");
      }
    }
    if (failure != null && available < end) {
      throw failure;
    }
    return available;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < 0) {
      return 0;
    }
    long end = Math.min(await(position + length), position + length);
    ByteBuffer buffer = ByteBuffer.wrap(into, offset, (int) Math.max(0, end - position));
    while (buffer.hasRemaining()) {
      int n = channel.read(buffer, position + buffer.position() - offset);
      if (n < 0) {
        throw new IOException("the unpacked bytes are gone");
      }
    }
    return buffer.position() - offset;
  }

  @Override
  public long size() throws IOException {
    return await(Long.MAX_VALUE);
  }

  @Override
  public Progress progress(long position) {
    return new Progress(consumed.getAsLong(), total);
  }

  @Override
  public synchronized Optional<String> prematureEnd() {
    return Optional.ofNullable(premature);
  }

  @Override
  public boolean isSpooled() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return total != Progress.UNKNOWN && !disturbed;
  }

  /** Doesn't wait for input that stalls: the background thread closes it as soon as it reads on. */
  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
    Files.deleteIfExists(file);
  }
}
