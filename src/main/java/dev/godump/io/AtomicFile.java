package dev.godump.io;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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

  private final Path target;

  /** The file to write to; the target itself if that is not a regular file. */
  private final Path temporary;

  private final OutputStream out;
  private boolean moved;

  /**
   * Temporary files that this process made. To open and close one again would end the lock on it.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final String PREFIX = ".godump-";
  private static final String SUFFIX = ".tmp";

  private AtomicFile(Path target, Path temporary, OutputStream out) {
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
        return new AtomicFile(path, path, guarded(Files.newOutputStream(path)));
      }
      // the file behind a link is replaced, not the link
      Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
      Path directory = Objects.requireNonNull(target.getParent());
      deleteAbandoned(directory);
      while (true) {
        // the target's name may be as long as a name can be
        Path temporary = Files.createTempFile(directory, PREFIX, SUFFIX);
        OWN.add(temporary);
        FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
        lock(channel);
        if (Files.exists(temporary)) {
          // in case a signal ends the process; after the move there is nothing to delete
          temporary.toFile().deleteOnExit();
          return new AtomicFile(target, temporary, guarded(Channels.newOutputStream(channel)));
        }
        // another program took it for abandoned before it was locked
        channel.close();
      }
    } catch (NoSuchFileException e) {
      throw new OutputFailedException("there is no directory for " + path);
    } catch (AccessDeniedException e) {
      throw new OutputFailedException("no permission to write " + path);
    }
  }

  private static OutputStream guarded(OutputStream out) {
    return new BufferedOutputStream(new GuardedOutput(out), BUFFER);
  }

  /** Locks a file until it is closed, if the file system can. The lock ends with the process. */
  private static void lock(FileChannel channel) {
    try {
      channel.lock();
    } catch (IOException e) {
      // then the file is removed by hand if this process is killed
    }
  }

  /** Deletes the temporary files of programs that were killed: nobody has a lock on them. */
  private static void deleteAbandoned(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
      for (Path file : files) {
        if (!OWN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          deleteIfAbandoned(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // what can't be listed can't be deleted
    }
  }

  private static void deleteIfAbandoned(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // another user's
    }
  }

  /** Returns the stream to write the contents to; buffered. */
  public OutputStream stream() {
    return out;
  }

  /** Moves the file to its name. Call it once, after everything is written. */
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

  /** Deletes the file if it is not complete. */
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
