package dev.godump.binary.type;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A Go type as a program's own descriptors or its DWARF describe it. Types refer to each other in
 * cycles, so what a type is made of is looked up when asked for. Two objects may describe one type;
 * it is the same one if {@link #name}, {@link #kind} and {@link #size} agree.
 */
public final class GoType {
  /** The kinds of package reflect, by the runtime's numbers (internal/abi/type.go). */
  public enum Kind {
    INVALID,
    BOOL,
    INT,
    INT8,
    INT16,
    INT32,
    INT64,
    UINT,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    UINTPTR,
    FLOAT32,
    FLOAT64,
    COMPLEX64,
    COMPLEX128,
    ARRAY,
    CHAN,
    FUNC,
    INTERFACE,
    MAP,
    POINTER,
    SLICE,
    STRING,
    STRUCT,
    UNSAFE_POINTER
  }

  /**
   * A field of a struct.
   *
   * @param name as declared; of an embedded field, its type's name; {@code _} where it has none
   * @param offset bytes from the start of the struct
   */
  public record Field(String name, long offset, GoType type, boolean embedded) {}

  /**
   * What a type is made of.
   *
   * @param elem of a pointer, slice, array, channel or map; else null. Null of a pointer, too,
   *     whose element nobody knows.
   * @param key of a map, else null
   * @param length of an array, else 0
   * @param fields of a struct, by offset; of a map, none: its runtime structures are {@code groups}
   * @param groups of a map, the type of what its entries lie in (a bucket up to Go 1.23, a group of
   *     Swiss maps from 1.24 on), if it is known; else null
   * @param methods of an interface, how many it has; 0 of {@code any}
   */
  public record Parts(
      GoType elem, GoType key, long length, List<Field> fields, GoType groups, int methodCount) {
    /** Of a type that is made of nothing else. */
    public static final Parts NONE = new Parts(null, null, 0, List.of(), null, 0);

    public static Parts of(GoType elem) {
      return new Parts(elem, null, 0, List.of(), null, 0);
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
  private Supplier<Parts> lookup;
  private Parts parts;

  /**
   * @param name with whole package paths ({@code net/http.Request}, {@code map[string]*main.T})
   * @param size bytes of a value
   * @param descriptor link-time address of the runtime's descriptor, 0 if there is none or it isn't
   *     known
   * @param lookup of its parts, called at most once; a damaged file gives {@link Parts#NONE}
   */
  public GoType(String name, Kind kind, long size, long descriptor, Supplier<Parts> lookup) {
    this.name = Objects.requireNonNull(name);
    this.kind = Objects.requireNonNull(kind);
    this.size = size;
    this.descriptor = descriptor;
    this.lookup = Objects.requireNonNull(lookup);
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  /** Bytes of a value. */
  public long size() {
    return size;
  }

  /** Link-time address of the runtime's descriptor, or 0. */
  public long descriptor() {
    return descriptor;
  }

  /** What it is made of. */
  public Parts parts() {
    if (parts == null) {
      parts = lookup.get();
      lookup = null;
    }
    return parts;
  }

  public GoType elem() {
    return parts().elem();
  }

  public GoType key() {
    return parts().key();
  }

  public long length() {
    return parts().length();
  }

  public List<Field> fields() {
    return parts().fields();
  }

  public GoType groups() {
    return parts().groups();
  }

  /** Of an interface, how many methods it has. */
  public int methodCount() {
    return parts().methodCount();
  }

  /**
   * Whether an interface holds such a value itself, in its data word, and not a pointer to a copy.
   */
  public boolean isPointerShaped() {
    GoType at = this;
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
