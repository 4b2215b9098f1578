package dev.godump.binary.type;

import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.runtime.ReleaseRow;
import dev.godump.binary.type.GoType.Kind;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of type descriptors by link-time address (internal/abi/type.go; runtime/type.go
 * up to Go 1.20), Go 1.7 to 1.27.
 *
 * <p>A descriptor starts with a head of four words and 16 bytes, the same for all kinds; a body by
 * kind follows. Nothing in the file is trusted: bytes that don't look like a descriptor are
 * rejected.
 */
final class Descriptors {
  /** The maximum number of fields of a type. */
  static final int MAX_FIELDS = 1 << 16;

  private static final int UNCOMMON = 1;
  private static final int EXTRA_STAR = 2;
  private static final int NAMED = 4;
  private static final int MASK_ON_DEMAND = 16;
  private static final int DIRECT = 32;

  /** In the kind byte, up to Go 1.23: the runtime computes the mask by a GC program. */
  private static final int GC_PROGRAM = 64;

  private static final int MAX_MASKED_BYTES = 1 << 16;

  /** internal/abi.MapType; runtime.maptype up to Go 1.20. */
  private static final List<MapBody> MAP_BODIES =
      List.of(
          new MapBody(7, 4, 8),
          new MapBody(11, 3, 8),
          new MapBody(14, 4, 8),
          new MapBody(24, 8, 0),
          new MapBody(27, 11, 0));

  /** The size of the fields that only a map's descriptor has: words, then bytes. */
  private record MapBody(int since, int words, int bytes) implements ReleaseRow {
    int size(int wordSize) {
      return words * wordSize + bytes;
    }
  }

  private final TypeWords words;
  private final long typesStart;
  private final long typesEnd;
  private final int minor;
  private final int wordSize;

  /** See {@link RuntimeTypes#RuntimeTypes}. */
  Descriptors(TypeWords words, ModuleData module, int minor) {
    this.words = words;
    this.typesStart = module.types().start();
    this.typesEnd = module.types().end();
    this.minor = minor;
    this.wordSize = words.wordSize();
  }

  /** Reports whether the lowest bit of a field's offset marks embedded fields. */
  boolean marksEmbeddedFields() {
    return minor >= 9 && minor <= 18;
  }

  /** See {@link RuntimeTypes#isDirect}. */
  boolean isDirect(long descriptor) {
    return minor >= 26 ? (tflag(descriptor) & DIRECT) != 0 : (kindByte(descriptor) & DIRECT) != 0;
  }

  /** See {@link RuntimeTypes#pointerOffsets}. */
  long @Nullable [] pointerOffsets(long descriptor) {
    long bytes = words.word(descriptor + wordSize);
    boolean maskIsComputed =
        ((kindByte(descriptor) & GC_PROGRAM) != 0 && minor <= 23)
            || ((tflag(descriptor) & MASK_ON_DEMAND) != 0 && minor >= 24);
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

  /** Returns the kind of a type, or {@link Kind#INVALID}. */
  Kind kind(long at) {
    return Kind.ofNumber(kindByte(at) & 31);
  }

  /** Bytes of the head. */
  private int headSize() {
    return 4 * wordSize + 16;
  }

  /** Returns the address of the body. */
  long body(long at) {
    return at + headSize();
  }

  /** Returns the size of a value, in bytes. */
  long size(long at) {
    return words.word(at);
  }

  /** Reports whether the type is a named type. */
  boolean isNamed(long at) {
    return (tflag(at) & NAMED) != 0;
  }

  /** Reports whether an uncommon type follows: named types and types with methods have one. */
  boolean hasUncommon(long at) {
    return (tflag(at) & UNCOMMON) != 0;
  }

  /** Reports whether the bytes at an address look like a descriptor. */
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

  /** Reports whether an address is in the linker's range of descriptors. */
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

  /** Returns the name at an address, or null. */
  TypeWords.@Nullable Name nameAt(long address) {
    return words.readName(address, minor < 17);
  }

  /** Returns the name at an offset from the start of the types, or null. */
  TypeWords.@Nullable Name nameAtOffset(int offset) {
    return offset <= 0 || offset >= typesEnd - typesStart ? null : nameAt(typesStart + offset);
  }

  /**
   * Returns the type string, which has the package's name but not its path; null if there is none.
   */
  @Nullable String name(long at) {
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
   * Returns the beginning of the name of a type that package reflect created; the rest follows from
   * the type's parts. The name offset of such a descriptor is negative (runtime/runtime1.go
   * reflect_addReflectOff).
   */
  private @Nullable String nameOfReflected(long at) {
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

  /** Returns the size of a descriptor's head and body, without the uncommon type. */
  int sizeWithBody(Kind kind) {
    int body =
        switch (kind) {
          case POINTER, SLICE -> wordSize;
          case FUNC -> wordSize;
          case CHAN -> 2 * wordSize;
          case ARRAY -> 3 * wordSize;
          case STRUCT, INTERFACE -> 4 * wordSize;
          case MAP -> ReleaseRow.of(MAP_BODIES, minor).size(wordSize);
          default -> 0;
        };
    return headSize() + body;
  }

  private long align(long bytes) {
    return (bytes + wordSize - 1) / wordSize * wordSize;
  }

  /**
   * Returns the size of a descriptor where descriptors are contiguous (abi.Type.DescriptorSize of
   * Go 1.27), or 0 if it is damaged.
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
