package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.index.Coded;

/**
 * A compiled type, for following many values of it: which words the garbage collector follows, and
 * which words say what type something else has. Made once per type by {@link Layouts}.
 */
public final class Layout {
  /** What a slot of a value is; its operand, if any, is the type it leads to. */
  public enum Reference {
    /** A pointer to one value, maybe to the first of several. */
    POINTER,
    STRING,
    /** A slice's three words; the operand is its element. */
    SLICE,
    /** A type or itab word and a data word. */
    INTERFACE,
    MAP,
    CHANNEL,
    /** A pointer to a closure. */
    FUNCTION,
    /** A pointer to as many values as the next word says. */
    COUNTED_ARRAY,
    /** A reflect.Value: type, pointer, flags. */
    REFLECT_VALUE,
    /**
     * A pointer to a node of internal/sync.HashTrieMap, whose first byte says which of two kinds it
     * is.
     */
    TRIE_NODE,
    /** A pointer to a channel's header, which says itself what its elements are. */
    ANY_CHANNEL
  }

  /** Structures whose contents depend on more than the words' own types. */
  public enum Form implements Coded {
    VALUE(0),
    /** A map's header up to Go 1.23 (runtime.hmap). */
    HASH_MAP(1),
    /** A map's header from Go 1.24 on (internal/runtime/maps.Map). */
    SWISS_MAP(2),
    /** A table of a large Swiss map. */
    SWISS_TABLE(3),
    CHANNEL(4),
    /** A closure whose function isn't known yet. */
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
    /** time.Timer and time.Ticker: the start of a larger structure of the runtime's. */
    TIMER,
    /** The runtime's table of itabs, which has more entries than its type says. */
    ITAB_TABLE,
    /** A closure whose function is known. */
    RESOLVED_CLOSURE,
    /** Groups of a Swiss map. */
    MAP_GROUPS,
    /** Buckets of a map up to Go 1.23. */
    MAP_BUCKETS;

    private static Role of(String name) {
      if (name.equals("time.Timer") || name.equals("time.Ticker")) {
        return TIMER;
      }
      if (name.equals("runtime.itabTableType")) {
        return ITAB_TABLE;
      }
      if (name.startsWith(Layouts.CLOSURE_PREFIX)) {
        return RESOLVED_CLOSURE;
      }
      if (name.startsWith("group<")) {
        return MAP_GROUPS;
      }
      return name.startsWith("bucket<") ? MAP_BUCKETS : ORDINARY;
    }
  }

  /** What the name of an entry of a Swiss map's directory starts with. */
  static final String TABLE = "*table<";

  public final int id;
  public final GoType type;
  public final String name;
  public final Form form;
  public final Role role;

  /** Of a map or channel, its type; else null. */
  public final GoType mapOrChannel;

  /** Bytes of a value; 0 where unknown. */
  public final long size;

  /** Whether only the name and maybe the size are known. */
  public final boolean opaque;

  /** Offsets of words that the collector follows, ascending. */
  public final long[] pointerOffsets;

  public final Reference[] references;
  public final long[] referenceOffsets;
  public final GoType[] operands;

  /** By slot, the layouts of operands, filled when first needed. */
  public final Layout[] targets;

  public Layout(
      int id,
      GoType type,
      Form form,
      GoType mapOrChannel,
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

  /** Whether going through a value can lead anywhere. */
  public boolean isScannable() {
    return references.length > 0 || form != Form.VALUE;
  }

  /**
   * Whether the structure is laid out by the runtime, which makes objects larger than the type
   * says.
   */
  public boolean isLaidOutByRuntime() {
    return form == Form.CHANNEL || form == Form.CLOSURE;
  }

  /**
   * Whether the other is what the runtime's own code calls such a part of any map or channel: this
   * says of which, as {@code hchan<int>} does and {@code runtime.hchan} doesn't.
   */
  public boolean specializes(Layout other) {
    return other.form == Form.VALUE && other.name.equals(genericName());
  }

  private String genericName() {
    return switch (form) {
      case HASH_MAP -> "runtime.hmap";
      case SWISS_MAP -> "internal/runtime/maps.Map";
      case SWISS_TABLE -> "internal/runtime/maps.table";
      case CHANNEL -> "runtime.hchan";
      default -> name.startsWith(TABLE) ? "*internal/runtime/maps.table" : null;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
