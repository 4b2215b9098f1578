package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import java.util.Comparator;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SizeBucketsTest {
  @Test
  void objects_of_random_sizes_are_sorted_up_to_any_limit() {
    Seeds.forEach(200, SizeBucketsTest::check);
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    int magnitudes = 1 + random.nextInt(Long.SIZE - 1);
    long[] sizes =
        random
            .longs(random.nextInt(300))
            .map(size -> size >>> 1 >>> random.nextInt(magnitudes) & -1L << random.nextInt(9))
            .toArray();
    IntPredicate selected = random.nextBoolean() ? id -> true : id -> id % 3 != 0;
    int[] all =
        IntStream.range(0, sizes.length)
            .filter(selected)
            .boxed()
            .sorted(Comparator.comparingLong((Integer id) -> sizes[id]).reversed())
            .mapToInt(id -> id)
            .toArray();
    for (int limit : new int[] {0, 1, sizes.length / 3, sizes.length, Integer.MAX_VALUE}) {
      assertThat(SizeBuckets.largestFirst(sizes, selected, limit))
          .isEqualTo(IntStream.of(all).limit(limit).toArray());
    }
  }
}
