package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.LoadedWords;
import java.util.BitSet;
import java.util.Optional;

/** Reads which words of a value are pointers: a bit each, or a program that makes the bits. */
final class PointerMask {
  private PointerMask() {}

  /** Reads a mask at an address; empty unless all of it is loaded. */
  static Optional<BitSet> at(Executable program, long address, int words) {
    return words == 0
        ? Optional.of(new BitSet())
        : LoadedWords.read(program, address, (words + 7) / 8)
            .map(
                mask -> {
                  BitSet bits = BitSet.valueOf(mask.bytes());
                  bits.clear(words, Math.max(words, bits.size()));
                  return bits;
                });
  }

  /**
   * Runs a GC program at an address, which follows its length of 4 bytes (runtime/mbitmap.go
   * runGCProg, up to Go 1.23). An instruction below 0x80 is the number of bits that follow it, 0
   * the end; else its other bits say how many of the last bits to repeat, 0 that a varint says it,
   * and a varint follows that says how often.
   */
  static Optional<BitSet> ofProgram(Executable program, long address, int words) {
    BitSet bits = new BitSet();
    Code code = new Code(program, address + 4);
    int made = 0;
    while (made < words && !code.ended) {
      int instruction = code.next();
      int count = instruction & 0x7f;
      if (instruction == 0) {
        break;
      }
      if (instruction < 0x80) {
        for (int i = 0, b = 0; i < count; i++, b >>= 1) {
          b = i % 8 == 0 ? code.next() : b;
          bits.set(made++, (b & 1) != 0);
        }
      } else {
        long repeated = count == 0 ? code.varint() : count;
        long times = code.varint();
        if (repeated <= 0 || repeated > made || times < 0) {
          return Optional.empty();
        }
        long end = times > words ? words : Math.min(words, made + repeated * times);
        for (; made < end; made++) {
          bits.set(made, bits.get(made - (int) repeated));
        }
      }
    }
    bits.clear(words, Math.max(words, bits.size()));
    return code.ended ? Optional.empty() : Optional.of(bits);
  }

  /** The bytes of a program. */
  private static final class Code {
    private final Executable program;
    private final byte[] bytes = new byte[256];
    private long address;
    private int at;
    private int limit;
    private boolean ended;

    Code(Executable program, long address) {
      this.program = program;
      this.address = address;
    }

    int next() {
      if (at == limit) {
        limit = program.read(address, bytes, 0, bytes.length);
        address += limit;
        at = 0;
        if (limit == 0) {
          ended = true;
          return 0;
        }
      }
      return bytes[at++] & 0xff;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 63; shift += 7) {
        int b = next();
        value |= (b & 0x7fL) << shift;
        if (b < 0x80) {
          break;
        }
      }
      return value;
    }
  }
}
