package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import dev.godump.types.program.KnownTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Makes and numbers {@link Layout}s, one per type. */
public final class Layouts {
  /** What names of closures start with. */
  public static final String CLOSURE_PREFIX = "closure for ";

  private final KnownTypes known;
  private final int word;
  private final int minor;

  private final GoType uint8 = basic("uint8", Kind.UINT8, 1);
  private final GoType empty;

  private final List<Layout> all = new ArrayList<>();
  private final IdentityHashMap<GoType, Layout> layoutByType = new IdentityHashMap<>();
  private final Map<String, Layout> layoutByName = new HashMap<>();
  private final Map<String, Layout> layoutByKey = new HashMap<>();

  /** By Swiss map, the tables of large ones. */
  private final IdentityHashMap<GoType, Layout> tableByMap = new IdentityHashMap<>();

  /** By Swiss map, the entries of a large one's directory. */
  private final IdentityHashMap<GoType, Layout> directoryEntryByMap = new IdentityHashMap<>();

  /** By the type of what closures of the function capture, then by name. */
  private final IdentityHashMap<GoType, Map<String, Layout>> closuresByContents =
      new IdentityHashMap<>();

  private final Map<Layout, Long> unnamed = new IdentityHashMap<>();

  /**
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  public Layouts(KnownTypes known, int word, int minor) {
    this.known = known;
    this.word = word;
    this.minor = minor;
    this.empty = basic("interface {}", Kind.INTERFACE, 2L * word);
  }

  /** The one of a number. */
  public Layout get(int number) {
    return all.get(number);
  }

  int count() {
    return all.size();
  }

  /** The layout of a type; the same one for two descriptions of it. */
  public Layout layoutOf(GoType type) {
    Layout layout = layoutByType.get(type);
    if (layout != null) {
      return layout;
    }
    GoType best = known.resolve(type);
    String key = best.kind() + " " + best.size() + " " + best.name();
    Layout same = layoutByName.get(key);
    boolean another =
        same != null
            && same.type.descriptor() != 0
            && best.descriptor() != 0
            && same.type.descriptor() != best.descriptor();
    if (same == null || another) {
      same = compile(best, Form.VALUE, null);
      layoutByName.putIfAbsent(key, same);
    }
    layoutByType.put(type, same);
    layoutByType.put(best, same);
    return same;
  }

  /** The type that a slot of a layout leads to. */
  public Layout target(Layout layout, int slot) {
    Layout target = layout.targets[slot];
    if (target == null) {
      target =
          switch (layout.references[slot]) {
            case MAP -> mapHeader(layout.operands[slot]);
            case CHANNEL -> channel(layout.operands[slot]);
            case STRING -> bytes();
            default -> layoutOf(layout.operands[slot]);
          };
      layout.targets[slot] = target;
    }
    return target;
  }

  public Layout bytes() {
    return layoutOf(uint8);
  }

  /** Of an interface with no methods. */
  Layout any() {
    return layoutOf(empty);
  }

  /**
   * The type of what the runtime allocates for a thread: with padding behind from Go 1.25 on
   * (runtime/proc.go allocm).
   */
  public String threadTypeName() {
    return minor >= 25 ? "runtime.mPadded" : "runtime.m";
  }

  /** What a map variable points at. */
  public Layout mapHeader(GoType map) {
    return hasSwissMaps() ? swissMap(map) : hashMap(map);
  }

  public boolean hasSwissMaps() {
    return known.hasSwissMaps();
  }

  private static String arguments(GoType map) {
    return "<" + name(map.key()) + "," + name(map.elem()) + ">";
  }

  private static String name(GoType type) {
    return type == null ? "?" : type.name();
  }

