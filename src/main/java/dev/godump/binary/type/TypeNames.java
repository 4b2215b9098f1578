package dev.godump.binary.type;

import dev.godump.binary.type.GoType.Kind;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Builds type names with full package paths from the descriptors of a type and of its parts. Not
 * thread-safe.
 */
final class TypeNames {
  /**
   * Keys and elements larger than this are not stored inline in a map's bucket or group, but by
   * pointer.
   */
  static final int MAX_INLINE_SIZE = 128;

  /** Types of undamaged programs nest less deeply. */
  private static final int MAX_DEPTH = 64;

  /**
   * The maximum number of parts of a name. Names of types that contain each other would never end.
   */
  private static final int MAX_PARTS = 1 << 12;

  private final TypeWords words;
  private final Descriptors descriptors;
  private final LongFunction<Optional<GoType>> knownTypeAt;
  private final int wordSize;

  /** The number of parts of the name being built. */
  private int partCount;

  /**
   * @param knownTypeAt returns the type at an address if it was read before
   */
  TypeNames(TypeWords words, Descriptors descriptors, LongFunction<Optional<GoType>> knownTypeAt) {
    this.words = words;
    this.descriptors = descriptors;
    this.knownTypeAt = knownTypeAt;
    this.wordSize = words.wordSize();
  }

  /** Returns the name of the type with a descriptor at an address. */
  String nameOf(long at) {
    partCount = 0;
    return fullName(at, 0);
  }

  /**
   * Returns the name with full package paths. Names of unnamed types are built from their parts.
   */
  private String fullName(long at, int depth) {
    String name = descriptors.name(at);
    if (name == null || depth > MAX_DEPTH) {
      return name == null ? "?" : name;
    }
    if (descriptors.isNamed(at)) {
      return qualified(at, name);
    }
    long body = descriptors.body(at);
    return switch (descriptors.kind(at)) {
      case POINTER -> "*" + partName(body, depth);
      case SLICE -> "[]" + partName(body, depth);
      case ARRAY -> "[" + words.word(body + 2L * wordSize) + "]" + partName(body, depth);
      case CHAN ->
          name.startsWith("<-chan ") ? "<-chan " + partName(body, depth) : channelName(body, depth);
      case MAP -> "map[" + partName(body, depth) + "]" + partName(body + wordSize, depth);
      case FUNC -> functionName(at, name, depth);
      case STRUCT -> structName(at, name, depth);
      default -> name;
    };
  }

  private String partName(long pointer, int depth) {
    long at = words.pointer(pointer);
    Optional<GoType> type = knownTypeAt.apply(at);
    if (type.isPresent()) {
      return type.get().name();
    }
    return ++partCount < MAX_PARTS && descriptors.isPlausible(at) ? fullName(at, depth + 1) : "?";
  }

  private String channelName(long body, int depth) {
    String elem = partName(body, depth);
    if (words.word(body + wordSize) == 2) {
      return "chan<- " + elem;
    }
    return elem.startsWith("<-") ? "chan (" + elem + ")" : "chan " + elem;
  }

  private String functionName(long at, String name, int depth) {
    long body = descriptors.body(at);
    int in = (int) words.unsigned(body, 2);
    int out = (int) words.unsigned(body + 2, 2);
    boolean variadic = (out & 1 << 15) != 0;
    out &= (1 << 15) - 1;
    long list = body + wordSize + (descriptors.hasUncommon(at) ? 16 : 0);
    if (in + out > 1 << 10 || !words.isReadable(list, 1)) {
      return name;
    }
    StringBuilder text = new StringBuilder("func(");
    for (int i = 0; i < in; i++) {
      String type = partName(list + (long) i * wordSize, depth);
      boolean dots = variadic && i == in - 1 && type.startsWith("[]");
      text.append(i > 0 ? ", " : "").append(dots ? "..." + type.substring(2) : type);
    }
    text.append(')').append(out == 0 ? "" : out == 1 ? " " : " (");
    for (int i = 0; i < out; i++) {
      text.append(i > 0 ? ", " : "").append(partName(list + (long) (in + i) * wordSize, depth));
    }
    return text.append(out > 1 ? ")" : "").toString();
  }

