package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.program.Program;
import dev.godump.types.value.GoValue.Field;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of known types. The contents of memory are not trusted: lengths are checked against
 * the memory that is present, and pointers are followed no deeper than {@link Limits} allow. Not
 * thread-safe.
 */
public final class ValueReader {
  /** The deepest nesting of structs and arrays to read; programs don't nest them that deep. */
  private static final int MAX_NESTING = 48;

  /** Types that begin with the descriptor of a type. */
  private static final Set<String> DESCRIPTORS =
      Set.of("reflect.rtype", "internal/abi.Type", "runtime._type");

  /** The most values to read for one answer. */
  private static final int MAX_VALUES = 20_000;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final ProcessMemory memory;
  private final Limits limits;
  private final Secrets secrets;
  private final ScalarReader scalars;
  private final FunctionReader functions;
  private final InterfaceReader interfaces;
  private final MapReader maps;
  private final SyncMapReader syncMaps;
  private final ChannelReader channels;
  private final WellKnownStructs wellKnown;
  private final HandleReader handles;

  /** Addresses of values being read; pointers back to them are not followed. */
  private final LongOpenHashSet open = new LongOpenHashSet();

  private int count;

  public ValueReader(
      HeapGraph graph, HeapTypes types, Optional<Program> program, Limits limits, Secrets secrets) {
    this.graph = graph;
    this.types = types;
    this.memory = new ProcessMemory(graph, program);
    this.limits = limits;
    this.secrets = secrets;
    this.scalars = new ScalarReader(secrets);
    this.functions = new FunctionReader(this, types);
    this.interfaces = new InterfaceReader(this, types, limits, secrets);
    this.maps = new MapReader(this, types.runtime());
    this.syncMaps = new SyncMapReader(this, maps, types);
    this.channels = new ChannelReader(this, types.runtime(), graph.process());
    this.wellKnown = new WellKnownStructs();
    this.handles = new HandleReader(this, types);
  }

  Limits limits() {
    return limits;
  }

  boolean bigEndian() {
    return memory.bigEndian();
  }

  int wordSize() {
    return memory.wordSize();
  }

  /**
   * Reads the contents of an object. For the header of a map or channel that is the whole map or
   * channel; for several values, an array.
   *
   * @return empty if the type or its description is unknown
   */
  public Optional<GoValue> readObject(int id) throws IOException {
    long address = graph.objects().address(id);
    Optional<GoType> header = types.mapOrChannelOf(id);
    count = 0;
    if (header.isPresent()) {
      GoType whole = header.get();
      return Optional.of(
          whole.kind() == Kind.MAP
              ? maps.read(whole, address, Depth.TOP)
              : channels.read(whole, address, Depth.TOP));
    }
    ObjectType type = types.typeOf(id).orElse(null);
    GoType element = type == null ? null : type.element();
    if (type == null || element == null) {
      return Optional.empty();
    }
    long start = types.valueAddress(id);
    long length = type.count();
    if (element.name().equals(ByteLayouts.STRING_NAME)) {
      return Optional.of(text(start, length));
    }
    return Optional.of(
        length == 1
            ? readAt(element, start)
            : elements(element, start, location(start), length, length, Depth.TOP));
  }

  /** Reads the value of a type at an address. */
  public GoValue readAt(GoType type, long address) throws IOException {
    count = 0;
    return read(type, new ValueLocation(memory, address), Depth.TOP);
  }

  /**
   * Reads the value of a type from bytes put together, such as a variable stored in several pieces.
   *
   * @param bytes all bytes of the value
   * @param present by byte, whether it is known
   */
  public GoValue readFrom(GoType type, byte[] bytes, boolean[] present) throws IOException {
    count = 0;
    return read(type, new ValueLocation(memory, bytes, present), Depth.TOP);
  }

  /**
   * Finds the element of a map, or of a sync.Map, by its key.
   *
   * @param address of the map's header, or of the sync.Map
   */
  EntryFinder find(GoType map, long address, KeyLiteral key) throws IOException {
    return find(map, address, (type, at) -> key.matches(type, at, this, types));
  }

  /** As {@link #find(GoType, long, KeyLiteral)}, by the text that a key is shown as. */
  EntryFinder find(GoType map, long address, KeyNames names, String key) throws IOException {
    return find(
        map,
        address,
        (type, at) -> at.address() != 0 && names.of(type, at.address()).contains(key));
  }

  private EntryFinder find(GoType map, long address, EntryFinder.KeyTest test) throws IOException {
    boolean concurrent = SyncMapReader.isSyncMap(map);
    EntryFinder finder = new EntryFinder(this, concurrent ? null : map, test);
    visit(map, address, finder);
    return finder;
  }

