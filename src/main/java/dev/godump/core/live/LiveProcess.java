package dev.godump.core.live;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.core.live.ProcessImage.MappedFile;
import dev.godump.core.live.ProcessImage.StoppedThread;
import dev.godump.io.MappedSource;
import dev.godump.io.WrittenSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A running process whose memory may be read. */
public final class LiveProcess implements Closeable {
  private final ProcFiles files;
  private final FileChannel memory;

  private LiveProcess(ProcFiles files, FileChannel memory) {
    this.files = files;
    this.memory = memory;
  }

  /**
   * Finds a process.
   *
   * @throws ProcessException if the process doesn't exist or can't be read
   */
  public static LiveProcess of(long pid) throws IOException {
    ProcFiles files = new ProcFiles(pid);
    return new LiveProcess(files, ProcessAccess.open(files));
  }

  /** Opens the executable, also if its file was deleted. */
  public Executable executable() throws IOException {
    Path link = files.file("exe");
    return Executables.of(MappedSource.open(Files.readSymbolicLink(link).toString(), link));
  }

  /**
   * How to stop a process.
   *
   * @param freezesCgroup whether by freezing its cgroup, instead of a signal
   * @param limit after which it goes on in any case
   */
  public record Pause(boolean freezesCgroup, Optional<Duration> limit) {}

  /**
   * Stops the process, copies its memory, and lets it go on.
   *
   * @param directory for the copy, a private temporary file
   * @throws ProcessException if it can't be stopped, ends, or would stand still for too long
   */
  public ProcessImage copy(Pause pause, Path directory) throws IOException {
    Stop stop = pause.freezesCgroup ? CgroupFreeze.of(files) : SignalStop.of(files);
    checkSpace(directory);
    // what may not be read is known before the process stops
    stoppedThreads();
    mappedFiles();
    try (Standstill still = Standstill.begin(stop, pause.limit)) {
      MemoryCopy copy = new MemoryCopy(files, memory, still::check);
      List<StoppedThread> threads = stoppedThreads();
      WrittenSource bytes = WrittenSource.in(directory, "process " + files.pid(), copy::writeTo);
      try {
        return new ProcessImage(
            bytes,
            copy.ranges(),
            threads,
            files.auxiliary(ProcFiles.AT_ENTRY),
            mappedFiles(),
            copy.unread(),
            still.end());
      } catch (IOException e) {
        bytes.close();
        throw e;
      }
    }
  }

  private void checkSpace(Path directory) throws IOException {
    long needed = (kilobytes("RssAnon") + kilobytes("VmSwap")) << 10;
    long free = Files.getFileStore(directory).getUsableSpace();
    if (needed > free) {
      throw new ProcessException(
          "a copy of its memory needs %d MiB in %s, which has %d MiB left; -o names another directory"
              .formatted(needed >>> 20, directory, free >>> 20));
    }
  }

  private long kilobytes(String field) throws IOException {
    return Long.parseLong(files.status(field).orElse("0 kB").split(" ", 2)[0]);
  }

  private List<StoppedThread> stoppedThreads() throws IOException {
    List<StoppedThread> threads = new ArrayList<>();
    for (long thread : files.threads()) {
      files.position(thread).ifPresent(threads::add);
    }
    return threads;
  }

  private List<MappedFile> mappedFiles() throws IOException {
    return files.mappings().stream()
        .filter(Mapping::isFile)
        .map(mapping -> new MappedFile(mapping.start(), mapping.end(), mapping.name()))
        .toList();
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }
}
