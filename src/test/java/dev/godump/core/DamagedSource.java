package dev.godump.core;

import dev.godump.io.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A source in which some bytes are others. */
final class DamagedSource implements Source {
  private final Source whole;
  private final TreeMap<Long, Byte> damage;

  /**
   * @param end position after the last byte that may be damaged
   */
  DamagedSource(Source whole, long seed, long end, int bytes) {
    this(whole, Map.of());
    Random random = new Random(seed);
    for (int i = 0; i < bytes; i++) {
      damage.put(4 + random.nextLong(end - 4), (byte) random.nextInt());
    }
  }

  /**
   * @param damage bytes by position
   */
  DamagedSource(Source whole, Map<Long, Byte> damage) {
    this.whole = whole;
    this.damage = new TreeMap<>(damage);
  }

  /** Changes words between two positions to numbers at limits, or to what another word has. */
  static DamagedSource ofWords(Source whole, long seed, long start, long end, int words)
      throws IOException {
    DamagedSource source = new DamagedSource(whole, seed, 5, 0);
    Random random = new Random(seed);
    for (int i = 0; i < words; i++) {
      long at = start + 8 * random.nextLong(Math.max(1, (end - start) / 8));
      byte[] value = new byte[8];
      if (random.nextBoolean()) {
        whole.read(start + 8 * random.nextLong(Math.max(1, (end - start) / 8)), value, 0, 8);
      } else {
        long power = 1L << random.nextInt(Long.SIZE);
        ByteBuffer.wrap(value)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(random.nextBoolean() ? power - 1 : power);
      }
      for (int b = 0; b < 8; b++) {
        source.damage.put(at + b, value[b]);
      }
    }
    return source;
  }

  @Override
  public String name() {
    return whole.name();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    int n = whole.read(position, into, offset, length);
    damage
        .subMap(position, position + n)
        .forEach((at, value) -> into[(int) (offset + at - position)] = value);
    return n;
  }

  @Override
  public long size() throws IOException {
    return whole.size();
  }

  @Override
  public Progress progress(long position) {
    return whole.progress(position);
  }

  @Override
  public Optional<String> prematureEnd() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