  private void visit(GoType map, long address, EntryVisitor entries) throws IOException {
    if (SyncMapReader.isSyncMap(map)) {
      syncMaps.visit(map, location(address), entries);
    } else {
      maps.visit(map, address, entries);
    }
  }

  /**
   * Visits the address that each entry of a map points at by its element, or by its key if the
   * elements have no bytes; 0 for nil.
   *
   * @param address of the map's header
   * @return false if what an entry points at is not one value; then nothing is visited
   */
  public boolean forEachTarget(GoType map, long address, LongConsumer targets) throws IOException {
    if (!EntryTargets.hasOneTarget(map)) {
      return false;
    }
    maps.visit(map, address, new EntryTargets(wordSize(), targets));
    return true;
  }

  /**
   * Visits the address that each entry of a sync.Map points at by its element; 0 for nil.
   *
   * @param object that the sync.Map points at: the root of its trie, or the header of its map
   * @return the number of entries; empty for other objects, or if types are unknown
   */
  public OptionalLong forEachTargetOfSyncMap(int object, LongConsumer targets) throws IOException {
    EntryTargets visitor = new EntryTargets(wordSize(), targets);
    long count = syncMaps.visitBehind(object, graph.objects().address(object), visitor);
    return count == SyncMapReader.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(count);
  }

  ValueLocation location(long address) {
    return new ValueLocation(memory, address);
  }

  /**
   * Reads one value.
   *
   * @param depth of the value in the one that was requested
   */
  GoValue read(GoType type, ValueLocation location, Depth depth) throws IOException {
    if (depth.nested() > MAX_NESTING || ++count > MAX_VALUES) {
      return new GoValue.Unknown(
          depth.nested() > MAX_NESTING ? "nested too deep" : "left out: too many values");
    }
    if (type.size() > 0 && !location.isPresent(0, 1)) {
      return GoValue.Unknown.NOT_IN_DUMP;
    }
    return switch (type.kind()) {
      case BOOL,
          INT,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          UINTPTR,
          FLOAT32,
          FLOAT64,
          COMPLEX64,
          COMPLEX128 ->
          scalars.read(type, location);
      case STRING -> string(location);
      case SLICE -> slice(type, location, depth);
      case ARRAY -> array(type, location, depth);
      case STRUCT -> struct(type, location, depth);
      case POINTER, UNSAFE_POINTER -> pointer(type, location, depth);
      case MAP -> behindWord(location, address -> maps.read(type, address, depth));
      case CHAN -> behindWord(location, address -> channels.read(type, address, depth));
      case FUNC -> behindWord(location, address -> functions.read(address, depth));
      case INTERFACE -> interfaces.read(location, depth);
      case INVALID -> new GoValue.Unknown("type " + type.name() + " is not described");
    };
  }

  private GoValue string(ValueLocation location) throws IOException {
    int word = wordSize();
    if (!location.isPresent(0, 2 * word)) {
      return partly(location);
    }
    return text(location.unsigned(0, word), signed(location.unsigned(word, word)));
  }

  /** Describes a value of several words by the first one, if only that is present. */
  private GoValue partly(ValueLocation location) throws IOException {
    return new GoValue.Unknown(
        location.isPresent(0, wordSize())
            ? "at " + hex(location.unsigned(0, wordSize())) + ", length unknown"
            : GoValue.Unknown.NOT_IN_DUMP.reason());
  }

  /** Reads the string of a length at an address. */
  GoValue text(long data, long length) throws IOException {
    if (length == 0) {
      return new GoValue.Text("", 0, true);
    }
    if (length < 0 || data == 0) {
      return new GoValue.Unknown("no string: address " + hex(data) + ", length " + length);
    }
    byte[] bytes = bytes(data, length);
    if (bytes.length == 0) {
      return new GoValue.Unknown(length + " bytes at " + hex(data) + " that are not in the dump");
    }
    return secrets.text(bytes, length);
  }

  /** Reads the bytes at an address that are shown or hashed. */
  private byte[] bytes(long address, long length) throws IOException {
    int requested = (int) Math.min(length, secrets.isHidden() ? Secrets.HASHED : limits.text());
    byte[] bytes = new byte[requested];
    int available = location(address).copy(0, bytes);
    return available == requested ? bytes : Arrays.copyOf(bytes, available);
  }

