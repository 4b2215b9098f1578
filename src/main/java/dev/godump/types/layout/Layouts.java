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
import org.jspecify.annotations.Nullable;

/**
 * Compiles types to {@link Layout}s with consecutive ids, one per type, and makes those of the
 * runtime's maps, channels and closures, which no descriptor describes. Not thread-safe.
 */
public final class Layouts {
  /** Start of the type names of closures. */
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

  /** Layouts of the tables of large Swiss maps. */
  private final IdentityHashMap<GoType, Layout> tableByMap = new IdentityHashMap<>();

  /** Layouts of the directory entries of large Swiss maps. */
  private final IdentityHashMap<GoType, Layout> directoryEntryByMap = new IdentityHashMap<>();

  /** Layouts of closures by the struct type of the captured variables, then by name. */
  private final IdentityHashMap<GoType, Map<String, Layout>> closuresByContents =
      new IdentityHashMap<>();

  private final IdentityHashMap<Layout, Long> descriptorByUnnamed = new IdentityHashMap<>();

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

  /** The layout with an id. */
  public Layout get(int id) {
    return all.get(id);
  }

  int count() {
    return all.size();
  }

  /** The layout of a type; several descriptions of one type share a layout. */
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

  /** The layout of the values that a reference points at. */
  public Layout target(Layout layout, int reference) {
    Layout target = layout.targets[reference];
    if (target == null) {
      target =
          switch (layout.references[reference]) {
            case MAP -> mapHeader(layout.operands[reference]);
            case CHANNEL -> channel(layout.operands[reference]);
            case STRING -> bytes();
            default -> layoutOf(layout.operands[reference]);
          };
      layout.targets[reference] = target;
    }
    return target;
  }

  public Layout bytes() {
    return layoutOf(uint8);
  }

  /** The layout of interfaces without methods. */
  Layout any() {
    return layoutOf(empty);
  }

  /**
   * The type that the runtime allocates for a thread: runtime.m, padded from Go 1.25 on
   * (runtime/proc.go allocm).
   */
  public String threadTypeName() {
    return minor >= 25 ? "runtime.mPadded" : "runtime.m";
  }

  /** The layout of the header that variables of a map type point at. */
  public Layout mapHeader(GoType map) {
    return hasSwissMaps() ? swissMap(map) : hashMap(map);
  }

  public boolean hasSwissMaps() {
    return known.hasSwissMaps();
  }

  private static String arguments(GoType map) {
    return "<" + name(map.key()) + "," + name(map.elem()) + ">";
  }

  private static String name(@Nullable GoType type) {
    return type == null ? "?" : type.name();
  }

