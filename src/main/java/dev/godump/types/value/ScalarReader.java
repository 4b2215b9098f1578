package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.io.IOException;
import java.math.BigInteger;

/** Reads numbers and bools. */
final class ScalarReader {
  private static final int MAX_SIZE = 16;

  private final Secrets secrets;

  ScalarReader(Secrets secrets) {
    this.secrets = secrets;
  }

  GoValue read(GoType type, ValueLocation location) throws IOException {
    int size = (int) type.size();
    if (size < 1 || size > MAX_SIZE || !location.isPresent(0, size)) {
      return GoValue.Unknown.NOT_IN_DUMP;
    }
    return secrets.scalar(number(type.kind(), location, size), size);
  }

  private static Object number(Kind kind, ValueLocation location, int size) throws IOException {
    if (kind == Kind.COMPLEX64 || kind == Kind.COMPLEX128) {
      double real = real(location, 0, size / 2);
      double imaginary = real(location, size / 2, size / 2);
      return "(" + real + (imaginary < 0 || Double.isNaN(imaginary) ? "" : "+") + imaginary + "i)";
    }
    if (kind == Kind.FLOAT32 || kind == Kind.FLOAT64) {
      return kind == Kind.FLOAT32
          ? Float.intBitsToFloat((int) location.unsigned(0, 4))
          : (Object) real(location, 0, 8);
    }
    long bits = location.unsigned(0, size);
    return switch (kind) {
      case BOOL -> bits != 0;
      case INT, INT8, INT16, INT32, INT64 -> bits << (64 - 8 * size) >> (64 - 8 * size);
      default -> bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    };
  }

  private static double real(ValueLocation location, long offset, int size) throws IOException {
    long bits = location.unsigned(offset, size);
    return size == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }
}
