package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import dev.godump.types.program.KnownTypes;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles types to {@link Layout}s with consecutive ids, one per type, and makes those that no
 * descriptor describes: of the runtime's maps, channels and closures, and of types with only a
 * name. Not thread-safe.
 */
public final class Layouts {
  private final KnownTypes known;
  private final int word;
  private final int minor;
  private final LayoutTable table;
  private final StructTypes types;
  private final HashMapLayouts hashMaps;
  private final SwissMapLayouts swissMaps;
  private final ChannelLayouts channels;
  private final ByteLayouts bytes;
  private final Map<String, Layout> opaqueByName = new HashMap<>();
  private final IdentityHashMap<Layout, Long> descriptorByUnnamed = new IdentityHashMap<>();

  /**
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public Layouts(KnownTypes known, int word, int minor) {
    this.known = known;
    this.word = word;
    this.minor = minor;
    this.table = new LayoutTable(known, word, minor);
    this.types = new StructTypes(word);
    this.bytes = new ByteLayouts(table);
    this.hashMaps = new HashMapLayouts(table, word, minor);
    this.swissMaps = new SwissMapLayouts(table, word);
    this.channels = new ChannelLayouts(table, known, word, minor);
  }

  /** Bytes of a pointer. */
  public int wordSize() {
    return word;
  }

  /** The release of these layouts: 24 for Go 1.24. */
  public int release() {
    return minor;
  }

  /** The layout with an id. */
  public Layout get(int id) {
    return table.get(id);
  }

  /** The layout of a type; several descriptions of one type share a layout. */
  public Layout layoutOf(GoType type) {
    return table.layoutOf(type);
  }

  /** The layout of the values that a reference points at. */
  public Layout target(Layout layout, int reference) {
    Layout target = layout.targets[reference];
    if (target == null) {
      target =
          switch (layout.references[reference]) {
            case MAP -> mapHeader(layout.operands[reference]);
            case CHANNEL -> channels.header(layout.operands[reference]);
            case STRING -> bytes.string();
            default -> layoutOf(layout.operands[reference]);
          };
      layout.targets[reference] = target;
    }
    return target;
  }

  /** The layouts of bytes. */
  public ByteLayouts bytes() {
    return bytes;
  }

  /** The layout of interfaces without methods. */
  Layout any() {
    return table.any();
  }

  public boolean hasSwissMaps() {
    return known.hasSwissMaps();
  }

  /** The layout of the header that variables of a map type point at. */
  public Layout mapHeader(GoType map) {
    return hasSwissMaps() ? swissMaps.header(map) : hashMaps.header(map);
  }

  /** The layouts of parts of Swiss maps. */
  public SwissMapLayouts swissMaps() {
    return swissMaps;
  }

  public ChannelLayouts channels() {
    return channels;
  }

  /** The layout of pointers to values of a layout. */
  public Layout pointer(Layout elem) {
    String name = "*" + elem.name;
    return known
        .named(name)
        .map(this::layoutOf)
        .orElseGet(() -> table.layoutFor(name, () -> types.pointer(elem.type), Form.VALUE, null));
  }

  /** The layout of closures until their function's address is read from the object. */
  public Layout unresolvedClosure() {
    String name = Closures.UNRESOLVED_NAME;
    return table.layoutFor(name, () -> types.closure(name), Form.CLOSURE, null);
  }

  /** The layout of a type that an index keeps: compiled again, and found by no name. */
  public Layout compiled(GoType type, Form form, @Nullable GoType mapOrChannel) {
    boolean closure = type.name().equals(Closures.UNRESOLVED_NAME);
    return table.compile(type, closure ? Form.CLOSURE : form, mapOrChannel);
  }

  /** The layout of the values of a type that was made for it alone. */
  Layout compile(GoType type) {
    return table.compile(type, Form.VALUE, null);
  }

  /**
   * The layout of a type that has only a name.
   *
   * @param size bytes of a value; 0 if unknown
   */
  public Layout opaque(String name, long size) {
    Layout layout = opaqueByName.get(name);
    return layout == null
        ? opaqueWithReferences(name, size, new Reference[0], new long[0])
        : layout;
  }

  /**
   * Makes an {@link #opaque} layout with some known references. The caller sets {@link
   * Layout#targets}. Must be called before {@link #opaque} with the same name.
   */
  Layout opaqueWithReferences(String name, long size, Reference[] references, long[] offsets) {
    Layout layout =
        table.add(
            id ->
                new Layout(
                    id,
                    StructTypes.basic(name, Kind.INVALID, size),
                    Form.VALUE,
                    null,
                    true,
                    new long[0],
                    references,
                    offsets,
                    new GoType[references.length]));
    opaqueByName.put(name, layout);
    return layout;
  }

  /**
   * The layout of a type that has no name in the dump.
   *
   * @param owner start of the name to give it: {@code type}, or its package and {@code .?}
   * @param descriptor address of its descriptor
   */
  public Layout unnamed(String owner, long descriptor) {
    Layout layout = opaque(owner + "@0x" + Long.toHexString(descriptor), 0);
    descriptorByUnnamed.put(layout, descriptor);
    return layout;
  }

  /** Addresses of descriptors by layout, for those made by {@link #unnamed}. */
  public IdentityHashMap<Layout, Long> descriptorByUnnamed() {
    return descriptorByUnnamed;
  }
}