  private GoValue slice(GoType type, ValueLocation location, Depth depth) throws IOException {
    int word = wordSize();
    if (!location.isPresent(0, 3 * word)) {
      return partly(location);
    }
    long data = location.unsigned(0, word);
    long length = signed(location.unsigned(word, word));
    long capacity = signed(location.unsigned(2L * word, word));
    if (data == 0 && length == 0) {
      return new GoValue.Nil();
    }
    if (length < 0 || capacity < length) {
      return new GoValue.Unknown("no slice: length " + length + ", capacity " + capacity);
    }
    return elements(type.elem(), data, location(data), length, capacity, depth);
  }

  private GoValue array(GoType type, ValueLocation location, Depth depth) throws IOException {
    return elements(type.elem(), location.address(), location, type.length(), type.length(), depth);
  }

  /**
   * Reads consecutive values.
   *
   * @param address of the first, or 0 if it has none
   */
  GoValue elements(
      @Nullable GoType elem,
      long address,
      ValueLocation location,
      long length,
      long capacity,
      Depth depth)
      throws IOException {
    if (elem == null) {
      return new GoValue.Unknown("elements of unknown type");
    }
    if (elem.kind() == Kind.UINT8 && length > 0) {
      int requested = (int) Math.min(length, secrets.isHidden() ? Secrets.HASHED : limits.text());
      byte[] first = new byte[requested];
      int available = location.copy(0, first);
      return secrets.bytes(Arrays.copyOf(first, available), address, length, capacity);
    }
    List<GoValue> first = new ArrayList<>();
    for (long i = 0; i < Math.min(length, limits.elements()); i++) {
      first.add(read(elem, location.plus(i * elem.size()), depth.inside()));
    }
    return new GoValue.Elements(List.copyOf(first), elem, address, length, capacity);
  }

  private GoValue struct(GoType type, ValueLocation location, Depth depth) throws IOException {
    Optional<GoValue> map = syncMaps.read(type, location, depth);
    if (map.isPresent()) {
      return map.get();
    }
    List<Field> fields = new ArrayList<>();
    for (GoType.Field field : type.fields()) {
      GoValue value =
          field.name().equals("_")
              ? new GoValue.Struct(List.of())
              : read(field.type(), location.plus(field.offset()), depth.inside());
      fields.add(new Field(field.name(), field.offset(), field.type(), value));
    }
    List<Field> all = List.copyOf(fields);
    if (secrets.isHidden()) {
      return new GoValue.Struct(all);
    }
    Optional<GoValue> meaning = handles.read(type, all, location, depth);
    return (meaning.isPresent() ? meaning : wellKnown.describe(type, all, location))
        .orElseGet(() -> new GoValue.Struct(all));
  }

  private GoValue pointer(GoType type, ValueLocation location, Depth depth) throws IOException {
    if (!location.isPresent(0, wordSize())) {
      return GoValue.Unknown.NOT_IN_DUMP;
    }
    return pointerTo(type.elem(), location.unsigned(0, wordSize()), depth);
  }

  GoValue pointerTo(@Nullable GoType elem, long address, Depth depth) throws IOException {
    if (address == 0) {
      return new GoValue.Nil();
    }
    GoType type = elem != null ? elem : typeAt(address);
    if (elem != null
        && DESCRIPTORS.contains(elem.name())
        && types.typeOfDescriptor(address).isPresent()) {
      return new GoValue.Descriptor(address, types.typeOfDescriptor(address).get());
    }
    if (type == null || !enter(address, depth)) {
      return new GoValue.Pointer(address, type, null);
    }
    try {
      return new GoValue.Pointer(
          address, type, read(type, location(address), depth.behindPointer()));
    } finally {
      leave(address);
    }
  }

  /**
   * Starts to read the value behind a pointer, unless it is too deep or already being read; then
   * returns false.
   */
  boolean enter(long address, Depth depth) {
    return depth.followed() < limits.depth() && open.add(address);
  }

  /** Ends what {@link #enter} started. */
  void leave(long address) {
    open.remove(address);
  }

  /** The type of the object that starts at an address, or null. */
  @Nullable GoType typeAt(long address) {
    int object = graph.objects().find(address);
    if (object == ObjectTable.NONE || address != types.valueAddress(object)) {
      return null;
    }
    return types.typeOf(object).filter(t -> t.count() == 1).map(t -> t.element()).orElse(null);
  }

  /** Reads the value behind a word that isn't nil. */
  @FunctionalInterface
  private interface Header {
    GoValue at(long address) throws IOException;
  }

  private GoValue behindWord(ValueLocation location, Header header) throws IOException {
    if (!location.isPresent(0, wordSize())) {
      return GoValue.Unknown.NOT_IN_DUMP;
    }
    long address = location.unsigned(0, wordSize());
    return address == 0 ? new GoValue.Nil() : header.at(address);
  }

  private long signed(long word) {
    return wordSize() == 4 ? (int) word : word;
  }

  static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