  private String structName(long at, String name, int depth) {
    String plain = name.startsWith("noalg.") ? name.substring(6) : name;
    if (plain.startsWith("map.bucket[") || plain.startsWith("map.group[")) {
      return mapStorageName(at, plain, depth);
    }
    long body = descriptors.body(at);
    long array = words.pointer(body + wordSize);
    long count = words.word(body + 2L * wordSize);
    if (!plain.startsWith("struct {") || count < 0 || count > 1 << 8) {
      return plain;
    }
    StringBuilder text = new StringBuilder("struct {");
    for (long i = 0; i < count; i++) {
      long entry = array + i * 3 * wordSize;
      TypeWords.Name field = descriptors.nameAt(words.pointer(entry));
      if (field == null || text.length() > 1 << 12) {
        return plain;
      }
      boolean embedded =
          field.embedded()
              || field.text().isEmpty()
              || (descriptors.marksEmbeddedFields()
                  && (words.word(entry + 2L * wordSize) & 1) != 0);
      text.append(i > 0 ? "; " : " ")
          .append(embedded ? "" : field.text() + " ")
          .append(partName(entry + wordSize, depth));
      text.append(field.tag().isEmpty() ? "" : " " + field.quotedTag());
    }
    return text.append(count > 0 ? " }" : "}").toString();
  }

  /**
   * Names a map's bucket or group the way DWARF names the other structures of maps: {@code
   * bucket<string,int>}. Keys and elements of more than 128 bytes are stored by pointer; only the
   * type string distinguishes them from keys and elements that are pointers.
   */
  private String mapStorageName(long at, String name, int depth) {
    long count = words.word(descriptors.body(at) + 2L * wordSize);
    boolean bucket = name.startsWith("map.bucket[");
    long key = 0;
    long elem = 0;
    if ((bucket && count >= 3) || (!bucket && count == 3)) {
      key = arrayElem(fieldType(at, 1));
      elem = arrayElem(fieldType(at, 2));
    } else if (!bucket && count == 2) {
      long slot = arrayElem(fieldType(at, 1));
      boolean pair =
          slot != 0
              && descriptors.kind(slot) == Kind.STRUCT
              && words.word(descriptors.body(slot) + 2L * wordSize) == 2;
      key = pair ? fieldType(slot, 0) : 0;
      elem = pair ? fieldType(slot, 1) : 0;
    }
    if (!descriptors.isPlausible(key) || !descriptors.isPlausible(elem)) {
      return name;
    }
    String written = name.substring(name.indexOf('['));
    long keyType = written.startsWith("[" + descriptors.name(key) + "]") ? key : largeValue(key);
    long elemType = written.endsWith("]" + descriptors.name(elem)) ? elem : largeValue(elem);
    return (bucket ? "bucket<" : "group<")
        + fullName(keyType, depth + 1)
        + ","
        + fullName(elemType, depth + 1)
        + ">";
  }

  /**
   * Returns the descriptor address of a struct's field. The caller makes sure that the field
   * exists.
   */
  private long fieldType(long struct, int index) {
    return words.word(
        words.word(descriptors.body(struct) + wordSize) + (3L * index + 1) * wordSize);
  }

  /** Returns the descriptor address of an array's element type, or 0. */
  private long arrayElem(long array) {
    return descriptors.isPlausible(array) && descriptors.kind(array) == Kind.ARRAY
        ? words.word(descriptors.body(array))
        : 0;
  }

  /**
   * Returns the descriptor address of the element type if the type is a pointer to a value too
   * large to be stored inline, else the address itself.
   */
  private long largeValue(long at) {
    long elem = descriptors.kind(at) == Kind.POINTER ? words.word(descriptors.body(at)) : 0;
    return elem != 0 && descriptors.isPlausible(elem) && descriptors.size(elem) > MAX_INLINE_SIZE
        ? elem
        : at;
  }

  /**
   * Adds the package path. Type strings have only the package's name; the path is in the uncommon
   * type.
   */
  private String qualified(long at, String name) {
    if (!descriptors.hasUncommon(at)) {
      return name;
    }
    int offset = (int) words.unsigned(at + descriptors.sizeWithBody(descriptors.kind(at)), 4);
    int dot = name.indexOf('.');
    int bracket = name.indexOf('[');
    if (dot < 0 || (bracket >= 0 && bracket < dot)) {
      return name;
    }
    TypeWords.Name path = descriptors.nameAtOffset(offset);
    if (path == null
        || path.text().isEmpty()
        || !Descriptors.isPrintable(path.text())
        || name.startsWith(path.text() + ".")) {
      return name;
    }
    return path.text() + name.substring(dot);
  }
}
