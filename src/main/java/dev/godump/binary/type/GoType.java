package dev.godump.binary.type;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Go type as the program's type descriptors or its DWARF describe it. Types refer to each other
 * in cycles, so the parts of a type are looked up on first use. Two objects may describe the same
 * type: then {@link #name}, {@link #kind} and {@link #size} are equal.
 */
public final class GoType {
  /** The kinds of package reflect. The order is the runtime's numbering (internal/abi/type.go). */
  public enum Kind {
    INVALID(0, "invalid"),
    BOOL(1, "bool"),
    INT(2, "int"),
    INT8(3, "int8"),
    INT16(4, "int16"),
    INT32(5, "int32"),
    INT64(6, "int64"),
    UINT(7, "uint"),
    UINT8(8, "uint8"),
    UINT16(9, "uint16"),
    UINT32(10, "uint32"),
    UINT64(11, "uint64"),
    UINTPTR(12, "uintptr"),
    FLOAT32(13, "float32"),
    FLOAT64(14, "float64"),
    COMPLEX64(15, "complex64"),
    COMPLEX128(16, "complex128"),
    ARRAY(17, "array"),
    CHAN(18, "chan"),
    FUNC(19, "func"),
    INTERFACE(20, "interface"),
    MAP(21, "map"),
    POINTER(22, "pointer"),
    SLICE(23, "slice"),
    STRING(24, "string"),
    STRUCT(25, "struct"),
    UNSAFE_POINTER(26, "unsafe_pointer");

    private static final Kind[] KIND_BY_NUMBER = new Kind[values().length];

    static {
      for (Kind kind : values()) {
        KIND_BY_NUMBER[kind.number] = kind;
      }
    }

    private final int number;
    private final String label;

    Kind(int number, String label) {
      this.label = label;
      this.number = number;
    }

    /** Returns the name in godump's output. */
    public String label() {
      return label;
    }

    /** Returns the runtime's number. */
    public int number() {
      return number;
    }

    /** Returns the kind with a number of the runtime; {@link #INVALID} if none has it. */
    public static Kind ofNumber(int number) {
      return number >= 0 && number < KIND_BY_NUMBER.length ? KIND_BY_NUMBER[number] : INVALID;
    }
  }

  /**
   * A field of a struct.
   *
   * @param name name as declared; the type's name for an embedded field; {@code _} for a blank
   *     field
   * @param offset bytes from the start of the struct
   */
  public record Field(String name, long offset, GoType type, boolean embedded) {}

  /**
   * The parts of a type.
   *
   * @param elem element type of a pointer, slice, array, channel or map, else null; also null if
   *     the element type of a pointer is unknown
   * @param key key type of a map, else null
   * @param length length of an array, else 0
   * @param fields fields of a struct by offset, else empty
   * @param groups type of a map's buckets (up to Go 1.23) or groups (Swiss maps, since Go 1.24),
   *     else null; also null if unknown
   * @param methodCount number of methods of an interface type; 0 for {@code any}
   */
  public record Parts(
      @Nullable GoType elem,
      @Nullable GoType key,
      long length,
      List<Field> fields,
      @Nullable GoType groups,
      int methodCount) {
    /** The parts of a type without parts. */
    public static final Parts NONE = new Parts(null, null, 0, List.of(), null, 0);

    /** The parts of a pointer, slice or channel type. */
    public static Parts of(@Nullable GoType elem) {
      return new Parts(elem, null, 0, List.of(), null, 0);
    }

    public static Parts array(@Nullable GoType elem, long length) {
      return new Parts(elem, null, length, List.of(), null, 0);
    }

    public static Parts map(@Nullable GoType elem, @Nullable GoType key, @Nullable GoType groups) {
      return new Parts(elem, key, 0, List.of(), groups, 0);
    }

    public static Parts interfaceOf(int methodCount) {
      return new Parts(null, null, 0, List.of(), null, methodCount);
    }

    public static Parts struct(List<Field> fields) {
      return new Parts(null, null, 0, fields, null, 0);
    }
  }

  private static final int MAX_DEPTH = 64;

  private final String name;
  private final Kind kind;
  private final long size;
  private final long descriptor;
  private @Nullable Supplier<Parts> lookup;
  private @Nullable Parts parts;

  /**
   * @param name name with full package paths ({@code net/http.Request}, {@code map[string]*main.T})
   * @param size bytes of a value
   * @param descriptor link-time address of the runtime's descriptor; 0 if there is none or it is
   *     unknown
   * @param lookup returns the parts, called at most once; {@link Parts#NONE} if the file is damaged
   */
  public GoType(String name, Kind kind, long size, long descriptor, Supplier<Parts> lookup) {
    this.name = Objects.requireNonNull(name);
    this.kind = Objects.requireNonNull(kind);
    this.size = size;
    this.descriptor = descriptor;
    this.lookup = Objects.requireNonNull(lookup);
  }

  /** Returns the array type of a number of elements, without a descriptor. */
  public static GoType arrayOf(GoType elem, long length) {
    return new GoType(
        "[" + length + "]" + elem.name(),
        Kind.ARRAY,
        length * elem.size(),
        0,
        () -> Parts.array(elem, length));
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** Size of a value in bytes. */
  public long size() {
    return size;
  }

  /** Link-time address of the runtime's descriptor, or 0. */
  public long descriptor() {
    return descriptor;
  }

  /** The parts of the type, looked up on first use. */
  public Parts parts() {
    Parts known = parts;
    if (known == null) {
      known = Objects.requireNonNull(lookup).get();
      parts = known;
      lookup = null;
    }
    return known;
  }

  public @Nullable GoType elem() {
    return parts().elem();
  }

  public @Nullable GoType key() {
    return parts().key();
  }

  public long length() {
    return parts().length();
  }

  public List<Field> fields() {
    return parts().fields();
  }

  public @Nullable GoType groups() {
    return parts().groups();
  }

  /** The number of methods of an interface type. */
  public int methodCount() {
    return parts().methodCount();
  }

  /**
   * Reports whether the data word of an interface contains a value of this type itself, not a
   * pointer to a copy.
   */
  public boolean isPointerShaped() {
    @Nullable GoType at = this;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      switch (at.kind) {
        case POINTER, MAP, CHAN, FUNC, UNSAFE_POINTER -> {
          return true;
        }
        case STRUCT -> at = at.fields().size() == 1 ? at.fields().get(0).type() : null;
        case ARRAY -> at = at.length() == 1 ? at.elem() : null;
        default -> at = null;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}
