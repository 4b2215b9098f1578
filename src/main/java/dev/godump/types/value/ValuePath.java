package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path from a value to a part of it, as in a Go expression: {@code
 * .tree.Left.items[3].name}, {@code .sessions["key"]}. Pointers and interfaces on the way are
 * dereferenced.
 */
public final class ValuePath {
  private static final Pattern FIELD = Pattern.compile("\\.([^.\\[\\]]+)");

  private static final Pattern INDEX = Pattern.compile("\\d{1,18}");

  /** The most pointers to pointers to follow in a row. */
  private static final int MAX_POINTERS = 16;

  /** The deepest level of embedded structs to search for a promoted field. */
  private static final int MAX_EMBEDDING = 8;

  private final HeapTypes types;
  private final ValueReader values;
  private final KeyNames keyNames;

  /**
   * @param keyNames names keys of maps that are not numbers, strings or addresses
   */
  public ValuePath(HeapTypes types, ValueReader values, KeyNames keyNames) {
    this.keyNames = keyNames;
    this.types = types;
    this.values = values;
  }

  /** A value of a type at an address. */
  public record TypedAddress(GoType type, long address) {}

  /** A path that a value does not have. */
  public static final class NoSuchPathException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchPathException(String message) {
      super(message);
    }
  }

  /**
   * Finds the part of a value at the end of a path.
   *
   * @param name of the value, for messages
   * @param path fields, indexes and keys; may be empty
   */
  public TypedAddress follow(TypedAddress value, String name, String path) throws IOException {
    TypedAddress at = value;
    Matcher field = FIELD.matcher(path);
    int done = 0;
    while (done < path.length()) {
      String parsed = name + path.substring(0, done);
      int bracket = closingBracket(path, done);
      boolean isField = field.find(done) && field.start() == done;
      if (!isField && bracket <= done + 1) {
        throw new NoSuchPathException(
            "'"
                + path.substring(done)
                + "' behind "
                + parsed
                + " is not a field (.name), an index ([3]) or a key ([\"name\"])");
      }
      TypedAddress holder = dereference(at, parsed);
      at =
          isField
              ? field(holder, field.group(1), parsed)
              : inBrackets(holder, path.substring(done + 1, bracket), parsed);
      done = isField ? field.end() : bracket + 1;
    }
    return at;
  }

  /**
   * The index of the bracket that closes the one at an index; strings in quotes and brackets of
   * keys such as {@code {a: [1]}} are skipped. -1 if there is no bracket.
   */
  private static int closingBracket(String path, int open) {
    if (path.charAt(open) != '[') {
      return -1;
    }
    int depth = 0;
    boolean quoted = false;
    for (int i = open; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i++;
      } else if (!quoted) {
        depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (depth == 0) {
          return i;
        }
      }
    }
    return path.lastIndexOf(']'); // the middle of a long key is cut, with a quote in it
  }

  /**
   * The address that a value points at: that of a pointer, map, channel or function, of a slice's
   * first element, of a string's bytes, or of the value in an interface. For other values, their
   * own address.
   *
   * @param name of the value, for messages
   * @throws NoSuchPathException if it is nil or not in the dump
   */
  public long target(TypedAddress value, String name) throws IOException {
    long target =
        switch (value.type.kind()) {
          case POINTER, UNSAFE_POINTER, MAP, CHAN, FUNC, SLICE, STRING -> word(value.address, name);
          case INTERFACE -> word(value.address + values.wordSize(), name);
          default -> value.address;
        };
    if (target == 0) {
      throw new NoSuchPathException(
          name + (value.type.kind() == Kind.STRING ? " is empty" : " is nil"));
    }
    return target;
  }

  /** Follows pointers and interfaces to a value that is neither. */
  private TypedAddress dereference(TypedAddress value, String name) throws IOException {
    TypedAddress at = value;
    int word = values.wordSize();
    for (int i = 0; i < MAX_POINTERS; i++) {
      boolean dynamic = at.type.kind() == Kind.INTERFACE;
      if (!dynamic && at.type.kind() != Kind.POINTER) {
        return at;
      }
      long first = word(at.address, name);
      if (first == 0) {
        throw new NoSuchPathException(name + " is nil");
      }
      if (!dynamic) {
        at = new TypedAddress(requireType(at.type.elem(), name), first);
        continue;
      }
      GoType held =
          requireType(types.typeOfDescriptor(types.dynamicType(first)).orElse(null), name);
      at =
          new TypedAddress(
              held, held.isPointerShaped() ? at.address + word : word(at.address + word, name));
    }
    throw new NoSuchPathException(name + " is a pointer to a pointer to a pointer …");
  }

  private static GoType requireType(@Nullable GoType type, String name) throws NoSuchPathException {
    if (type == null) {
      throw new NoSuchPathException("the type that " + name + " points to is unknown");
    }
    return type;
  }

  private long word(long address, String name) throws IOException {
    ValueLocation location = values.location(address);
    if (!location.isPresent(0, values.wordSize())) {
      throw new NoSuchPathException(name + " is not in the dump");
    }
    return location.unsigned(0, values.wordSize());
  }

  private static TypedAddress field(TypedAddress struct, String name, String above)
      throws NoSuchPathException {
    for (int depth = 0; depth < MAX_EMBEDDING; depth++) {
      TypedAddress found = field(struct, name, depth);
      if (found != null) {
        return found;
      }
    }
    throw new NoSuchPathException(
        above + ", of type " + struct.type.name() + ", has no field " + name);
  }

  /** A field {@code depth} embedded structs down, or null. */
  private static @Nullable TypedAddress field(TypedAddress struct, String name, int depth) {
    for (GoType.Field field : struct.type.fields()) {
      TypedAddress at = new TypedAddress(field.type(), struct.address + field.offset());
      if (depth == 0 && field.name().equals(name)) {
        return at;
      }
      TypedAddress below = depth > 0 && field.embedded() ? field(at, name, depth - 1) : null;
      if (below != null) {
        return below;
      }
    }
    return null;
  }

  private TypedAddress inBrackets(TypedAddress value, String text, String name) throws IOException {
    if (value.type.kind() == Kind.MAP || SyncMapReader.isSyncMap(value.type)) {
      return entry(value, text, name);
    }
    if (value.type.kind() != Kind.SLICE && value.type.kind() != Kind.ARRAY) {
      throw new NoSuchPathException(name + " is not a slice, an array or a map");
    }
    if (!INDEX.matcher(text).matches()) {
      throw new NoSuchPathException("'[" + text + "]' behind " + name + " is not an index ([3])");
    }
    return element(value, Long.parseLong(text), name);
  }

  private TypedAddress element(TypedAddress value, long index, String name) throws IOException {
    GoType type = value.type;
    long start = value.address;
    long length = type.length();
    if (type.kind() == Kind.SLICE) {
      start = word(value.address, name);
      length = word(value.address + values.wordSize(), name);
    }
    if (index >= length) {
      throw new NoSuchPathException(name + " has " + length + " elements");
    }
    GoType elem = requireType(type.elem(), name);
    return new TypedAddress(elem, start + index * elem.size());
  }

  private TypedAddress entry(TypedAddress value, String text, String name) throws IOException {
    boolean concurrent = SyncMapReader.isSyncMap(value.type);
    long map = concurrent ? value.address : word(value.address, name);
    KeyLiteral key = KeyLiteral.parse(text);
    EntryFinder found = map == 0 || key == null ? null : values.find(value.type, map, key);
    if (map != 0 && (found == null || found.element() == null)) {
      found = values.find(value.type, map, keyNames, text);
    }
    ValueLocation element = found == null ? null : found.element();
    boolean ambiguous = found != null && found.isAmbiguous();
    if (found != null && element != null && !ambiguous) {
      return new TypedAddress(requireType(found.type(), name), element.address());
    }
    throw new NoSuchPathException(
        name
            + (ambiguous ? " has several entries with the key " : " has no entry with the key ")
            + text
            + (key == null && !ambiguous
                ? " (expected a string in quotes, a number, or a key as godump object shows it)"
                : ""));
  }
}
