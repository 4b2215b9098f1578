package dev.godump.bench;

import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time per varint, of lengths that occur in dumps: tags and offsets, addresses, or both
 * alternately.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Varints {
  private static final int COUNT = 1 << 20;

  @Param({"offsets", "addresses", "mixed"})
  private String kind;

  private Source source;

  @Setup
  public void write() {
    Random random = new Random(1);
    byte[] bytes = new byte[10 * COUNT];
    int end = 0;
    for (int i = 0; i < COUNT; i++) {
      boolean address = kind.equals("addresses") || kind.equals("mixed") && (i & 1) == 0;
      long value = address ? 0xc000000000L + random.nextInt() * 8L : random.nextInt(1000);
      for (; value > 0x7f; value >>>= 7) {
        bytes[end++] = (byte) (value | 0x80);
      }
      bytes[end++] = (byte) value;
    }
    source = new Bytes(Arrays.copyOf(bytes, end));
  }

  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long read() throws IOException {
    ByteReader reader = new ByteReader(source);
    long sum = 0;
    for (int i = 0; i < COUNT; i++) {
      sum += reader.uvarint();
    }
    return sum;
  }

  private record Bytes(byte[] bytes) implements Source {
    @Override
    public String name() {
      return "bytes";
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int n = (int) Math.max(0, Math.min(length, bytes.length - position));
      System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, offset, n);
      return n;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public Progress progress(long position) {
      return new Progress(position, bytes.length);
    }

    @Override
    public Optional<String> prematureEnd() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
