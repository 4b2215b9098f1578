package dev.godump.core;

import dev.godump.io.Source;
import java.io.IOException;
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
