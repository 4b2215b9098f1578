package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The types in the DWARF of a Go program, as {@link GoType}s. Each is created on demand, once per
 * entry. Names have full package paths, as in Go's runtime; types of generic code instantiated for
 * a shape keep the shape's name ({@code go.shape.int}). Types of C get the closest kind of Go. Not
 * thread-safe.
 *
 * <p>DWARF states only whether an interface type has methods, so its number of methods is 0 or 1.
 * The runtime's structures for maps and channels are separate types: {@code hash<K,V>} and {@code
 * bucket<K,V>} up to Go 1.23; {@code map<K,V>}, {@code table<K,V>} and {@code group<K,V>} since Go
 * 1.24; {@code hchan<T>}.
 */
public final class DwarfTypes {
  /** No entry. */
  public static final int NONE = EntryCursor.NONE;

  private static final int KIND_BITS = 31;
  private static final int MAX_CHAIN = 32;
  private static final String VOID_POINTER = "unsafe.Pointer";
  private static final long MAX_SIZE = 1L << 48;
  private static final Kind[] KINDS = Kind.values();

  private final Dwarf dwarf;
  private final EntryCursor entry;
  private final long runtimeTypes;
  private final Int2ObjectOpenHashMap<GoType> typeByEntry = new Int2ObjectOpenHashMap<>();
  private final IdentityHashMap<GoType, Integer> entryByType = new IdentityHashMap<>();
  private final TypeParts parts;

  /**
   * @param runtimeTypes link-time address of {@code runtime.types}, the base of descriptor offsets;
   *     0 if unknown, and then no type has a descriptor
   */
  public DwarfTypes(Dwarf dwarf, long runtimeTypes) {
    this.dwarf = dwarf;
    this.entry = dwarf.newCursor();
    this.runtimeTypes = runtimeTypes;
    this.parts = new TypeParts(dwarf, this);
  }

  /** Takes the address of {@code runtime.types} from the symbol table or the module data. */
  public DwarfTypes(Dwarf dwarf) {
    this(dwarf, runtimeTypes(dwarf.executable()));
  }

  private static long runtimeTypes(Executable program) {
    return program
        .symbol("runtime.types")
        .map(Symbol::address)
        .or(() -> ModuleData.find(program).map(module -> module.types().start()))
        .orElse(0L);
  }

  /** Returns the type with a descriptor at a link-time address. */
  public Optional<GoType> at(long descriptor) {
    if (runtimeTypes == 0) {
      return Optional.empty();
    }
    int found = dwarf.index().entryOfRuntimeType(descriptor - runtimeTypes);
    return found == NONE ? Optional.empty() : typeOfEntry(found);
  }

