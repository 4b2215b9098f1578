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
  private static final int LONGEST_CHAIN = 32;
  private static final String VOID_POINTER = "unsafe.Pointer";
  private static final long LARGEST = 1L << 48;
  private static final Kind[] KINDS = Kind.values();

  private final Dwarf dwarf;
  private final Entry entry;
  private final long descriptors;
  private final Int2ObjectOpenHashMap<GoType> types = new Int2ObjectOpenHashMap<>();
  private final Map<GoType, Integer> entries = new IdentityHashMap<>();
  private final TypeParts parts;

  /**
   * @param descriptors link-time address of {@code runtime.types}, which descriptors are counted
   *     from; 0 if it isn't known, and then no type has a descriptor
   */
  public DwarfTypes(Dwarf dwarf, long descriptors) {
    this.dwarf = dwarf;
    this.entry = dwarf.entry();
    this.descriptors = descriptors;
    this.parts = new TypeParts(dwarf, this);
  }

  /** With the address of {@code runtime.types} as the symbol table has it, or the module data. */
  public DwarfTypes(Dwarf dwarf) {
    this(dwarf, descriptors(dwarf.executable()));
  }

  private static long descriptors(Executable program) {
    return program
        .symbol("runtime.types")
        .map(Symbol::address)
        .or(() -> ModuleData.find(program).map(module -> module.types().start()))
        .orElse(0L);
  }

  /** The type whose descriptor is at a link-time address. */
  public Optional<GoType> at(long descriptor) {
    if (descriptors == 0) {
      return Optional.empty();
    }
    int found = dwarf.index().runtimeType(descriptor - descriptors);
    return found < 0 ? Optional.empty() : ofEntry(found);
  }

  /**
   * A type by its name as {@link GoType#name} gives it; a named type rather than what it is made
   * of.
   */
  public Optional<GoType> named(String name) {
    GoType found = null;
    for (String spelled : DwarfNames.spellings(name)) {
      for (int each : dwarf.index().typesNamed(spelled)) {
        GoType type = ofEntry(each).orElse(null);
        if (type != null
            && type.name().equals(name)
            && (found == null || found.descriptor() == 0)) {
          found = type;
        }
      }
    }
    return Optional.ofNullable(found);
  }

  /** Where the entry of a type lies, for {@link #ofEntry}; -1 if the type is from elsewhere. */
  public int entry(GoType type) {
    return entries.getOrDefault(type, -1);
  }

  /** The type that an entry describes; empty if it is damaged. */
  public Optional<GoType> ofEntry(int offset) {
    try {
      return Optional.of(type(offset));
    } catch (DwarfException e) {
      dwarf.damaged(e);
      return Optional.empty();
    }
  }

  /** The type that an attribute of another entry refers to, or null. */
  GoType referred(Entry from, int attribute) {
    int to = from.reference(attribute);
    return to < 0 ? null : ofEntry(to).orElse(null);
  }

  private GoType type(int offset) {
    GoType known = types.get(offset);
    if (known != null) {
      return known;
    }
    Described described = describe(offset);
    GoType type =
        new GoType(
            described.name,
            described.kind,
            size(described),
            described.runtimeType == 0 || descriptors == 0
                ? 0
                : descriptors + described.runtimeType,
            () -> parts.of(described));
    types.put(offset, type);
    entries.put(type, offset);
    return type;
  }

  /**
   * What a chain of names leads to.
   *
   * @param entry the one that says what the type is made of
   */
  record Described(String name, Kind kind, int tag, int entry, long runtimeType) {}

  private Described describe(int offset) {
    String name = "";
    long runtimeType = 0;
    int at = offset;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      if (!entry.at(at)) {
        throw new DwarfException("info", at, "no type is here");
      }
      int tag = entry.tag();
      if (name.isEmpty() && !entry.has(Attribute.GO_DICT_INDEX)) {
        name = DwarfNames.plain(entry.text(Attribute.NAME));
      }
      if (runtimeType == 0) {
        runtimeType = entry.number(Attribute.GO_RUNTIME_TYPE, 0);
      }
      int kind = (int) entry.number(Attribute.GO_KIND, 0) & KIND_BITS;
      int next = entry.reference(Attribute.TYPE);
      if (next < 0 || kind != 0 || tag != Tag.TYPEDEF && !Tag.isQualifier(tag)) {
        Kind known = kind < KINDS.length && kind != 0 ? KINDS[kind] : TagKinds.of(entry);
        if (name.isEmpty() || known == Kind.ARRAY && kind == 0) {
          name = unnamed(at, known, next, name);
        }
        return new Described(name, known, tag, at, runtimeType);
      }
      at = next;
    }
    throw new DwarfException("info", offset, "a type is named in a circle");
  }

  /** A name for a type that C leaves without, and for arrays inside of maps ("[]key<string>"). */
  private String unnamed(int at, Kind kind, int next, String name) {
    if (kind == Kind.ARRAY && next >= 0) {
      return "[" + parts.length(at) + "]" + shortName(next);
    } else if (!name.isEmpty()) {
      return name;
    } else if (kind == Kind.POINTER && next >= 0) {
      return "*" + shortName(next);
    }
    return kind == Kind.UNSAFE_POINTER ? VOID_POINTER : "?";
  }

  private String shortName(int offset) {
    Entry other = dwarf.entry();
    StringBuilder stars = new StringBuilder();
    int at = offset;
    for (int i = 0; i < LONGEST_CHAIN && at >= 0 && other.at(at); i++) {
      String name = DwarfNames.plain(other.text(Attribute.NAME));
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

  private long size(Described described) {
    int word = dwarf.executable().pointerSize();
    long size =
        switch (described.kind) {
          case POINTER, MAP, CHAN, FUNC, UNSAFE_POINTER -> word;
          case INTERFACE -> 2L * word;
          default -> {
            entry.at(described.entry);
            long stated = entry.number(Attribute.BYTE_SIZE, -1);
            yield stated < 0 && described.kind == Kind.ARRAY
                ? parts.arraySize(described.entry)
                : stated;
          }
        };
    return size < 0 || size > LARGEST ? 0 : size;
  }
}
