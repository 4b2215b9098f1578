package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.index.Coded;
import org.jspecify.annotations.Nullable;

/**
 * A compiled type, for fast scans of its values: the words that the garbage collector follows, and
 * the references with the types that they point at. Made once per type by {@link Layouts}.
 */
public final class Layout {
  /** Kinds of references in a value. The operand of a reference is the type that it points at. */
  public enum Reference {
    /** A pointer to one value, or to the first of several. */
    POINTER,
    STRING,
    /** The three words of a slice; the operand is its element type. */
    SLICE,
    /** A type word, the address of a descriptor or itab, and a data word. */
    INTERFACE,
    MAP,
    CHANNEL,
    /** A pointer to a closure. */
    FUNCTION,
    /** A pointer to an array, followed by the number of its elements. */
    COUNTED_ARRAY,
    /** A reflect.Value: type, pointer, flags. */
    REFLECT_VALUE,
    /**
     * A pointer to a node of internal/sync.HashTrieMap. The node's first byte determines which of
     * two types it has.
     */
    TRIE_NODE,
    /** A pointer to a channel's header, which has the descriptor of the element type. */
    ANY_CHANNEL
  }

  /** How inference scans values: by their references alone, or as a structure of the runtime. */
  public enum Form implements Coded {
    VALUE(0),
    /** A map's header up to Go 1.23 (runtime.hmap). */
    HASH_MAP(1),
    /** A map's header from Go 1.24 on (internal/runtime/maps.Map). */
    SWISS_MAP(2),
    /** A table of a large Swiss map. */
    SWISS_TABLE(3),
    CHANNEL(4),
    /** A closure before its function is known. */
    CLOSURE(5);

    private final int code;

    Form(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  /** Types that inference treats specially, by name. */
  public enum Role {
    ORDINARY,
    /** time.Timer and time.Ticker, which are the start of a larger structure of the runtime. */
    TIMER,
    /** The runtime's table of itabs, which has more entries than its type declares. */
    ITAB_TABLE,
    /** A closure with a known function. */
    RESOLVED_CLOSURE,
    /** Groups of a Swiss map. */
    MAP_GROUPS,
    /** Buckets of a map up to Go 1.23. */
    MAP_BUCKETS,
    /** Bytes of byte slices and arrays, see {@link ByteLayouts}. */
    BYTES,
    /** Bytes of strings. */
    STRING_BYTES,
    /** Bytes that strings and byte slices share. */
    SHARED_BYTES;

    private static Role of(String name) {
      Role bytes = ByteLayouts.roleOf(name);
      if (bytes != null) {
        return bytes;
      }
      if (name.equals("time.Timer") || name.equals("time.Ticker")) {
        return TIMER;
      }
      if (name.equals("runtime.itabTableType")) {
        return ITAB_TABLE;
      }
      if (Closures.isClosureName(name) && !name.equals(Closures.UNRESOLVED_NAME)) {
        return RESOLVED_CLOSURE;
      }
      if (name.startsWith("group<")) {
        return MAP_GROUPS;
      }
      return name.startsWith("bucket<") ? MAP_BUCKETS : ORDINARY;
    }
  }

  /** Start of the type names of a Swiss map's directory entries. */
  private static final String DIRECTORY_ENTRY_PREFIX = "*table<";

  public final int id;
  public final GoType type;
  public final String name;
  public final Form form;
  public final Role role;

  /** The type of the map or channel that this is a part of, or null. */
  public final @Nullable GoType mapOrChannel;

  /** Bytes of a value; 0 if unknown. */
  public final long size;

  /** Whether only the name and maybe the size are known. */
  public final boolean opaque;

  /** Offsets of the words that the garbage collector follows, ascending. */
  public final long[] pointerOffsets;

  public final Reference[] references;
  public final long[] referenceOffsets;
  public final GoType[] operands;

  /** Layouts of the operands by reference; elements are null until first used. */
  public final Layout[] targets;

  public Layout(
      int id,
      GoType type,
      Form form,
      @Nullable GoType mapOrChannel,
      boolean opaque,
      long[] pointerOffsets,
      Reference[] references,
      long[] referenceOffsets,
      GoType[] operands) {
    this.id = id;
    this.type = type;
    this.name = type.name();
    this.form = form;
    this.role = Role.of(name);
    this.mapOrChannel = mapOrChannel;
    this.size = type.size();
    this.opaque = opaque;
    this.pointerOffsets = pointerOffsets;
    this.references = references;
    this.referenceOffsets = referenceOffsets;
    this.operands = operands;
    this.targets = new Layout[references.length];
  }

  /** Whether scanning a value can find other values. */
  public boolean isScannable() {
    return references.length > 0 || form != Form.VALUE;
  }

  /** Whether the runtime lays out values of this type, which makes objects larger than the type. */
  public boolean isLaidOutByRuntime() {
    return form == Form.CHANNEL || form == Form.CLOSURE;
  }

  /**
   * Whether this is the layout of a part of one type of map or channel and the other is that of the
   * same part of any, as {@code hchan<int>} and {@code runtime.hchan}.
   */
  public boolean specializes(Layout other) {
    return other.form == Form.VALUE && other.name.equals(genericName());
  }

  private @Nullable String genericName() {
    return switch (form) {
      case HASH_MAP -> "runtime.hmap";
      case SWISS_MAP -> "internal/runtime/maps.Map";
      case SWISS_TABLE -> "internal/runtime/maps.table";
      case CHANNEL -> "runtime.hchan";
      default -> name.startsWith(DIRECTORY_ENTRY_PREFIX) ? "*internal/runtime/maps.table" : null;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
