package dev.godump.binary.dwarf;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Symbol;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The types that the DWARF of a Go program describes, as {@link GoType}s: one for an entry, made
 * when it is asked for. Names have whole package paths, as Go's runtime has them; instances of
 * generic code for a shape keep the shape's name ({@code go.shape.int}). C's types, where a program
 * has them, get the nearest kind of Go's.
 *
 * <p>Of interfaces, DWARF says only whether they have methods, so theirs count 0 or 1. The
 * structures that the runtime makes for a map or a channel are types of their own: {@code
 * hash<K,V>} and {@code bucket<K,V>} up to Go 1.23, {@code map<K,V>}, {@code table<K,V>} and {@code
 * group<K,V>} since, {@code hchan<T>}.
 */
public final class DwarfTypes {
  private static final int KIND_BITS = 31;
  private static final int MAX_CHAIN = 32;
  private static final String VOID_POINTER = "unsafe.Pointer";
  private static final long MAX_SIZE = 1L << 48;
  private static final Kind[] KINDS = Kind.values();

  private final Dwarf dwarf;
  private final EntryCursor entry;
  private final long runtimeTypes;
  private final Int2ObjectOpenHashMap<GoType> typeByEntry = new Int2ObjectOpenHashMap<>();
  private final Map<GoType, Integer> entryByType = new IdentityHashMap<>();
  private final TypeParts parts;

  /**
   * @param descriptors link-time address of {@code runtime.types}, which descriptors are counted
   *     from; 0 if it isn't known, and then no type has a descriptor
   */
  public DwarfTypes(Dwarf dwarf, long runtimeTypes) {
    this.dwarf = dwarf;
    this.entry = dwarf.newCursor();
    this.runtimeTypes = runtimeTypes;
    this.parts = new TypeParts(dwarf, this);
  }

  /** With the address of {@code runtime.types} as the symbol table has it, or the module data. */
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

  /** The type whose descriptor is at a link-time address. */
  public Optional<GoType> at(long descriptor) {
    if (runtimeTypes == 0) {
      return Optional.empty();
    }
    int found = dwarf.index().entryOfRuntimeType(descriptor - runtimeTypes);
    return found < 0 ? Optional.empty() : typeOfEntry(found);
  }

  /**
   * A type by its name as {@link GoType#name} gives it; a named type rather than what it is made
   * of.
   */
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

  /** Where the entry of a type lies, for {@link #typeOfEntry}; -1 if the type is from elsewhere. */
  public int entryOf(GoType type) {
    return entryByType.getOrDefault(type, -1);
  }

  /** The type that an entry describes; empty if it is damaged. */
  public Optional<GoType> typeOfEntry(int offset) {
    try {
      return Optional.of(readType(offset));
    } catch (DwarfException e) {
      dwarf.addWarning(e);
      return Optional.empty();
    }
  }

  /** The type that an attribute of another entry refers to, or null. */
  GoType referredType(EntryCursor from, int attribute) {
    int to = from.reference(attribute);
    return to < 0 ? null : typeOfEntry(to).orElse(null);
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
   * What a chain of names leads to.
   *
   * @param entry the one that says what the type is made of
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
      if (next < 0 || kind != 0 || tag != Tag.TYPEDEF && !Tag.isQualifier(tag)) {
        Kind known = kind < KINDS.length && kind != 0 ? KINDS[kind] : TagKinds.kindOf(entry);
        if (name.isEmpty() || known == Kind.ARRAY && kind == 0) {
          name = nameOfUnnamed(at, known, next, name);
        }
        return new Description(name, known, tag, at, runtimeType);
      }
      at = next;
    }
    throw new DwarfException("info", offset, "a type is named in a circle");
  }

  /** A name for a type that C leaves without, and for arrays inside of maps ("[]key<string>"). */
  private String nameOfUnnamed(int at, Kind kind, int next, String name) {
    if (kind == Kind.ARRAY && next >= 0) {
      return "[" + parts.arrayLength(at) + "]" + shortName(next);
    } else if (!name.isEmpty()) {
      return name;
    } else if (kind == Kind.POINTER && next >= 0) {
      return "*" + shortName(next);
    }
    return kind == Kind.UNSAFE_POINTER ? VOID_POINTER : "?";
  }

  private String shortName(int offset) {
    EntryCursor other = dwarf.newCursor();
    StringBuilder stars = new StringBuilder();
    int at = offset;
    for (int i = 0; i < MAX_CHAIN && at >= 0 && other.moveTo(at); i++) {
      String name = DwarfNames.runtimeName(other.text(Attribute.NAME));
      at = other.reference(Attribute.TYPE);
      if (!name.isEmpty()) {
        return stars + name;
      } else if (other.tag() == Tag.POINTER_TYPE && at < 0) {
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
