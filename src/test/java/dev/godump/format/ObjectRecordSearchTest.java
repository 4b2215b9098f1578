package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.io.Source;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ObjectRecordSearchTest {
  /** A record of an object at address 8 of 512 KiB. */
  private static final byte[] LARGE_OBJECT = {1, 8, (byte) 0x80, (byte) 0x80, 0x20};

  @Test
  void a_file_where_large_objects_seem_to_start_everywhere_is_not_read_for_each()
      throws IOException {
    byte[] bytes = new byte[8 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = LARGE_OBJECT[i % LARGE_OBJECT.length];
    }
    long[] read = {0};
    Source source =
        new BytesSource(bytes) {
          @Override
          public int read(long position, byte[] into, int offset, int length) {
            int count = super.read(position, into, offset, length);
            read[0] += count;
            return count;
          }
        };
    assertThat(new ObjectRecordSearch(source, 8192).find(0, 4 << 20))
        .isEqualTo(ObjectRecordSearch.NONE);
    assertThat(read[0]).isLessThan(1L << 30);
  }
}
