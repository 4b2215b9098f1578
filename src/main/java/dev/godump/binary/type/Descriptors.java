package dev.godump.binary.type;

import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType.Kind;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * What type descriptors say of themselves (internal/abi/type.go; runtime/type.go up to Go 1.20), Go
 * 1.7 to 1.27, by their link-time addresses.
 *
 * <p>A descriptor has a head of four words and 16 bytes that is the same for all kinds; what a kind
 * adds follows it. Nothing in the file is trusted: what doesn't look like a descriptor is none.
 */
final class Descriptors {
  /** Fields of a type that are looked at. */
  static final int MAX_FIELDS = 1 << 16;

  private static final int UNCOMMON = 1;
  private static final int EXTRA_STAR = 2;
  private static final int NAMED = 4;
  private static final int MASK_ON_DEMAND = 16;
  private static final int DIRECT = 32;

  /** In the byte of the kind, until Go 1.23: the mask is made at run time by a program. */
  private static final int GC_PROGRAM = 64;

  private static final int MAX_MASKED_BYTES = 1 << 16;

  private final TypeWords words;
  private final long typesStart;
  private final long typesEnd;
  private final int minor;
  private final int wordSize;

  /** As {@link RuntimeTypes#RuntimeTypes}. */
  Descriptors(TypeWords words, ModuleData module, int minor) {
    this.words = words;
    this.typesStart = module.types().start();
    this.typesEnd = module.types().end();
    this.minor = minor;
    this.wordSize = words.wordSize();
  }

  /** Whether fields say in a bit of their offset that they are embedded. */
  boolean marksEmbeddedFields() {
    return minor >= 9 && minor <= 18;
  }

  /** As {@link RuntimeTypes#isDirect}. */
  boolean isDirect(long descriptor) {
    return minor >= 26 ? (tflag(descriptor) & DIRECT) != 0 : (kindByte(descriptor) & DIRECT) != 0;
  }

  /** As {@link RuntimeTypes#pointerOffsets}. */
  long[] pointerOffsets(long descriptor) {
    long bytes = words.word(descriptor + wordSize);
    boolean maskIsComputed =
        (kindByte(descriptor) & GC_PROGRAM) != 0 && minor <= 23
            || (tflag(descriptor) & MASK_ON_DEMAND) != 0 && minor >= 24;
    long mask = words.pointer(descriptor + 2L * wordSize + 8 + wordSize);
    if (bytes == 0) {
      return new long[0];
    }
    if (maskIsComputed || bytes > MAX_MASKED_BYTES || mask == 0) {
      return null;
    }
    LongArrayList offsets = new LongArrayList();
    for (long i = 0; i < bytes / wordSize; i++) {
      if (!words.isReadable(mask + i / 8, 1)) {
        return null;
      }
      if ((words.unsigned(mask + i / 8, 1) >> i % 8 & 1) != 0) {
        offsets.add(i * wordSize);
      }
    }
    return offsets.toLongArray();
  }

  private int kindByte(long at) {
    return (int) words.unsigned(at + 2L * wordSize + 7, 1);
  }

  private int tflag(long at) {
    return (int) words.unsigned(at + 2L * wordSize + 4, 1);
  }

  /** The kind of its type, {@link Kind#INVALID} if it names none. */
  Kind kind(long at) {
    int number = kindByte(at) & 31;
    return number < Kind.values().length ? Kind.values()[number] : Kind.INVALID;
  }

  /** Bytes of the head that all descriptors have. */
  private int headSize() {
    return 4 * wordSize + 16;
  }

  /** Where what a kind adds begins. */
  long body(long at) {
    return at + headSize();
  }

  /** Bytes of a value. */
  long size(long at) {
    return words.word(at);
  }

  /** Whether it is a type with a name of its own. */
  boolean isNamed(long at) {
    return (tflag(at) & NAMED) != 0;
  }

  /** Whether what named types add, and those with methods, stands behind it. */
  boolean hasUncommon(long at) {
    return (tflag(at) & UNCOMMON) != 0;
  }

  /** Whether there is a descriptor at an address, as far as can be seen. */
  boolean isPlausible(long at) {
    boolean isReadable =
        at % wordSize == 0
            && (isListed(at) || words.isAllocatedStart(at))
            && words.isReadable(at, headSize());
    if (!isReadable || kind(at) == Kind.INVALID || (kindByte(at) & 31) >= Kind.values().length) {
      return false;
    }
    long size = size(at);
    long pointerBytes = words.word(at + wordSize);
    long align = words.unsigned(at + 2L * wordSize + 5, 1);
    boolean isConsistent =
        size >= 0
            && size < 1L << 40
            && pointerBytes >= 0
            && pointerBytes <= size
            && pointerBytes % wordSize == 0
            && Long.bitCount(align) == 1
            && align <= 16
            && size % align == 0
            && tflag(at) < 64
            && isSizeOf(kind(at), size);
    return isConsistent && name(at) != null;
  }