  private Layout hashMap(GoType map) {
    String name = "hash" + arguments(map);
    int first = word == 8 ? 16 : 12;
    // the experiment noswissmap of Go 1.24 and 1.25 has one number more before the last field
    int last = first + 3 * word + (minor >= 24 ? 8 : 0);
    return make(
        name,
        () -> {
          GoType bucket = pointer(map.groups());
          GoType extra =
              minor >= 9
                  ? pointer(mapExtra(map))
                  : basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word);
          return struct(
              name,
              last + word,
              field("count", 0, basic("int", Kind.INT, word)),
              field("flags", word, basic("uint8", Kind.UINT8, 1)),
              field("B", word + 1, basic("uint8", Kind.UINT8, 1)),
              field("noverflow", word + 2, basic("uint16", Kind.UINT16, 2)),
              field("hash0", word + 4, basic("uint32", Kind.UINT32, 4)),
              field("buckets", first, bucket),
              field("oldbuckets", first + word, bucket),
              field("nevacuate", first + 2 * word, basic("uintptr", Kind.UINTPTR, word)),
              field("extra", last, extra));
        },
        Form.HASH_MAP,
        map);
  }

  /** Where a map up to Go 1.23 notes overflow buckets that nothing else would keep alive. */
  private GoType mapExtra(GoType map) {
    GoType bucket =
        new GoType("*runtime.bmap", Kind.POINTER, word, 0, () -> Parts.of(map.groups()));
    GoType list = new GoType("[]*runtime.bmap", Kind.SLICE, 3L * word, 0, () -> Parts.of(bucket));
    compileOwn(bucket);
    compileOwn(list);
    GoType extra =
        struct(
            "runtime.mapextra",
            3 * word,
            field("overflow", 0, pointer(list)),
            field("oldoverflow", word, pointer(list)),
            field("nextOverflow", 2 * word, bucket));
    compileOwn(extra);
    return extra;
  }

  /** Keeps a type that is made here from being taken for another of the same name. */
  private void compileOwn(GoType type) {
    layoutByType.put(type, compile(type, Form.VALUE, null));
  }

  private Layout swissMap(GoType map) {
    String name = "map" + arguments(map);
    return make(
        name,
        () ->
            struct(
                name,
                word == 8 ? 48 : 32,
                field("used", 0, basic("uint64", Kind.UINT64, 8)),
                field("seed", 8, basic("uintptr", Kind.UINTPTR, word)),
                field("dirPtr", 8 + word, basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word)),
                field("dirLen", 8 + 2 * word, basic("int", Kind.INT, word)),
                field("globalDepth", 8 + 3 * word, basic("uint8", Kind.UINT8, 1)),
                field("globalShift", 9 + 3 * word, basic("uint8", Kind.UINT8, 1)),
                field("writing", 10 + 3 * word, basic("uint8", Kind.UINT8, 1)),
                field("clearSeq", word == 8 ? 40 : 24, basic("uint64", Kind.UINT64, 8))),
        Form.SWISS_MAP,
        map);
  }

  /** An entry of the directory of a large Swiss map. */
  public Layout directoryEntry(GoType map) {
    return directoryEntryByMap.computeIfAbsent(map, this::makeDirectoryEntry);
  }

  private Layout makeDirectoryEntry(GoType map) {
    String name = "*table" + arguments(map);
    return make(
        name,
        () -> new GoType(name, Kind.POINTER, word, 0, () -> Parts.of(mapTable(map).type)),
        Form.VALUE,
        null);
  }

  public Layout mapTable(GoType map) {
    return tableByMap.computeIfAbsent(map, this::makeTable);
  }

  private Layout makeTable(GoType map) {
    String name = "table" + arguments(map);
    Layout table =
        make(
            name,
            () ->
                struct(
                    name,
                    8 + 3 * word + (word == 4 ? 4 : 0),
                    field("used", 0, basic("uint16", Kind.UINT16, 2)),
                    field("capacity", 2, basic("uint16", Kind.UINT16, 2)),
                    field("growthLeft", 4, basic("uint16", Kind.UINT16, 2)),
                    field("localDepth", 6, basic("uint8", Kind.UINT8, 1)),
                    field("index", 8, basic("int", Kind.INT, word)),
                    field("groups", 8 + word, pointer(map.groups())),
                    field("lengthMask", 8 + 2 * word, basic("uint64", Kind.UINT64, 8))),
            Form.SWISS_TABLE,
            map);
    layoutByType.put(table.type, table);
    return table;
  }

  public Layout channel(GoType channel) {
    String name = "hchan<" + name(channel.elem()) + ">";
    boolean noscan = channel.elem() != null && layoutOf(channel.elem()).pointerOffsets.length == 0;
    return make(
        name,
        () -> {
          GoType waiting =
              known
                  .named("runtime.sudog")
                  .map(this::pointer)
                  .orElse(basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word));
          GoType queue =
              struct(
                  "runtime.waitq",
                  2 * word,
                  field("first", 0, waiting),
                  field("last", word, waiting));
          int type = channelElementTypeOffset();
          return struct(
              name,
              type + 8L * word + (minor >= 25 ? word : 0),
              field("qcount", 0, basic("uint", Kind.UINT, word)),
              field("dataqsiz", word, basic("uint", Kind.UINT, word)),
              field(
                  "buf",
                  2 * word,
                  noscan
                      ? basic("uintptr", Kind.UINTPTR, word)
                      : basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word)),
              field("elemsize", 3 * word, basic("uint16", Kind.UINT16, 2)),
              field("closed", word == 8 ? 28 : 16, basic("uint32", Kind.UINT32, 4)),
              field("elemtype", type, basic("uintptr", Kind.UINTPTR, word)),
              field("sendx", type + word, basic("uint", Kind.UINT, word)),
              field("recvx", type + 2 * word, basic("uint", Kind.UINT, word)),
              field("recvq", type + 3 * word, queue),
              field("sendq", type + 5 * word, queue));
        },
        Form.CHANNEL,
        channel);
  }

  /**
   * Where a channel's header has the descriptor of its elements' type (runtime/chan.go; a timer
   * before it since Go 1.23).
   */
  public int channelElementTypeOffset() {
    return (word == 8 ? 32 : 20) + (minor >= 23 ? word : 0);
  }

  /** Of a channel whose elements are of a type. */
  public Layout channelHeaderOf(GoType elem) {
    String name = "chan " + elem.name();
    return channel(
        known
            .named(name)
            .orElseGet(() -> new GoType(name, Kind.CHAN, word, 0, () -> Parts.of(elem))));
  }

  /** Of a pointer to values of a layout. */
  public Layout pointer(Layout elem) {
    String name = "*" + elem.name;
    return known
        .named(name)
        .map(this::layoutOf)
        .orElseGet(() -> make(name, () -> pointer(elem.type), Form.VALUE, null));
  }

  /** A closure that is told by its function's address when its bytes are looked at. */
  public Layout unresolvedClosure() {
    return make(
        "closure",
        () -> struct("closure", word, field("F", 0, basic("uintptr", Kind.UINTPTR, word))),
        Form.CLOSURE,
        null);
  }

  /** The closure of a function. */
  Layout closure(String function, GoType contents) {
    String name = CLOSURE_PREFIX + function;
    return closuresByContents
        .computeIfAbsent(contents, key -> new HashMap<>())
        .computeIfAbsent(
            name,
            key ->
                compile(
                    new GoType(name, Kind.STRUCT, contents.size(), 0, contents::parts),
                    Form.VALUE,
                    null));
  }

  /** A type of which only a name is known, and the size if it isn't 0. */
  public Layout opaque(String name, long size) {
    return layoutByKey.computeIfAbsent(
        "?" + name,
        key ->
            number(
                new GoType(name, Kind.INVALID, size, 0, () -> Parts.NONE), Form.VALUE, null, true));
  }

  /**
   * An {@link #opaque} type of which some words are known that lead on; {@link Layout#targets} are
   * still to be set. Must be made before it is asked for by name.
   */
  Layout opaqueWithReferences(String name, long size, Reference[] slots, long[] offsets) {
    GoType type = new GoType(name, Kind.INVALID, size, 0, () -> Parts.NONE);
    Layout layout =
        new Layout(
            all.size(),
            type,
            Form.VALUE,
            null,
            true,
            new long[0],
            slots,
            offsets,
            new GoType[slots.length]);
    all.add(layout);
    layoutByKey.put("?" + name, layout);
    return layout;
  }

  /**
   * A type of which only the descriptor's address is known.
   *
   * @param owner what its name starts with: {@code type}, or a package and {@code .?}
   */
  public Layout unnamed(String owner, long descriptor) {
    Layout layout = opaque(owner + "@0x" + Long.toHexString(descriptor), 0);
    unnamed.put(layout, descriptor);
    return layout;
  }

  /** Addresses of the descriptors of {@link #unnamed(String, long)} types. */
  public Map<Layout, Long> unnamed() {
    return unnamed;
  }

  private Layout make(String key, Supplier<GoType> type, Form form, GoType subject) {
    Layout layout = layoutByKey.get(key);
    if (layout == null) {
      layout = compile(type.get(), form, subject);
      layoutByKey.put(key, layout);
    }
    return layout;
  }

  private static GoType basic(String name, Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> Parts.NONE);
  }

  private GoType pointer(GoType elem) {
    return elem == null
        ? basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word)
        : new GoType("*" + elem.name(), Kind.POINTER, word, 0, () -> Parts.of(elem));
  }

  private static GoType struct(String name, long size, Field... fields) {
    return new GoType(name, Kind.STRUCT, size, 0, () -> Parts.struct(List.of(fields)));
  }

  private static Field field(String name, long offset, GoType type) {
    return new Field(name, offset, type, false);
  }

  private Layout number(GoType type, Form form, GoType subject, boolean opaque) {
    Layout layout =
        new Layout(
            all.size(),
            type,
            form,
            subject,
            opaque,
            new long[0],
            new Reference[0],
            new long[0],
            new GoType[0]);
    all.add(layout);
    return layout;
  }

  private Layout compile(GoType type, Form form, GoType subject) {
    ReferenceCollector slots = new ReferenceCollector(known, word, minor, empty);
    slots.add(type);
    if (form == Form.CHANNEL && type.fields().get(2).type().kind() == Kind.UINTPTR) {
      // a channel of elements without pointers is not scanned at all
      slots.noPointers();
    }
    long[] mask = known.pointerOffsets(type);
    if (mask != null) {
      slots.keepOnly(mask);
    }
    Layout layout = slots.layout(all.size(), type, form, subject);
    all.add(layout);
    return layout;
  }
}
