package dev.godump.binary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import java.lang.reflect.Proxy;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PointerMaskTest {
  private static final long ADDRESS = 0x1000;

  /** An executable with some bytes at {@link #ADDRESS}. */
  private static Executable loaded(int... loaded) {
    return (Executable)
        Proxy.newProxyInstance(
            Executable.class.getClassLoader(),
            new Class<?>[] {Executable.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("read")) {
                return false;
              }
              long from = (long) arguments[0] - ADDRESS;
              int count = 0;
              for (; count < (int) arguments[3] && from + count < loaded.length; count++) {
                ((byte[]) arguments[1])[(int) arguments[2] + count] =
                    (byte) loaded[(int) from + count];
              }
              return count;
            });
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  @Test
  void a_mask_has_a_bit_for_each_word() {
    assertThat(PointerMask.at(loaded(0b1010_0001, 0xff), ADDRESS, 9)).contains(bits(0, 5, 7, 8));
  }

  @Test
  void a_mask_that_is_not_all_loaded_is_none() {
    assertThat(PointerMask.at(loaded(0xff), ADDRESS, 9)).isEmpty();
  }

  @Test
  void a_program_emits_bits_and_repeats_them() {
    // after the length: 3 bits 0,1,0, those 2 times more, 1 bit 1, the end
    Executable program = loaded(0, 0, 0, 0, 3, 0b010, 0x83, 2, 1, 1, 0);
    assertThat(PointerMask.ofProgram(program, ADDRESS, 10)).contains(bits(1, 4, 7, 9));
  }

  @Test
  void a_program_repeats_more_than_127_bits_by_varints() {
    // 1 bit 1, repeated 199 times; then 200 bits repeated once
    Executable program = loaded(0, 0, 0, 0, 1, 1, 0x81, 0xc7, 1, 0x80, 0xc8, 1, 1, 0);
    BitSet all = new BitSet();
    all.set(0, 400);
    assertThat(PointerMask.ofProgram(program, ADDRESS, 400)).contains(all);
  }

  @Test
  void a_program_that_repeats_more_than_it_has_made_is_damaged() {
    assertThat(PointerMask.ofProgram(loaded(0, 0, 0, 0, 1, 1, 0x82, 1, 0), ADDRESS, 9)).isEmpty();
    assertThat(PointerMask.ofProgram(loaded(0, 0, 0, 0, 1), ADDRESS, 9)).isEmpty();
  }
}
