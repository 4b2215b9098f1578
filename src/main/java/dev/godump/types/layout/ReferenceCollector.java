package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import dev.godump.types.program.GcShapeTypes;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the references and pointers of values of one type from its fields. Knows the contents of
 * some types of the standard library that declare less than they hold. Not thread-safe.
 */
final class ReferenceCollector {
  /** The most references and pointers of a type; types with more are opaque. */
  private static final int MOST_WORDS = 1 << 16;

  /** The most levels of nested fields; types with more are opaque. */
  private static final int DEEPEST = 64;

  /** The most fields and elements of a type; types with more are opaque. */
  private static final int MOST_PARTS = 1 << 22;

  private final KnownTypes known;
  private final int word;
  private final int minor;
  private final GoType any;

  private List<Reference> references = new ArrayList<>();
  private LongArrayList offsets = new LongArrayList();
  private List<GoType> operands = new ArrayList<>();
  private final LongArrayList pointers = new LongArrayList();
  private int parts;
  private boolean full;

  /**
   * @param any the type of an interface with no methods
   */
  ReferenceCollector(KnownTypes known, int word, int minor, GoType any) {
    this.known = known;
    this.word = word;
    this.minor = minor;
    this.any = any;
  }

  /** Adds the references and pointers of a value. */
  void add(GoType type) {
    add(type, 0, 0);
  }

  /** Removes all pointers, keeping the references. */
  void clearPointers() {
    pointers.clear();
  }

  /** Makes the layout of the type. */
  Layout layout(int id, GoType type, Form form, @Nullable GoType mapOrChannel) {
    boolean opaque = type.kind() == Kind.INVALID || full;
    return new Layout(
        id,
        type,
        form,
        mapOrChannel,
        opaque,
        pointers.toLongArray(),
        references.toArray(Reference[]::new),
        offsets.toLongArray(),
        operands.toArray(GoType[]::new));
  }

  private void addReference(Reference reference, long offset, @Nullable GoType operand) {
    references.add(reference);
    offsets.add(offset);
    operands.add(operand);
  }

  private void add(GoType type, long base, int depth) {
    if (full
        || references.size() + pointers.size() > MOST_WORDS
        || depth > DEEPEST
        || ++parts > MOST_PARTS) {
      full = true;
      return;
    }
    switch (type.kind()) {
      case POINTER -> pointer(type, base);
      case UNSAFE_POINTER -> pointers.add(base);
      case CHAN -> channel(type, base);
      case MAP -> addPointer(Reference.MAP, base, type.key() == null ? null : unshaped(type));
      case FUNC -> addPointer(Reference.FUNCTION, base, type);
      case STRING -> addPointer(Reference.STRING, base, type);
      case SLICE -> addPointer(Reference.SLICE, base, unshaped(type.elem()));
      case INTERFACE -> {
        if (minor <= 10) {
          pointers.add(base);
        }
        pointers.add(base + word);
        addReference(Reference.INTERFACE, base, null);
      }
      case ARRAY -> array(type, base, depth);
      case STRUCT -> struct(type, base, depth);
      default -> {
        // other kinds have no pointers
      }
    }
  }

  private void addPointer(Reference reference, long base, @Nullable GoType operand) {
    pointers.add(base);
    if (operand != null) {
      addReference(reference, base, operand);
    }
  }

  /**
   * Resolves a GC shape type, which the compiler uses in generic functions.
   *
   * @return other types unchanged; null if several types have the shape
   */
  private @Nullable GoType unshaped(@Nullable GoType type) {
    if (type == null || !GcShapeTypes.isShaped(type)) {
      return type;
    }
    GoType only = known.resolve(type);
    return GcShapeTypes.isShaped(only) ? null : only;
  }

  private void channel(GoType type, long base) {
    if (type.elem() != null && !GcShapeTypes.isShaped(type)) {
      addPointer(Reference.CHANNEL, base, type);
    } else {
      addPointer(Reference.ANY_CHANNEL, base, known.named("runtime.hchan").orElse(null));
    }
  }

  private void pointer(GoType type, long base) {
    GoType elem = unshaped(type.elem());
    if (elem != null && isOutsideHeap(elem)) {
      return;
    }
    pointers.add(base);
    if (elem == null) {
      return;
    }
    boolean channel = elem.name().equals("runtime.hchan");
    addReference(
        isTrieNode(elem)
            ? Reference.TRIE_NODE
            : channel ? Reference.ANY_CHANNEL : Reference.POINTER,
        base,
        elem);
  }

  private void array(GoType type, long base, int depth) {
    GoType elem = type.elem();
    if (elem == null || elem.size() == 0) {
      return;
    }
    int before = references.size() + pointers.size();
    for (long i = 0; i < type.length() && !full; i++) {
      add(elem, base + i * elem.size(), depth + 1);
      if (references.size() + pointers.size() == before) {
        return;
      }
    }
  }

