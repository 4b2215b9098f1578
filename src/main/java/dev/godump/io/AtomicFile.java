package dev.godump.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears under its name only when it is complete: it is written under another name in
 * the same directory, then moved, so that it never replaces an older file in part. Only its owner
 * can read it. The next writer to the directory deletes what a killed program left behind.
 *
 * <p>If the name exists but is not a regular file, such as {@code /dev/null} or a pipe, it is
 * written to directly.
 */
public final class AtomicFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private static final String PREFIX = ".godump-";
  private static final String SUFFIX = ".tmp";

  private final Path target;

  /** The file to write to; null to write to the target itself, which is not a regular file. */
  private final @Nullable UnfinishedFile temporary;

  private final OutputStream out;
  private boolean moved;

  private AtomicFile(Path target, @Nullable UnfinishedFile temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  /**
   * Creates the file to write to.
   *
   * @throws OutputFailedException if it can't be created
   */
  public static AtomicFile at(Path path) throws IOException {
    try {
      if (Files.isDirectory(path)) {
        throw new OutputFailedException(path + " is a directory");
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return new AtomicFile(path, null, guarded(Files.newOutputStream(path)));
      }
      // the file behind a link is replaced, not the link
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      // the target's name may be as long as a name can be
      UnfinishedFile temporary =
          UnfinishedFile.create(Objects.requireNonNull(target.getParent()), PREFIX, SUFFIX);
      return new AtomicFile(
          target, temporary, guarded(Channels.newOutputStream(temporary.channel())));
    } catch (NoSuchFileException e) {
      throw new OutputFailedException("no directory for " + path);
    } catch (AccessDeniedException e) {
      throw new OutputFailedException("no permission to write " + path);
    }
  }

  private static OutputStream guarded(OutputStream out) {
    return new BufferedOutputStream(new GuardedOutput(out), BUFFER);
  }

  /** Returns the stream to write the contents to; buffered. */
  public OutputStream stream() {
    return out;
  }

  /**
   * Returns the file to write to under its name for now, for a library that opens it by its name in
   * place of {@link #stream}.
   *
   * @throws OutputFailedException if it is not a regular file
   */
  public Path path() throws IOException {
    if (temporary == null) {
      throw new OutputFailedException(target + " is not a regular file");
    }
    return temporary.path();
  }

  /** Moves the file to its name. Call it once, after everything is written. */
  public void complete() throws IOException {
    out.close();
    if (temporary != null) {
      move(temporary.path());
    }
    moved = true;
  }

  private void move(Path written) throws IOException {
    try {
      Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OutputFailedException(e.getMessage());
    }
  }

  /** Deletes the file if it is not complete. */
  @Override
  public void close() throws IOException {
    if (!moved) {
      try {
        out.close();
      } finally {
        if (temporary != null) {
          temporary.close();
        }
      }
    }
  }
}
