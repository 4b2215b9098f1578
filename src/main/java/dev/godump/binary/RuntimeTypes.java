package dev.godump.binary;

import dev.godump.binary.GoType.Field;
import dev.godump.binary.GoType.Kind;
import dev.godump.binary.GoType.Parts;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayFIFOQueue;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The runtime's own type descriptors in a program (internal/abi/type.go; runtime/type.go up to Go
 * 1.20), Go 1.7 to 1.27. A stripped program has them too.
 *
 * <p>A descriptor has a head of four words and 16 bytes that is the same for all kinds; what a kind
 * adds follows it. Nothing in the file is trusted: what doesn't look like a descriptor is none.
 */
public final class RuntimeTypes {
  private static final int UNCOMMON = 1;
  private static final int EXTRA_STAR = 2;
  private static final int NAMED = 4;
  private static final int MASK_ON_DEMAND = 16;
  private static final int DIRECT = 32;

  /** In the byte of the kind, until Go 1.23: the mask is made at run time by a program. */
  private static final int GC_PROGRAM = 64;

  private static final int MOST_MASKED = 1 << 16;

  /** Types of honest programs nest less than this. */
  private static final int DEEPEST = 64;

  private static final int MOST_FIELDS = 1 << 16;

  /** Parts that a name is built of; those of types that contain each other would never end. */
  private static final int MOST_PARTS = 1 << 12;

  /** Keys and elements larger than this lie outside of a map's bucket or group. */
  static final int LARGEST_IN_MAP = 128;

  private final TypeWords words;
  private final ModuleData module;
  private final long types;
  private final long end;
  private final int minor;
  private final int word;

  private final Long2ObjectOpenHashMap<Optional<GoType>> known = new Long2ObjectOpenHashMap<>();

  /** Parts of the name that is being built. */
  private int parts;

  /**
   * @param module says where they are
   * @param minor 24 for a program that Go 1.24 built
   * @param allocated where there may be more that package reflect has made
   */
  public RuntimeTypes(Executable executable, ModuleData module, int minor, Allocated allocated) {
    this.words = new TypeWords(executable, allocated);
    this.module = module;
    this.types = module.types().start();
    this.end = module.types().end();
    this.minor = minor;
    this.word = executable.pointerSize();
  }

  /** The type whose descriptor lies at a link-time address, if one does. */
  public Optional<GoType> at(long address) {
    Optional<GoType> type = known.get(address);
    if (type == null) {
      type = plausible(address) ? Optional.of(read(address)) : Optional.empty();
      known.put(address, type);
    }
    return type;
  }

  /**
   * Whether an interface with this dynamic type holds the value itself instead of a pointer to it.
   *
   * @param descriptor an address at which there is a type
   */
  public boolean direct(long descriptor) {
    return minor >= 26 ? (tflag(descriptor) & DIRECT) != 0 : (kindByte(descriptor) & DIRECT) != 0;
  }

  /**
   * Which words of a value the collector follows, in descriptor's own words: not those that point out
   * of the heap by declaration, such as at the runtime's spans.
   *
   * @param descriptor an address at which there is a type
   * @return byte offsets, ascending; null where the file has no mask (large types, and many from Go
   *     1.22 on), so that the fields must tell
   */
  public long[] pointerOffsets(long descriptor) {
    long bytes = words.word(descriptor + word);
    boolean made = (kindByte(descriptor) & GC_PROGRAM) != 0 && minor <= 23 || (tflag(descriptor) & MASK_ON_DEMAND) != 0 && minor >= 24;
    long mask = words.pointer(descriptor + 2L * word + 8 + word);
    if (bytes == 0) {
      return new long[0];
    }
    if (made || bytes > MOST_MASKED || mask == 0) {
      return null;
    }
    LongArrayList offsets = new LongArrayList();
    for (long i = 0; i < bytes / word; i++) {
      if (!words.holds(mask + i / 8, 1)) {
        return null;
      }
      if ((words.unsigned(mask + i / 8, 1) >> i % 8 & 1) != 0) {
        offsets.add(i * word);
      }
    }
    return offsets.toLongArray();
  }

