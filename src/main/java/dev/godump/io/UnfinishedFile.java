package dev.godump.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.HashSet;
import java.util.Set;

/**
 * A file under a temporary name that this process has a lock on, so that other processes know that
 * its writer is alive. A signal that ends the process deletes it; if the process is killed, the
 * lock ends, and the next writer to the directory deletes it.
 */
public final class UnfinishedFile implements Closeable {
  /**
   * Files of this process; guarded by itself. To open and close one again would end the lock on it.
   */
  private static final Set<Path> OWN = new HashSet<>();

  /** Whether the process ends, so that no file may be created; guarded by {@link #OWN}. */
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFile::deleteOwn));
  }

  private final Path path;
  private final FileChannel channel;

  private UnfinishedFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Deletes what killed processes left behind, and creates a file.
   *
   * @param prefix of its name
   * @param suffix of its name
   */
  public static UnfinishedFile create(
      Path directory, String prefix, String suffix, FileAttribute<?>... attributes)
      throws IOException {
    deleteAbandoned(directory, prefix, suffix);
    while (true) {
      Path path;
      synchronized (OWN) {
        if (ending) {
          throw new IOException("godump is ending");
        }
        path = Files.createTempFile(directory, prefix, suffix, attributes);
        OWN.add(path);
      }
      try {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
        lock(channel);
        if (Files.exists(path)) {
          return new UnfinishedFile(path, channel);
        }
        channel.close();
      } catch (NoSuchFileException e) {
        // another process took it for abandoned before it was locked
      }
    }
  }

  /** Has files deleted if a signal ends the process; those that were moved are not there. */
  private static void deleteOwn() {
    synchronized (OWN) {
      ending = true;
      for (Path path : OWN) {
        path.toFile().delete();
      }
    }
  }

  /** Locks a file until it is closed, if the file system can. The lock ends with the process. */
  private static void lock(FileChannel channel) {
    try {
      channel.lock();
    } catch (IOException e) {
      // then the file is removed by hand if this process is killed
    }
  }

  /** Deletes the files of processes that were killed: nobody has a lock on them. */
  public static void deleteAbandoned(Path directory, String prefix, String suffix) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, prefix + "*" + suffix)) {
      for (Path file : files) {
        synchronized (OWN) {
          if (!OWN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            deleteIfAbandoned(file);
          }
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

  public Path path() {
    return path;
  }

  /** The channel that holds the lock; closing it ends the lock. */
  public FileChannel channel() {
    return channel;
  }

  /** Ends the lock, and deletes the file if it was not moved. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}
