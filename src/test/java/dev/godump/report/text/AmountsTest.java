package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1075, 1.0 KiB",
    "1076, 1.1 KiB",
    "1048524, 1023.9 KiB",
    "1048525, 1.0 MiB",
    "1048576, 1.0 MiB",
    "1073741824, 1.0 GiB",
    "9223372036854775807, 8.0 EiB",
    "-2048, -2.0 KiB",
    "-9223372036854775808, -8.0 EiB"
  })
  void bytes_have_binary_units_and_one_decimal(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void unsigned_numbers_have_no_sign() {
    assertThat(Amounts.unsignedBytes(Long.MIN_VALUE)).isEqualTo("8.0 EiB");
    assertThat(Amounts.unsignedBytes(-1)).isEqualTo("16.0 EiB");
    assertThat(Amounts.unsignedCount(-1)).isEqualTo("18,446,744,073,709,551,615");
    assertThat(Amounts.byteDifference(-1, 0)).isEqualTo("16.0 EiB");
    assertThat(Amounts.byteDifference(0, 2048)).isEqualTo("-2.0 KiB");
    assertThat(Amounts.duration(-1)).isEqualTo("18446744073.71 s");
  }

  @Test
  void counts_are_grouped_as_the_platform_groups_them() {
    Seeds.forEach(
        1000,
        seed -> {
          Random random = new Random(seed);
          long count = random.nextLong() >> random.nextInt(Long.SIZE);
          assertThat(Amounts.count(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
        });
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 50.0%", "1, 3000, <0.1%", "0, 3, 0.0%", "5, 0, -"})
  void shares_are_percentages(long part, long whole, String text) {
    assertThat(Amounts.share(part, whole)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"850, 850 ns", "1240000, 1.24 ms", "3500000000, 3.50 s"})
  void durations_have_a_suitable_unit(long nanoseconds, String text) {
    assertThat(Amounts.duration(nanoseconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"2048, +2.0 KiB, '+2,048'", "0, 0 B, 0", "-1536, -1.5 KiB, '-1,536'"})
  void changes_have_a_sign(long change, String bytes, String count) {
    assertThat(Amounts.bytesChange(change)).isEqualTo(bytes);
    assertThat(Amounts.countChange(change)).isEqualTo(count);
  }
}