  private void struct(GoType type, long base, int depth) {
    String name = type.name();
    List<Field> fields = type.fields();
    if (name.equals("sync.eface") && type.size() == 2L * word) {
      pointers.add(base);
      pointers.add(base + word);
      addReference(Reference.INTERFACE, base, null);
      return;
    }
    if (name.equals("reflect.Value") && type.size() == 3L * word) {
      pointers.add(base);
      pointers.add(base + word);
      addReference(Reference.REFLECT_VALUE, base, null);
      return;
    }
    if (name.equals("runtime.maybeTraceableChan")) {
      // the channel of a sudog from Go 1.26 on (runtime/runtime2.go): a pointer, and the address
      // again as a number
      pointers.add(base);
      known
          .named("runtime.hchan")
          .ifPresent(channel -> addReference(Reference.ANY_CHANNEL, base, channel));
      return;
    }
    GoType pointee = atomicPointee(type);
    for (Field field : fields) {
      long at = base + field.offset();
      if (name.equals("sync.Pool")
          && (field.name().equals("local") || field.name().equals("victim"))) {
        pointers.add(at);
        known
            .named("sync.poolLocal")
            .ifPresent(local -> addReference(Reference.COUNTED_ARRAY, at, local));
      } else if (name.equals("sync.entry") && field.type().kind() == Kind.UNSAFE_POINTER) {
        pointers.add(at);
        addReference(Reference.POINTER, at, any);
      } else if (isWeak(name) && field.type().kind() == Kind.UNSAFE_POINTER) {
        pointers.add(at);
        known
            .named("internal/runtime/atomic.Uintptr")
            .ifPresent(handle -> addReference(Reference.POINTER, at, handle));
      } else if (field.name().equals("overflow") && name.startsWith("bucket<")) {
        // in buckets of keys and elements without pointers, this is a number to the garbage
        // collector, though DWARF has a pointer (cmd/compile/internal/reflectdata MapBucketType)
        if (hasPointersSince(base)) {
          pointers.add(at);
        }
        addReference(Reference.POINTER, at, type);
      } else if (pointee != null && field.offset() == type.size() - word) {
        pointers.add(at);
        addReference(isTrieNode(pointee) ? Reference.TRIE_NODE : Reference.POINTER, at, pointee);
      } else {
        add(field.type(), at, depth + 1);
      }
    }
  }

  private boolean hasPointersSince(long start) {
    return !pointers.isEmpty() && pointers.getLong(pointers.size() - 1) >= start;
  }

  /** The type that an atomic.Pointer points at; null for other types. */
  private @Nullable GoType atomicPointee(GoType type) {
    String name = type.name();
    int bracket = name.indexOf("atomic.Pointer[");
    if (bracket < 0 || name.indexOf('[') < bracket || type.size() != word || !name.endsWith("]")) {
      return null;
    }
    for (Field field : type.fields()) {
      GoType array = field.type();
      if (array.kind() == Kind.ARRAY
          && array.elem() != null
          && array.elem().kind() == Kind.POINTER) {
        return array.elem().elem();
      }
    }
    return known.named(name.substring(name.indexOf('[') + 1, name.length() - 1)).orElse(null);
  }

  /** Whether values are allocated outside the heap (internal/runtime/sys.NotInHeap). */
  private static boolean isOutsideHeap(GoType elem) {
    if (elem.kind() != Kind.STRUCT || !elem.name().startsWith("runtime.")) {
      return false;
    }
    return elem.fields().stream().anyMatch(field -> field.type().name().endsWith("sys.NotInHeap"));
  }

  /**
   * Replaces the pointers by those of the type's descriptor, and removes references without one.
   *
   * @param pointerOffsets offsets of the words that the garbage collector follows, ascending
   */
  void setPointers(long[] pointerOffsets) {
    pointers.clear();
    pointers.addElements(0, pointerOffsets);
    List<Reference> keptReferences = new ArrayList<>();
    LongArrayList keptOffsets = new LongArrayList();
    List<GoType> keptOperands = new ArrayList<>();
    for (int i = 0; i < references.size(); i++) {
      boolean pair =
          references.get(i) == Reference.INTERFACE || references.get(i) == Reference.REFLECT_VALUE;
      long at = offsets.getLong(i) + (pair ? word : 0);
      boolean overflow = operands.get(i) != null && operands.get(i).name().startsWith("bucket<");
      if (overflow || Arrays.binarySearch(pointerOffsets, at) >= 0) {
        keptReferences.add(references.get(i));
        keptOffsets.add(offsets.getLong(i));
        keptOperands.add(operands.get(i));
      }
    }
    references = keptReferences;
    offsets = keptOffsets;
    operands = keptOperands;
  }

  /** Whether a type is a trie node of sync.Map or of package unique, from Go 1.24 on. */
  private static boolean isTrieNode(GoType type) {
    return type.name().startsWith("internal/sync.node[") || type.name().startsWith("unique.node[");
  }

  /**
   * Whether a type is a weak pointer, which points at a handle that has the value's address as a
   * number (runtime/mheap.go getOrAddWeakHandle).
   */
  private static boolean isWeak(String name) {
    return name.startsWith("weak.Pointer[") || name.startsWith("internal/weak.Pointer[");
  }
}