  private Layout hashMap(GoType map) {
    String name = "hash" + arguments(map);
    HashMapOffsets at = HashMapOffsets.of(word, minor);
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
              at.size(),
              field("count", HashMapOffsets.COUNT, basic("int", Kind.INT, word)),
              field("flags", at.flags(), basic("uint8", Kind.UINT8, 1)),
              field("B", at.logBuckets(), basic("uint8", Kind.UINT8, 1)),
              field("noverflow", at.noverflow(), basic("uint16", Kind.UINT16, 2)),
              field("hash0", at.hash0(), basic("uint32", Kind.UINT32, 4)),
              field("buckets", at.buckets(), bucket),
              field("oldbuckets", at.oldbuckets(), bucket),
              field("nevacuate", at.nevacuate(), basic("uintptr", Kind.UINTPTR, word)),
              field("extra", at.extra(), extra));
        },
        Form.HASH_MAP,
        map);
  }

  /**
   * The lists of overflow buckets that a map up to Go 1.23 keeps alive if the collector doesn't
   * scan its buckets (runtime/map.go mapextra).
   */
  private GoType mapExtra(GoType map) {
    GoType bucket =
        new GoType("*runtime.bmap", Kind.POINTER, word, 0, () -> Parts.of(map.groups()));
    GoType list = new GoType("[]*runtime.bmap", Kind.SLICE, 3L * word, 0, () -> Parts.of(bucket));
    compileOwn(bucket);
    compileOwn(list);
    MapExtraOffsets at = MapExtraOffsets.of(word);
    GoType extra =
        struct(
            "runtime.mapextra",
            at.size(),
            field("overflow", MapExtraOffsets.OVERFLOW, pointer(list)),
            field("oldoverflow", at.oldoverflow(), pointer(list)),
            field("nextOverflow", at.nextOverflow(), bucket));
    compileOwn(extra);
    return extra;
  }

  /** Compiles a type that is made here, and keeps it apart from others of the same name. */
  private void compileOwn(GoType type) {
    layoutByType.put(type, compile(type, Form.VALUE, null));
  }

  private Layout swissMap(GoType map) {
    String name = "map" + arguments(map);
    SwissMapOffsets at = SwissMapOffsets.of(word);
    return make(
        name,
        () ->
            struct(
                name,
                at.size(),
                field("used", SwissMapOffsets.USED, basic("uint64", Kind.UINT64, 8)),
                field("seed", at.seed(), basic("uintptr", Kind.UINTPTR, word)),
                field("dirPtr", at.dirPtr(), basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word)),
                field("dirLen", at.dirLen(), basic("int", Kind.INT, word)),
                field("globalDepth", at.globalDepth(), basic("uint8", Kind.UINT8, 1)),
                field("globalShift", at.globalShift(), basic("uint8", Kind.UINT8, 1)),
                field("writing", at.writing(), basic("uint8", Kind.UINT8, 1)),
                field("clearSeq", at.clearSeq(), basic("uint64", Kind.UINT64, 8))),
        Form.SWISS_MAP,
        map);
  }

  /** The layout of the entries of a large Swiss map's directory. */
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

  /** The layout of the tables of a large Swiss map. */
  public Layout mapTable(GoType map) {
    return tableByMap.computeIfAbsent(map, this::makeTable);
  }

  private Layout makeTable(GoType map) {
    String name = "table" + arguments(map);
    SwissTableOffsets at = SwissTableOffsets.of(word);
    Layout table =
        make(
            name,
            () ->
                struct(
                    name,
                    at.size(),
                    field("used", SwissTableOffsets.USED, basic("uint16", Kind.UINT16, 2)),
                    field("capacity", at.capacity(), basic("uint16", Kind.UINT16, 2)),
                    field("growthLeft", at.growthLeft(), basic("uint16", Kind.UINT16, 2)),
                    field("localDepth", at.localDepth(), basic("uint8", Kind.UINT8, 1)),
                    field("index", at.index(), basic("int", Kind.INT, word)),
                    field("groups", at.groups(), pointer(map.groups())),
                    field("lengthMask", at.lengthMask(), basic("uint64", Kind.UINT64, 8))),
            Form.SWISS_TABLE,
            map);
    layoutByType.put(table.type, table);
    return table;
  }

  /** The layout of the header that variables of a channel type point at. */
  public Layout channel(GoType channel) {
    String name = "hchan<" + name(channel.elem()) + ">";
    ChannelOffsets at = ChannelOffsets.of(word, minor);
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
                  2L * word,
                  field("first", 0, waiting),
                  field("last", word, waiting));
          return struct(
              name,
              at.size(),
              field("qcount", ChannelOffsets.QCOUNT, basic("uint", Kind.UINT, word)),
              field("dataqsiz", at.dataqsiz(), basic("uint", Kind.UINT, word)),
              field(
                  "buf",
                  at.buf(),
                  noscan
                      ? basic("uintptr", Kind.UINTPTR, word)
                      : basic("unsafe.Pointer", Kind.UNSAFE_POINTER, word)),
              field("elemsize", at.elemsize(), basic("uint16", Kind.UINT16, 2)),
              field("closed", at.closed(), basic("uint32", Kind.UINT32, 4)),
              field("elemtype", at.elemtype(), basic("uintptr", Kind.UINTPTR, word)),
              field("sendx", at.sendx(), basic("uint", Kind.UINT, word)),
              field("recvx", at.recvx(), basic("uint", Kind.UINT, word)),
              field("recvq", at.recvq(), queue),
              field("sendq", at.sendq(), queue));
        },
        Form.CHANNEL,
        channel);
  }

  /** The layout of the headers of channels with an element type. */
  public Layout channelHeaderOf(GoType elem) {
    String name = "chan " + elem.name();
    return channel(
        known
            .named(name)
            .orElseGet(() -> new GoType(name, Kind.CHAN, word, 0, () -> Parts.of(elem))));
  }

  /** The layout of pointers to values of a layout. */
  public Layout pointer(Layout elem) {
    String name = "*" + elem.name;
    return known
        .named(name)
        .map(this::layoutOf)
        .orElseGet(() -> make(name, () -> pointer(elem.type), Form.VALUE, null));
  }

  /** The layout of closures until their function's address is read from the object. */
  public Layout unresolvedClosure() {
    return make(
        "closure",
        () -> struct("closure", word, field("F", 0, basic("uintptr", Kind.UINTPTR, word))),
        Form.CLOSURE,
        null);
  }

  /** The layout of the closures of a function. */
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

  /**
   * The layout of a type that has only a name.
   *
   * @param size bytes of a value; 0 if unknown
   */
  public Layout opaque(String name, long size) {
    Layout layout = layoutByKey.get("?" + name);
    return layout == null
        ? opaqueWithReferences(name, size, new Reference[0], new long[0])
        : layout;
  }

  /**
   * Makes an {@link #opaque} layout with some known references. The caller sets {@link
   * Layout#targets}. Must be called before {@link #opaque} with the same name.
   */
  Layout opaqueWithReferences(String name, long size, Reference[] references, long[] offsets) {
    GoType type = new GoType(name, Kind.INVALID, size, 0, () -> Parts.NONE);
    Layout layout =
        new Layout(
            all.size(),
            type,
            Form.VALUE,
            null,
            true,
            new long[0],
            references,
            offsets,
            new GoType[references.length]);
    all.add(layout);
    layoutByKey.put("?" + name, layout);
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

  private Layout make(String key, Supplier<GoType> type, Form form, @Nullable GoType mapOrChannel) {
    Layout layout = layoutByKey.get(key);
    if (layout == null) {
      layout = compile(type.get(), form, mapOrChannel);
      layoutByKey.put(key, layout);
    }
    return layout;
  }

  private static GoType basic(String name, Kind kind, long size) {
    return new GoType(name, kind, size, 0, () -> Parts.NONE);
  }

  private GoType pointer(@Nullable GoType elem) {
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

  private Layout compile(GoType type, Form form, @Nullable GoType mapOrChannel) {
    ReferenceCollector collector = new ReferenceCollector(known, word, minor, empty);
    collector.add(type);
    if (form == Form.CHANNEL && type.fields().get(2).type().kind() == Kind.UINTPTR) {
      // the garbage collector doesn't scan channels of elements without pointers
      collector.clearPointers();
    }
    long[] pointerOffsets = known.pointerOffsets(type);
    if (pointerOffsets != null) {
      collector.setPointers(pointerOffsets);
    }
    Layout layout = collector.layout(all.size(), type, form, mapOrChannel);
    all.add(layout);
    return layout;
  }
}