  /**
   * All types there are, by address: the ones that the module lists, those that these are made of,
   * and what else looks like a descriptor in its range.
   */
  public List<GoType> all() {
    LongOpenHashSet seen = new LongOpenHashSet();
    LongArrayFIFOQueue queue = new LongArrayFIFOQueue();
    if (module.typeDescriptors().end() > 0) {
      for (long at = module.typeDescriptors().start(); at < module.typeDescriptors().end(); ) {
        long size = plausible(at) ? packedSize(at) : 0;
        if (size > 0) {
          queue.enqueue(at);
        }
        at += Math.max(word, size);
      }
    } else {
      long links = Math.min(module.typelinks().count(), (end - types) / 4);
      for (long i = 0; i < links; i++) {
        queue.enqueue(types + (int) words.unsigned(module.typelinks().address() + 4 * i, 4));
      }
      for (long at = types; at < end; at += 32) {
        if (plausible(at)) {
          queue.enqueue(at);
        }
      }
    }
    List<GoType> found = new ArrayList<>();
    while (!queue.isEmpty()) {
      long at = queue.dequeueLong();
      if (seen.add(at)) {
        at(at).ifPresent(type -> take(type, found, queue));
      }
    }
    found.sort((a, b) -> Long.compareUnsigned(a.descriptor(), b.descriptor()));
    return found;
  }

  private void take(GoType type, List<GoType> found, LongArrayFIFOQueue queue) {
    found.add(type);
    Parts parts = type.parts();
    enqueue(parts.elem(), queue);
    enqueue(parts.key(), queue);
    enqueue(parts.groups(), queue);
    parts.fields().forEach(field -> enqueue(field.type(), queue));
  }

  private static void enqueue(GoType type, LongArrayFIFOQueue queue) {
    if (type != null && type.descriptor() != 0) {
      queue.enqueue(type.descriptor());
    }
  }

  private int kindByte(long at) {
    return (int) words.unsigned(at + 2L * word + 7, 1);
  }

  private int tflag(long at) {
    return (int) words.unsigned(at + 2L * word + 4, 1);
  }

  private Kind kind(long at) {
    int number = kindByte(at) & 31;
    return number < Kind.values().length ? Kind.values()[number] : Kind.INVALID;
  }

  /** Bytes of the head that all descriptors have. */
  private int head() {
    return 4 * word + 16;
  }

  private boolean plausible(long at) {
    boolean inside = at % word == 0 && (isListed(at) || words.isAllocatedStart(at)) && words.holds(at, head());
    if (!inside || kind(at) == Kind.INVALID || (kindByte(at) & 31) >= Kind.values().length) {
      return false;
    }
    long size = words.word(at);
    long pointerBytes = words.word(at + word);
    long align = words.unsigned(at + 2L * word + 5, 1);
    boolean sizes =
        size >= 0
            && size < 1L << 40
            && pointerBytes >= 0
            && pointerBytes <= size
            && pointerBytes % word == 0
            && Long.bitCount(align) == 1
            && align <= 16
            && size % align == 0
            && tflag(at) < 64
            && sizeOf(kind(at), size);
    return sizes && nameOf(at) != null;
  }

  /** Whether an address is where the linker puts descriptors. */
  private boolean isListed(long at) {
    return Long.compareUnsigned(at, types) >= 0 && Long.compareUnsigned(at, end) < 0;
  }

  private boolean sizeOf(Kind kind, long size) {
    return switch (kind) {
      case BOOL, INT8, UINT8 -> size == 1;
      case INT16, UINT16 -> size == 2;
      case INT32, UINT32, FLOAT32 -> size == 4;
      case INT64, UINT64, FLOAT64, COMPLEX64 -> size == 8;
      case COMPLEX128 -> size == 16;
      case INT, UINT, UINTPTR, CHAN, FUNC, MAP, POINTER, UNSAFE_POINTER -> size == word;
      case STRING, INTERFACE -> size == 2L * word;
      case SLICE -> size == 3L * word;
      default -> true;
    };
  }

  private boolean longLengths() {
    return minor < 17;
  }

  private String nameOf(long at) {
    int offset = (int) words.unsigned(at + head() - 8, 4);
    if (offset < 0 && !isListed(at)) {
      return nameOfMade(at);
    }
    if (offset <= 0 || offset >= end - types) {
      return null;
    }
    TypeWords.Name name = words.name(types + offset, longLengths());
    if (name == null || name.text().isEmpty() || !printable(name.text())) {
      return null;
    }
    boolean star = (tflag(at) & EXTRA_STAR) != 0;
    if (star && (name.text().charAt(0) != '*' || name.text().length() == 1)) {
      return null;
    }
    return star ? name.text().substring(1) : name.text();
  }

