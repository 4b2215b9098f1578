package dev.godump.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.godump.io.SourcesTest.Packing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpooledSourceTest {
  private static Set<Path> spoolFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().endsWith(".spool")).collect(Collectors.toSet());
    }
  }

  @Test
  void no_temporary_file_is_left_behind() throws Exception {
    Set<Path> before = spoolFiles();
    Source source = Sources.open("-", new ByteArrayInputStream(new byte[100_000]));
    assertThat(source.size()).isEqualTo(100_000);
    source.close();
    assertThat(before).containsAll(spoolFiles());
  }

  @Test
  void readers_follow_close_behind_what_arrives() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          PipedOutputStream pipe = new PipedOutputStream();
          try (PipedInputStream in = new PipedInputStream(pipe)) {
            pipe.write("four".getBytes(US_ASCII));
            pipe.flush();
            Source source = Sources.open("-", in);
            byte[] into = new byte[4];
            assertThat(source.read(0, into, 0, 4)).isEqualTo(4);
            assertThat(into).asString().isEqualTo("four");
            assertThat(source.prematureEnd()).isEmpty();
            pipe.write("teen".getBytes(US_ASCII));
            pipe.close();
            assertThat(source.size()).isEqualTo(8);
            assertThat(source.read(6, into, 0, 4)).isEqualTo(2);
            source.close();
          }
        });
  }

  @Test
  void closing_while_input_stalls_waits_for_nothing_and_disturbs_nobody() throws Exception {
    byte[] plain = new byte[1 << 20];
    new Random(1).nextBytes(plain);
    Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> uncaught.add(e));
    try {
      for (Packing packing : new Packing[] {Packing.NONE, Packing.GZIP}) {
        StalledInput input = new StalledInput(packing.pack(plain));
        Source source = Sources.open("-", input);
        Thread reader = input.stalledReader();
        source.close();
        input.goOn();
        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(input.closed).isTrue();
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    assertThat(uncaught).isEmpty();
  }

  /** Returns about half of its bytes, then blocks until {@link #goOn} is called. */
  private static final class StalledInput extends ByteArrayInputStream {
    private final CompletableFuture<Thread> stalled = new CompletableFuture<>();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile boolean closed;

    StalledInput(byte[] bytes) {
      super(bytes);
    }

    void goOn() {
      goOn.countDown();
    }

    Thread stalledReader() throws Exception {
      return stalled.get(10, TimeUnit.SECONDS);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      if (pos > count / 2) {
        stalled.complete(Thread.currentThread());
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return super.read(into, offset, length);
    }

    /** As for a pipe, so that readers request many bytes at a time. */
    @Override
    public synchronized int available() {
      return 0;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
