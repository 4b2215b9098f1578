package dev.godump.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is there when it is complete, and not before: written beside its place under another
 * name, then moved, so that an older file is never half replaced. Only its owner can read it.
 *
 * <p>A name that is there already and no file, such as {@code /dev/null} or a pipe, is written to
 * as it is.
 */
public final class AtomicFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final Path target;

  /** The file to write to; the target itself if that is not a regular file. */
  private final Path temporary;

  private final OutputStream out;
  private boolean moved;

  private AtomicFile(Path target, Path temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  /**
   * Starts to write a file.
   *
   * @throws OutputFailedException if there can be none
   */
  public static AtomicFile at(Path path) throws IOException {
    try {
      if (Files.isDirectory(path)) {
        throw new OutputFailedException(path + " is a directory");
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return new AtomicFile(path, path, guarded(path));
      }
      // the file behind a link is replaced, not the link
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Path temporary =
          Files.createTempFile(target.getParent(), "." + target.getFileName() + ".", ".tmp");
      // for an end by a signal; there is nothing to delete after the move
      temporary.toFile().deleteOnExit();
      return new AtomicFile(target, temporary, guarded(temporary));
    } catch (NoSuchFileException e) {
      throw new OutputFailedException("there is no directory for " + path);
    } catch (AccessDeniedException e) {
      throw new OutputFailedException("no permission to write " + path);
    }
  }

  private static OutputStream guarded(Path file) throws IOException {
    return new BufferedOutputStream(new GuardedOutput(Files.newOutputStream(file)), BUFFER);
  }

  /** Takes what is to be in it; buffered. */
  public OutputStream stream() {
    return out;
  }

  /** Puts it into its place; call once, when all is written. */
  public void complete() throws IOException {
    out.close();
    if (!temporary.equals(target)) {
      move();
    }
    moved = true;
  }

  private void move() throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new OutputFailedException(e.getMessage());
    }
  }

  /** Takes away what is not complete. */
  @Override
  public void close() throws IOException {
    if (!moved) {
      try {
        out.close();
      } finally {
        if (!temporary.equals(target)) {
          Files.deleteIfExists(temporary);
        }
      }
    }
  }
}