  /** Whether an address is where the linker puts descriptors. */
  private boolean isListed(long at) {
    return Long.compareUnsigned(at, typesStart) >= 0 && Long.compareUnsigned(at, typesEnd) < 0;
  }

  private boolean isSizeOf(Kind kind, long size) {
    return switch (kind) {
      case BOOL, INT8, UINT8 -> size == 1;
      case INT16, UINT16 -> size == 2;
      case INT32, UINT32, FLOAT32 -> size == 4;
      case INT64, UINT64, FLOAT64, COMPLEX64 -> size == 8;
      case COMPLEX128 -> size == 16;
      case INT, UINT, UINTPTR, CHAN, FUNC, MAP, POINTER, UNSAFE_POINTER -> size == wordSize;
      case STRING, INTERFACE -> size == 2L * wordSize;
      case SLICE -> size == 3L * wordSize;
      default -> true;
    };
  }

  /** The name at an address, or null. */
  TypeWords.Name nameAt(long address) {
    return words.readName(address, minor < 17);
  }

  /** The name at an offset among the types' own data, or null. */
  TypeWords.Name nameAtOffset(int offset) {
    return offset <= 0 || offset >= typesEnd - typesStart ? null : nameAt(typesStart + offset);
  }

  /** Its own name, with a package's name and not its path; null if it has none. */
  String name(long at) {
    int offset = (int) words.unsigned(body(at) - 8, 4);
    if (offset < 0 && !isListed(at)) {
      return nameOfReflected(at);
    }
    TypeWords.Name name = nameAtOffset(offset);
    if (name == null || name.text().isEmpty() || !isPrintable(name.text())) {
      return null;
    }
    boolean star = (tflag(at) & EXTRA_STAR) != 0;
    if (star && (name.text().charAt(0) != '*' || name.text().length() == 1)) {
      return null;
    }
    return star ? name.text().substring(1) : name.text();
  }

  /**
   * How the name of a type begins that package reflect has made: the rest is told by its parts.
   * Such a descriptor has a number below zero where others have the offset of their name
   * (runtime/runtime1.go reflect_addReflectOff).
   */
  private String nameOfReflected(long at) {
    if (isNamed(at)) {
      return null;
    }
    return switch (kind(at)) {
      case POINTER -> "*";
      case SLICE, ARRAY -> "[";
      case MAP -> "map[";
      case STRUCT -> "struct {";
      case FUNC -> "func(";
      case CHAN -> words.word(body(at) + wordSize) == 1 ? "<-chan " : "chan ";
      default -> null;
    };
  }

  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c != 0xfffd);
  }

  /** Bytes of a descriptor up to what named types and those with methods add. */
  int sizeWithBody(Kind kind) {
    int body =
        switch (kind) {
          case POINTER, SLICE -> wordSize;
          case FUNC -> wordSize;
          case CHAN -> 2 * wordSize;
          case ARRAY -> 3 * wordSize;
          case STRUCT, INTERFACE -> 4 * wordSize;
          case MAP -> mapBodySize();
          default -> 0;
        };
    return headSize() + body;
  }

  private int mapBodySize() {
    if (minor >= 27) {
      return 11 * wordSize;
    }
    if (minor >= 24) {
      return 8 * wordSize;
    }
    return 3 * wordSize + (minor <= 10 ? wordSize : 0) + (minor >= 14 ? wordSize : 0) + 8;
  }

  private long align(long bytes) {
    return (bytes + wordSize - 1) / wordSize * wordSize;
  }

  /**
   * Bytes that a descriptor takes where they lie back to back (abi.Type.DescriptorSize of Go 1.27).
   */
  long packedSize(long at) {
    long body = body(at);
    boolean uncommon = hasUncommon(at);
    long size =
        sizeWithBody(kind(at))
            + (uncommon ? 16 + words.unsigned(at + sizeWithBody(kind(at)) + 4, 2) * 16 : 0);
    long more =
        switch (kind(at)) {
          case FUNC ->
              (words.unsigned(body, 2) + (words.unsigned(body + 2, 2) & 0x7fff)) * wordSize;
          case STRUCT -> words.word(body + 2L * wordSize) * 3 * wordSize;
          case INTERFACE -> words.word(body + 2L * wordSize) * 8;
          default -> 0;
        };
    return more < 0 || more > MAX_FIELDS * 32L ? 0 : align(size + more);
  }
}
