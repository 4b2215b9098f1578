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

/**
 * Collects the slots of values of one type, by its fields and what is known of some types of the
 * standard library.
 */
final class ReferenceCollector {
  /** Words of one value that are looked at; of an array of more, the rest is not. */
  private static final int MOST_SLOTS = 1 << 16;

  private static final int DEEPEST = 64;

  /** Fields and elements of one value that are looked at. */
  private static final int MOST_PARTS = 1 << 22;

  private final KnownTypes known;
  private final int word;
  private final int minor;
  private final GoType any;

  private List<Reference> slots = new ArrayList<>();
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

  /** Takes in a value. */
  void add(GoType type) {
    add(type, 0, 0);
  }

  /** Forgets which words the collector follows. */
  void noPointers() {
    pointers.clear();
  }

  /** As a layout of a type. */
  Layout layout(int number, GoType type, Form form, GoType subject) {
    boolean opaque = type.kind() == Kind.INVALID || full;
    return new Layout(
        number,
        type,
        form,
        subject,
        opaque,
        pointers.toLongArray(),
        slots.toArray(Reference[]::new),
        offsets.toLongArray(),
        operands.toArray(GoType[]::new));
  }

  private void slot(Reference slot, long offset, GoType operand) {
    slots.add(slot);
    offsets.add(offset);
    operands.add(operand);
  }

  private void add(GoType type, long base, int depth) {
    if (full
        || slots.size() + pointers.size() > MOST_SLOTS
        || depth > DEEPEST
        || ++parts > MOST_PARTS) {
      full = true;
      return;
    }
    switch (type.kind()) {
      case POINTER -> pointer(type, base);
      case UNSAFE_POINTER -> pointers.add(base);
      case CHAN -> channel(type, base);
      case MAP -> reference(Reference.MAP, base, type.key() == null ? null : told(type));
      case FUNC -> reference(Reference.FUNCTION, base, type);
      case STRING -> reference(Reference.STRING, base, type);
      case SLICE -> reference(Reference.SLICE, base, told(type.elem()));
      case INTERFACE -> {
        if (minor <= 10) {
          pointers.add(base);
        }
        pointers.add(base + word);
        slot(Reference.INTERFACE, base, null);
      }
      case ARRAY -> array(type, base, depth);
      case STRUCT -> struct(type, base, depth);
      default -> {
        // numbers and the like lead nowhere
      }
    }
  }

  private void reference(Reference slot, long base, GoType operand) {
    pointers.add(base);
    if (operand != null) {
      slot(slot, base, operand);
    }
  }

  /** A type itself, or null if it is that of a generic function and stands for several. */
  private GoType told(GoType type) {
    if (type == null || !GcShapeTypes.isShaped(type)) {
      return type;
    }
    GoType only = known.resolve(type);
    return GcShapeTypes.isShaped(only) ? null : only;
  }

  private void channel(GoType type, long base) {
    if (type.elem() != null && !GcShapeTypes.isShaped(type)) {
      reference(Reference.CHANNEL, base, type);
    } else {
      reference(Reference.ANY_CHANNEL, base, known.named("runtime.hchan").orElse(null));
    }
  }

  private void pointer(GoType type, long base) {
    GoType elem = told(type.elem());
    if (elem != null && outsideHeap(elem)) {
      return;
    }
    pointers.add(base);
    if (elem == null) {
      return;
    }
    boolean channel = elem.name().equals("runtime.hchan");
    slot(
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
    int before = slots.size() + pointers.size();
    for (long i = 0; i < type.length() && !full; i++) {
      add(elem, base + i * elem.size(), depth + 1);
      if (slots.size() + pointers.size() == before) {
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
      slot(Reference.INTERFACE, base, null);
      return;
    }
    if (name.equals("reflect.Value") && type.size() == 3L * word) {
      pointers.add(base);
      pointers.add(base + word);
      slot(Reference.REFLECT_VALUE, base, null);
      return;
    }
    if (name.equals("runtime.maybeTraceableChan")) {
      // what a sudog keeps its channel in from Go 1.26 on (runtime/runtime2.go): the pointer, and
      // the same as a number
      pointers.add(base);
      known.named("runtime.hchan").ifPresent(channel -> slot(Reference.ANY_CHANNEL, base, channel));
      return;
    }
    GoType pointee = atomicPointee(type);
    for (Field field : fields) {
      long at = base + field.offset();
      GoType other = pointee;
      if (name.equals("sync.Pool")
          && (field.name().equals("local") || field.name().equals("victim"))) {
        pointers.add(at);
        known.named("sync.poolLocal").ifPresent(local -> slot(Reference.COUNTED_ARRAY, at, local));
      } else if (name.equals("sync.entry") && field.type().kind() == Kind.UNSAFE_POINTER) {
        pointers.add(at);
        slot(Reference.POINTER, at, any);
      } else if (isWeak(name) && field.type().kind() == Kind.UNSAFE_POINTER) {
        pointers.add(at);
        known
            .named("internal/runtime/atomic.Uintptr")
            .ifPresent(handle -> slot(Reference.POINTER, at, handle));
      } else if (field.name().equals("overflow") && name.startsWith("bucket<")) {
        // of buckets without pointers this is a plain number for the collector
        if (field.type().kind() != Kind.UINTPTR) {
          pointers.add(at);
        }
        slot(Reference.POINTER, at, type);
      } else if (other != null && field.offset() == type.size() - word) {
        pointers.add(at);
        slot(isTrieNode(other) ? Reference.TRIE_NODE : Reference.POINTER, at, other);
      } else {
        add(field.type(), at, depth + 1);
      }
    }
  }

  /** What an atomic.Pointer points at. */
  private GoType atomicPointee(GoType type) {
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

  /** Types that the runtime declares to lie elsewhere; pointers to them are not followed. */
  private boolean outsideHeap(GoType elem) {
    if (elem.kind() != Kind.STRUCT || !elem.name().startsWith("runtime.")) {
      return false;
    }
    return elem.fields().stream().anyMatch(field -> field.type().name().endsWith("sys.NotInHeap"));
  }

  /**
   * Takes it that the collector follows certain words, and drops slots whose pointer it doesn't.
   */
  void keepOnly(long[] mask) {
    pointers.clear();
    pointers.addElements(0, mask);
    List<Reference> keptSlots = new ArrayList<>();
    LongArrayList keptOffsets = new LongArrayList();
    List<GoType> keptOperands = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      boolean pair = slots.get(i) == Reference.INTERFACE || slots.get(i) == Reference.REFLECT_VALUE;
      long at = offsets.getLong(i) + (pair ? word : 0);
      boolean overflow = operands.get(i) != null && operands.get(i).name().startsWith("bucket<");
      if (overflow || Arrays.binarySearch(mask, at) >= 0) {
        keptSlots.add(slots.get(i));
        keptOffsets.add(offsets.getLong(i));
        keptOperands.add(operands.get(i));
      }
    }
    slots = keptSlots;
    offsets = keptOffsets;
    operands = keptOperands;
  }

  /** Nodes of the tries that hold sync.Map and unique's canonical values from Go 1.24 on. */
  private static boolean isTrieNode(GoType type) {
    return type.name().startsWith("internal/sync.node[") || type.name().startsWith("unique.node[");
  }

  /**
   * Weak pointers lead to a handle that has the address as a number (runtime/mheap.go
   * getOrAddWeakHandle).
   */
  private static boolean isWeak(String name) {
    return name.startsWith("weak.Pointer[") || name.startsWith("internal/weak.Pointer[");
  }
}