  /**
   * How the name of a type begins that package reflect has made: the rest is told by its parts. Such a
   * descriptor has a number below zero where others have the offset of their name (runtime/runtime1.go
   * reflect_addReflectOff).
   */
  private String nameOfMade(long at) {
    if ((tflag(at) & NAMED) != 0) {
      return null;
    }
    return switch (kind(at)) {
      case POINTER -> "*";
      case SLICE, ARRAY -> "[";
      case MAP -> "map[";
      case STRUCT -> "struct {";
      case FUNC -> "func(";
      case CHAN -> words.word(at + head() + word) == 1 ? "<-chan " : "chan ";
      default -> null;
    };
  }

  private static boolean printable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c != 0xfffd);
  }

  private GoType read(long at) {
    parts = 0;
    return new GoType(fullName(at, 0), kind(at), words.word(at), at, () -> parts(at));
  }

  private Parts parts(long at) {
    long body = at + head();
    return switch (kind(at)) {
      case POINTER, SLICE -> Parts.of(typeAt(body));
      case CHAN -> Parts.of(typeAt(body));
      case ARRAY -> array(at, body);
      case MAP -> new Parts(typeAt(body + word), typeAt(body), 0, List.of(), storage(body), 0);
      case STRUCT -> Parts.struct(fields(at));
      case INTERFACE -> new Parts(null, null, 0, List.of(), null, (int) Math.min(words.word(body + 2L * word), 1 << 16));
      default -> Parts.NONE;
    };
  }

  /** What a map's entries lie in. */
  private GoType storage(long body) {
    GoType listed = typeAt(body + 2L * word);
    GoType key = typeAt(body);
    GoType elem = typeAt(body + word);
    long at = words.pointer(body + 2L * word);
    if (!words.isAllocated(at) || key == null || elem == null) {
      return listed;
    }
    if (listed == null || listed.fields().size() < 2) {
      return MapBuckets.of(key, elem, words.word(at), word);
    }
    String name = "group<" + key.name() + "," + elem.name() + ">";
    return new GoType(name, Kind.STRUCT, listed.size(), 0, () -> Parts.struct(asDeclared(listed.fields())));
  }

  /** Package reflect can only make fields whose names begin with a capital letter: Ctrl, Slots, Key, Elem. */
  private static List<Field> asDeclared(List<Field> made) {
    return made.stream()
        .map(field -> new Field(field.name().toLowerCase(Locale.ROOT), field.offset(), field.type(), field.embedded()))
        .toList();
  }

  private Parts array(long at, long body) {
    GoType elem = typeAt(body);
    long length = words.word(body + 2L * word);
    long size = words.word(at);
    boolean fits = elem != null && length >= 0 && (elem.size() == 0 || length == size / elem.size());
    return fits ? new Parts(elem, null, length, List.of(), null, 0) : Parts.NONE;
  }

  private GoType typeAt(long pointer) {
    return at(words.pointer(pointer)).orElse(null);
  }

  private List<Field> fields(long at) {
    long body = at + head();
    long array = words.pointer(body + word);
    long count = words.word(body + 2L * word);
    long size = words.word(at);
    if (count < 0 || count > MOST_FIELDS || !words.holds(array, 1) && count > 0) {
      return List.of();
    }
    List<Field> fields = new ArrayList<>();
    boolean marked = minor >= 9 && minor <= 18;
    for (long i = 0; i < count; i++) {
      long entry = array + i * 3 * word;
      TypeWords.Name name = words.name(words.pointer(entry), longLengths());
      GoType type = typeAt(entry + word);
      long offset = words.word(entry + 2L * word);
      boolean embedded = name != null && (name.embedded() || name.text().isEmpty()) || marked && (offset & 1) != 0;
      offset = marked ? offset >>> 1 : offset;
      if (type == null || offset < 0 || offset > size - type.size()) {
        return List.of();
      }
      String text = name == null || name.text().isEmpty() ? lastPart(type.name()) : name.text();
      fields.add(new Field(text, offset, type, embedded));
    }
    return List.copyOf(fields);
  }

  private static String lastPart(String name) {
    int end = name.indexOf('[') > 0 ? name.indexOf('[') : name.length();
    return name.substring(Math.max(name.lastIndexOf('.', end), name.startsWith("*") ? 0 : -1) + 1);
  }

  /** The name with whole package paths, built from those of its parts where it has none itself. */
  private String fullName(long at, int depth) {
    String name = nameOf(at);
    if (name == null || depth > DEEPEST) {
      return name == null ? "?" : name;
    }
    if ((tflag(at) & NAMED) != 0) {
      return qualified(at, name);
    }
    long body = at + head();
    return switch (kind(at)) {
      case POINTER -> "*" + part(body, depth);
      case SLICE -> "[]" + part(body, depth);
      case ARRAY -> "[" + words.word(body + 2L * word) + "]" + part(body, depth);
      case CHAN -> name.startsWith("<-chan ") ? "<-chan " + part(body, depth) : channel(at, body, depth);
      case MAP -> "map[" + part(body, depth) + "]" + part(body + word, depth);
      case FUNC -> function(at, body, depth);
      case STRUCT -> struct(at, name, depth);
      default -> name;
    };
  }

  private String part(long pointer, int depth) {
    long at = words.pointer(pointer);
    Optional<GoType> type = known.get(at);
    if (type != null && type.isPresent()) {
      return type.get().name();
    }
    return ++parts < MOST_PARTS && plausible(at) ? fullName(at, depth + 1) : "?";
  }

  private String channel(long at, long body, int depth) {
    String elem = part(body, depth);
    if (words.word(body + word) == 2) {
      return "chan<- " + elem;
    }
    return elem.startsWith("<-") ? "chan (" + elem + ")" : "chan " + elem;
  }

  private String function(long at, long body, int depth) {
    int in = (int) words.unsigned(body, 2);
    int out = (int) words.unsigned(body + 2, 2);
    boolean variadic = (out & 1 << 15) != 0;
    out &= (1 << 15) - 1;
    long list = body + word + ((tflag(at) & UNCOMMON) != 0 ? 16 : 0);
    if (in + out > 1 << 10 || !words.holds(list, 1)) {
      return nameOf(at);
    }
    StringBuilder text = new StringBuilder("func(");
    for (int i = 0; i < in; i++) {
      String type = part(list + (long) i * word, depth);
      boolean dots = variadic && i == in - 1 && type.startsWith("[]");
      text.append(i > 0 ? ", " : "").append(dots ? "..." + type.substring(2) : type);
    }
    text.append(')').append(out == 0 ? "" : out == 1 ? " " : " (");
    for (int i = 0; i < out; i++) {
      text.append(i > 0 ? ", " : "").append(part(list + (long) (in + i) * word, depth));
    }
    return text.append(out > 1 ? ")" : "").toString();
  }

  private String struct(long at, String name, int depth) {
    String plain = name.startsWith("noalg.") ? name.substring(6) : name;
    if (plain.startsWith("map.bucket[") || plain.startsWith("map.group[")) {
      return mapStorage(at, plain, depth);
    }
    long body = at + head();
    long array = words.pointer(body + word);
    long count = words.word(body + 2L * word);
    if (!plain.startsWith("struct {") || count < 0 || count > 1 << 8) {
      return plain;
    }
    StringBuilder text = new StringBuilder("struct {");
    for (long i = 0; i < count; i++) {
      long entry = array + i * 3 * word;
      TypeWords.Name field = words.name(words.pointer(entry), longLengths());
      if (field == null || text.length() > 1 << 12) {
        return plain;
      }
      boolean embedded = field.embedded() || field.text().isEmpty() || minor >= 9 && minor <= 18 && (words.word(entry + 2L * word) & 1) != 0;
      text.append(i > 0 ? "; " : " ").append(embedded ? "" : field.text() + " ").append(part(entry + word, depth));
      text.append(field.tag().isEmpty() ? "" : " " + field.quotedTag());
    }
    return text.append(count > 0 ? " }" : "}").toString();
  }

  /**
   * What a map's entries lie in is named as DWARF names the other structures of maps: {@code
   * bucket<string,int>}. Keys and elements of more than 128 bytes lie outside, behind pointers that the
   * map's type doesn't have: only the descriptor's own name tells them from pointers that it has.
   */
  private String mapStorage(long at, String name, int depth) {
    long count = words.word(at + head() + 2L * word);
    boolean bucket = name.startsWith("map.bucket[");
    long key = 0;
    long elem = 0;
    if (bucket && count >= 3 || !bucket && count == 3) {
      key = arrayElem(fieldType(at, 1));
      elem = arrayElem(fieldType(at, 2));
    } else if (!bucket && count == 2) {
      long slot = arrayElem(fieldType(at, 1));
      boolean pair = slot != 0 && kind(slot) == Kind.STRUCT && words.word(slot + head() + 2L * word) == 2;
      key = pair ? fieldType(slot, 0) : 0;
      elem = pair ? fieldType(slot, 1) : 0;
    }
    if (!plausible(key) || !plausible(elem)) {
      return name;
    }
    String written = name.substring(name.indexOf('['));
    long keyType = written.startsWith("[" + nameOf(key) + "]") ? key : outside(key);
    long elemType = written.endsWith("]" + nameOf(elem)) ? elem : outside(elem);
    return (bucket ? "bucket<" : "group<") + fullName(keyType, depth + 1) + "," + fullName(elemType, depth + 1) + ">";
  }

  /** The descriptor's address of a struct's field that is known to be there. */
  private long fieldType(long struct, int index) {
    return words.word(words.word(struct + head() + word) + (3L * index + 1) * word);
  }

  /** The descriptor's address of an array's element, or 0. */
  private long arrayElem(long array) {
    return plausible(array) && kind(array) == Kind.ARRAY ? words.word(array + head()) : 0;
  }

  /** The descriptor's address of what an entry points at if it must be a large value, else the same. */
  private long outside(long at) {
    long elem = kind(at) == Kind.POINTER ? words.word(at + head()) : 0;
    return elem != 0 && plausible(elem) && words.word(elem) > LARGEST_IN_MAP ? elem : at;
  }

  /** Type strings have a package's name only; its path is in what descriptors of named types add. */
  private String qualified(long at, String name) {
    if ((tflag(at) & UNCOMMON) == 0) {
      return name;
    }
    int offset = (int) words.unsigned(at + kindSize(kind(at)), 4);
    int dot = name.indexOf('.');
    int bracket = name.indexOf('[');
    if (offset <= 0 || offset >= end - types || dot < 0 || bracket >= 0 && bracket < dot) {
      return name;
    }
    TypeWords.Name path = words.name(types + offset, longLengths());
    boolean usable = path != null && !path.text().isEmpty() && printable(path.text());
    return usable && !name.startsWith(path.text() + ".") ? path.text() + name.substring(dot) : name;
  }

  /** Bytes of a descriptor up to what named types and those with methods add. */
  private int kindSize(Kind kind) {
    int body =
        switch (kind) {
          case POINTER, SLICE -> word;
          case FUNC -> word;
          case CHAN -> 2 * word;
          case ARRAY -> 3 * word;
          case STRUCT, INTERFACE -> 4 * word;
          case MAP -> mapBody();
          default -> 0;
        };
    return head() + body;
  }

  private int mapBody() {
    if (minor >= 27) {
      return 11 * word;
    }
    if (minor >= 24) {
      return 8 * word;
    }
    return 3 * word + (minor <= 10 ? word : 0) + (minor >= 14 ? word : 0) + 8;
  }

  private long align(long bytes) {
    return (bytes + word - 1) / word * word;
  }

  /** Bytes that a descriptor takes where they lie back to back (abi.Type.DescriptorSize of Go 1.27). */
  private long packedSize(long at) {
    long body = at + head();
    boolean uncommon = (tflag(at) & UNCOMMON) != 0;
    long size = kindSize(kind(at)) + (uncommon ? 16 + words.unsigned(at + kindSize(kind(at)) + 4, 2) * 16 : 0);
    long more =
        switch (kind(at)) {
          case FUNC -> (words.unsigned(body, 2) + (words.unsigned(body + 2, 2) & 0x7fff)) * word;
          case STRUCT -> words.word(body + 2L * word) * 3 * word;
          case INTERFACE -> words.word(body + 2L * word) * 8;
          default -> 0;
        };
    return more < 0 || more > MOST_FIELDS * 32L ? 0 : align(size + more);
  }
}
