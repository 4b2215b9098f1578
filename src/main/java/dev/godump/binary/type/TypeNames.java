package dev.godump.binary.type;

import dev.godump.binary.type.GoType.Kind;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Builds the names of types, with whole package paths, from their descriptors and those of their
 * parts.
 */
final class TypeNames {
  /** Keys and elements larger than this lie outside of a map's bucket or group. */
  static final int LARGEST_IN_MAP = 128;

  /** Types of honest programs nest less than this. */
  private static final int DEEPEST = 64;

  /** Parts that a name is built of; those of types that contain each other would never end. */
  private static final int MOST_PARTS = 1 << 12;

  private final TypeWords words;
  private final Descriptors types;
  private final LongFunction<Optional<GoType>> known;
  private final int word;

  /** Parts of the name that is being built. */
  private int parts;

  /**
   * @param known the type at an address if it was read before
   */
  TypeNames(TypeWords words, Descriptors types, LongFunction<Optional<GoType>> known) {
    this.words = words;
    this.types = types;
    this.known = known;
    this.word = words.size();
  }

  /** The name of the type whose descriptor is at an address. */
  String of(long at) {
    parts = 0;
    return fullName(at, 0);
  }

  /** The name with whole package paths, built from those of its parts where it has none itself. */
  private String fullName(long at, int depth) {
    String name = types.name(at);
    if (name == null || depth > DEEPEST) {
      return name == null ? "?" : name;
    }
    if (types.isNamed(at)) {
      return qualified(at, name);
    }
    long body = types.body(at);
    return switch (types.kind(at)) {
      case POINTER -> "*" + part(body, depth);
      case SLICE -> "[]" + part(body, depth);
      case ARRAY -> "[" + words.word(body + 2L * word) + "]" + part(body, depth);
      case CHAN ->
          name.startsWith("<-chan ") ? "<-chan " + part(body, depth) : channel(at, body, depth);
      case MAP -> "map[" + part(body, depth) + "]" + part(body + word, depth);
      case FUNC -> function(at, body, depth);
      case STRUCT -> struct(at, name, depth);
      default -> name;
    };
  }

  private String part(long pointer, int depth) {
    long at = words.pointer(pointer);
    Optional<GoType> type = known.apply(at);
    if (type.isPresent()) {
      return type.get().name();
    }
    return ++parts < MOST_PARTS && types.plausible(at) ? fullName(at, depth + 1) : "?";
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
    long list = body + word + (types.hasUncommon(at) ? 16 : 0);
    if (in + out > 1 << 10 || !words.holds(list, 1)) {
      return types.name(at);
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
    long body = types.body(at);
    long array = words.pointer(body + word);
    long count = words.word(body + 2L * word);
    if (!plain.startsWith("struct {") || count < 0 || count > 1 << 8) {
      return plain;
    }
    StringBuilder text = new StringBuilder("struct {");
    for (long i = 0; i < count; i++) {
      long entry = array + i * 3 * word;
      TypeWords.Name field = types.nameAt(words.pointer(entry));
      if (field == null || text.length() > 1 << 12) {
        return plain;
      }
      boolean embedded =
          field.embedded()
              || field.text().isEmpty()
              || types.markEmbedded() && (words.word(entry + 2L * word) & 1) != 0;
      text.append(i > 0 ? "; " : " ")
          .append(embedded ? "" : field.text() + " ")
          .append(part(entry + word, depth));
      text.append(field.tag().isEmpty() ? "" : " " + field.quotedTag());
    }
    return text.append(count > 0 ? " }" : "}").toString();
  }

  /**
   * What a map's entries lie in is named as DWARF names the other structures of maps: {@code
   * bucket<string,int>}. Keys and elements of more than 128 bytes lie outside, behind pointers that
   * the map's type doesn't have: only the descriptor's own name tells them from pointers that it
   * has.
   */
  private String mapStorage(long at, String name, int depth) {
    long count = words.word(types.body(at) + 2L * word);
    boolean bucket = name.startsWith("map.bucket[");
    long key = 0;
    long elem = 0;
    if (bucket && count >= 3 || !bucket && count == 3) {
      key = arrayElem(fieldType(at, 1));
      elem = arrayElem(fieldType(at, 2));
    } else if (!bucket && count == 2) {
      long slot = arrayElem(fieldType(at, 1));
      boolean pair =
          slot != 0
              && types.kind(slot) == Kind.STRUCT
              && words.word(types.body(slot) + 2L * word) == 2;
      key = pair ? fieldType(slot, 0) : 0;
      elem = pair ? fieldType(slot, 1) : 0;
    }
    if (!types.plausible(key) || !types.plausible(elem)) {
      return name;
    }
    String written = name.substring(name.indexOf('['));
    long keyType = written.startsWith("[" + types.name(key) + "]") ? key : outside(key);
    long elemType = written.endsWith("]" + types.name(elem)) ? elem : outside(elem);
    return (bucket ? "bucket<" : "group<")
        + fullName(keyType, depth + 1)
        + ","
        + fullName(elemType, depth + 1)
        + ">";
  }

  /** The descriptor's address of a struct's field that is known to be there. */
  private long fieldType(long struct, int index) {
    return words.word(words.word(types.body(struct) + word) + (3L * index + 1) * word);
  }

  /** The descriptor's address of an array's element, or 0. */
  private long arrayElem(long array) {
    return types.plausible(array) && types.kind(array) == Kind.ARRAY
        ? words.word(types.body(array))
        : 0;
  }

  /**
   * The descriptor's address of what an entry points at if it must be a large value, else the same.
   */
  private long outside(long at) {
    long elem = types.kind(at) == Kind.POINTER ? words.word(types.body(at)) : 0;
    return elem != 0 && types.plausible(elem) && types.size(elem) > LARGEST_IN_MAP ? elem : at;
  }

  /**
   * Type strings have a package's name only; its path is in what descriptors of named types add.
   */
  private String qualified(long at, String name) {
    if (!types.hasUncommon(at)) {
      return name;
    }
    int offset = (int) words.unsigned(at + types.kindSize(types.kind(at)), 4);
    int dot = name.indexOf('.');
    int bracket = name.indexOf('[');
    if (dot < 0 || bracket >= 0 && bracket < dot) {
      return name;
    }
    TypeWords.Name path = types.nameBehind(offset);
    boolean usable = path != null && !path.text().isEmpty() && Descriptors.printable(path.text());
    return usable && !name.startsWith(path.text() + ".") ? path.text() + name.substring(dot) : name;
  }
}