  /** Returns the type with a name, as in {@link GoType#name}. Prefers a type with a descriptor. */
  public Optional<GoType> named(String name) {
    GoType found = null;
    for (String spelled : DwarfNames.linkerSpellings(name)) {
      for (int each : dwarf.index().typesNamed(spelled)) {
        GoType type = typeOfEntry(each).orElse(null);
        if (type != null
            && type.name().equals(name)
            && (found == null || found.descriptor() == 0)) {
          found = type;
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /**
   * Returns the offset of a type's entry, for {@link #typeOfEntry}, or NONE if the type is not from
   * here.
   */
  public int entryOf(GoType type) {
    return entryByType.getOrDefault(type, NONE);
  }

  /** Returns the type that an entry describes, or empty if the entry is damaged. */
  public Optional<GoType> typeOfEntry(int offset) {
    try {
      return Optional.of(readType(offset));
    } catch (DwarfException e) {
      dwarf.addWarning(e);
      return Optional.empty();
    }
  }

  /** Returns the type that an attribute of another entry refers to, or null. */
  @Nullable GoType referredType(EntryCursor from, int attribute) {
    int to = from.reference(attribute);
    return to == NONE ? null : typeOfEntry(to).orElse(null);
  }

  private GoType readType(int offset) {
    GoType known = typeByEntry.get(offset);
    if (known != null) {
      return known;
    }
    Description description = describe(offset);
    GoType type =
        new GoType(
            description.name,
            description.kind,
            sizeOf(description),
            description.runtimeType == 0 || runtimeTypes == 0
                ? 0
                : runtimeTypes + description.runtimeType,
            () -> parts.partsOf(description));
    typeByEntry.put(offset, type);
    entryByType.put(type, offset);
    return type;
  }

  /**
   * A type at the end of a chain of typedefs.
   *
   * @param entry offset of the entry with the parts of the type
   */
  record Description(String name, Kind kind, int tag, int entry, long runtimeType) {}

  private Description describe(int offset) {
    String name = "";
    long runtimeType = 0;
    int at = offset;
    for (int i = 0; i < MAX_CHAIN; i++) {
      if (!entry.moveTo(at)) {
        throw new DwarfException("info", at, "no type is here");
      }
      int tag = entry.tag();
      if (name.isEmpty() && !entry.has(Attribute.GO_DICT_INDEX)) {
        name = DwarfNames.runtimeName(entry.text(Attribute.NAME));
      }
      if (runtimeType == 0) {
        runtimeType = entry.number(Attribute.GO_RUNTIME_TYPE, 0);
      }
      int kind = (int) entry.number(Attribute.GO_KIND, 0) & KIND_BITS;
      int next = entry.reference(Attribute.TYPE);
      if (next == NONE || kind != 0 || (tag != Tag.TYPEDEF && !Tag.isQualifier(tag))) {
        Kind known = kind < KINDS.length && kind != 0 ? KINDS[kind] : TagKinds.kindOf(entry);
        if (name.isEmpty() || (known == Kind.ARRAY && kind == 0)) {
          name = nameOfUnnamed(at, known, next, name);
        }
        return new Description(name, known, tag, at, runtimeType);
      }
      at = next;
    }
    throw new DwarfException("info", offset, "a type is named in a circle");
  }

  /** Builds a name for unnamed types of C and for the arrays of map buckets ("[]key<string>"). */
  private String nameOfUnnamed(int at, Kind kind, int next, String name) {
    if (kind == Kind.ARRAY && next != NONE) {
      return "[" + parts.arrayLength(at) + "]" + shortName(next);
    } else if (!name.isEmpty()) {
      return name;
    } else if (kind == Kind.POINTER && next != NONE) {
      return "*" + shortName(next);
    }
    return kind == Kind.UNSAFE_POINTER ? VOID_POINTER : "?";
  }

  private String shortName(int offset) {
    EntryCursor other = dwarf.newCursor();
    StringBuilder stars = new StringBuilder();
    int at = offset;
    for (int i = 0; i < MAX_CHAIN && at != NONE && other.moveTo(at); i++) {
      String name = DwarfNames.runtimeName(other.text(Attribute.NAME));
      at = other.reference(Attribute.TYPE);
      if (!name.isEmpty()) {
        return stars + name;
      } else if (other.tag() == Tag.POINTER_TYPE && at == NONE) {
        return stars + VOID_POINTER;
      } else if (other.tag() == Tag.POINTER_TYPE) {
        stars.append('*');
      } else if (!Tag.isQualifier(other.tag())) {
        break;
      }
    }
    return stars + "?";
  }

  private long sizeOf(Description description) {
    int word = dwarf.executable().pointerSize();
    long size =
        switch (description.kind) {
          case POINTER, MAP, CHAN, FUNC, UNSAFE_POINTER -> word;
          case INTERFACE -> 2L * word;
          default -> {
            entry.moveTo(description.entry);
            long stated = entry.number(Attribute.BYTE_SIZE, -1);
            yield stated < 0 && description.kind == Kind.ARRAY
                ? parts.arraySize(description.entry)
                : stated;
          }
        };
    return size < 0 || size > MAX_SIZE ? 0 : size;
  }
}
