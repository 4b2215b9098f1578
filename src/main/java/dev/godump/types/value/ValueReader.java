package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.program.Program;
import dev.godump.types.value.GoValue.Field;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads values of known types. Nothing that stands in memory is trusted: lengths are held against
 * what is there, pointers are followed as deep as {@link Limits} say. Used by one thread at a time.
 */
public final class ValueReader {
  /** Structs in structs, arrays in arrays: deeper than programs nest them. */
  private static final int MAX_NESTING = 48;

  /** Types that begin with the descriptor of a type. */
  private static final Set<String> DESCRIPTORS =
      Set.of("reflect.rtype", "internal/abi.Type", "runtime._type");

  /** Values that are read for one answer, whatever leads to what. */
  private static final int MAX_VALUES = 20_000;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final Optional<Program> program;
  private final ProcessMemory memory;
  private final Limits limits;
  private final Secrets secrets;
  private final MapReader maps;
  private final ChannelReader channels;
  private final WellKnownStructs wellKnown;

  /** Where the values lie that are being read: what leads back to one of them is not followed. */
  private final LongOpenHashSet open = new LongOpenHashSet();

  private int count;

  public ValueReader(
      HeapGraph graph, HeapTypes types, Optional<Program> program, Limits limits, Secrets secrets) {
    this.graph = graph;
    this.types = types;
    this.program = program;
    this.memory = new ProcessMemory(graph, program);
    this.limits = limits;
    this.secrets = secrets;
    this.maps = new MapReader(this, types);
    this.channels = new ChannelReader(this, types, graph.process());
    this.wellKnown = new WellKnownStructs();
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
   * What an object holds: of the header of a map or channel, all of that; of several values, an
   * array.
   *
   * @return empty if the type isn't known, or not what it is made of
   */
  public Optional<GoValue> readObject(int id) throws IOException {
    long address = graph.objects().address(id);
    Optional<GoType> header = types.mapOrChannelOf(id);
    Optional<ObjectType> type = types.typeOf(id).filter(t -> t.element() != null);
    count = 0;
    if (header.isPresent()) {
      GoType whole = header.get();
      return Optional.of(
          whole.kind() == Kind.MAP
              ? maps.read(whole, address, 0, 0)
              : channels.read(whole, address, 0, 0));
    }
    if (type.isEmpty()) {
      return Optional.empty();
    }
    long start = address + types.headerSize(id);
    long length = type.get().count();
    GoType element = type.get().element();
    return Optional.of(
        length == 1
            ? readAt(element, start)
            : elements(element, start, location(start), length, length, 0, 0));
  }

  /** The value of a type at an address. */
  public GoValue readAt(GoType type, long address) throws IOException {
    count = 0;
    return read(type, new ValueLocation(memory, address), 0, 0);
  }

  /**
   * The value of a type in bytes of its own, as a variable that lies in several pieces.
   *
   * @param bytes all of them; those that aren't known are not present
   */
  public GoValue readFrom(GoType type, byte[] bytes, boolean[] present) throws IOException {
    count = 0;
    return read(type, new ValueLocation(memory, bytes, present), 0, 0);
  }

  ValueLocation location(long address) {
    return new ValueLocation(memory, address);
  }

  /**
   * Reads one value.
   *
   * @param nested how deep in structs and arrays
   * @param followed how many pointers led here
   */
  GoValue read(GoType type, ValueLocation location, int nested, int followed) throws IOException {
    if (nested > MAX_NESTING || ++count > MAX_VALUES) {
      return new GoValue.Unknown(
          nested > MAX_NESTING ? "nested too deep" : "left out: too many values");
    }
    if (type.size() > 0 && !location.isPresent(0, 1)) {
      return new GoValue.Unknown("not in the dump");
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
          scalar(type, location);
      case STRING -> string(location);
      case SLICE -> slice(type, location, nested, followed);
      case ARRAY -> array(type, location, nested, followed);
      case STRUCT -> struct(type, location, nested, followed);
      case POINTER, UNSAFE_POINTER -> pointer(type, location, nested, followed);
      case MAP -> behindWord(location, address -> maps.read(type, address, nested, followed));
      case CHAN -> behindWord(location, address -> channels.read(type, address, nested, followed));
      case FUNC -> behindWord(location, address -> function(address, nested, followed));
      case INTERFACE -> dynamic(type, location, nested, followed);
      case INVALID -> new GoValue.Unknown("type " + type.name() + " is not described");
    };
  }

  private GoValue scalar(GoType type, ValueLocation location) throws IOException {
    int size = (int) type.size();
    if (size < 1 || size > 16 || !location.isPresent(0, size)) {
      return new GoValue.Unknown("not in the dump");
    }
    return secrets.scalar(number(type, location, size), size);
  }

  private Object number(GoType type, ValueLocation location, int size) throws IOException {
    Kind kind = type.kind();
    if (kind == Kind.COMPLEX64 || kind == Kind.COMPLEX128) {
      double real = real(location, 0, size / 2);
      double imaginary = real(location, size / 2, size / 2);
      return "(" + real + (imaginary < 0 || Double.isNaN(imaginary) ? "" : "+") + imaginary + "i)";
    }
    if (kind == Kind.FLOAT32 || kind == Kind.FLOAT64) {
      return kind == Kind.FLOAT32
          ? Float.intBitsToFloat((int) location.unsigned(0, 4))
          : (Object) real(location, 0, 8);
    }
    long bits = location.unsigned(0, size);
    return switch (kind) {
      case BOOL -> bits != 0;
      case INT, INT8, INT16, INT32, INT64 -> bits << 64 - 8 * size >> 64 - 8 * size;
      default -> bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    };
  }

  private static double real(ValueLocation location, long offset, int size) throws IOException {
    long bits = location.unsigned(offset, size);
    return size == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
  }

  private GoValue string(ValueLocation location) throws IOException {
    int word = wordSize();
    if (!location.isPresent(0, 2 * word)) {
      return partly(location);
    }
    return text(location.unsigned(0, word), signed(location.unsigned(word, word)));
  }

  /** Of a value of several words what the first one says, where that is all there is. */
  private GoValue partly(ValueLocation location) throws IOException {
    return new GoValue.Unknown(
        location.isPresent(0, wordSize())
            ? "at " + hex(location.unsigned(0, wordSize())) + ", length unknown"
            : "not in the dump");
  }

  /** The string of a length at an address. */
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

  /**
   * The first bytes at an address, as many as are shown, or all of them if they are to be hashed.
   */
  private byte[] bytes(long address, long length) throws IOException {
    int requested = (int) Math.min(length, secrets.isHidden() ? Secrets.HASHED : limits.text());
    byte[] bytes = new byte[requested];
    int available = location(address).copy(0, bytes);
    return available == requested ? bytes : Arrays.copyOf(bytes, available);
  }

  private GoValue slice(GoType type, ValueLocation location, int nested, int followed)
      throws IOException {
    int word = wordSize();
    if (!location.isPresent(0, 3 * word)) {
      return partly(location);
    }
    long data = location.unsigned(0, word);
    long length = signed(location.unsigned(word, word));
    long capacity = signed(location.unsigned(2 * word, word));
    if (data == 0 && length == 0) {
      return new GoValue.Nil();
    }
    if (length < 0 || capacity < length) {
      return new GoValue.Unknown("no slice: length " + length + ", capacity " + capacity);
    }
    return elements(type.elem(), data, location(data), length, capacity, nested, followed);
  }

  private GoValue array(GoType type, ValueLocation location, int nested, int followed)
      throws IOException {
    return elements(
        type.elem(), location.address(), location, type.length(), type.length(), nested, followed);
  }

  /**
   * Values that follow each other.
   *
   * @param address of the first, or 0 where it has none
   */
  GoValue elements(
      GoType elem,
      long address,
      ValueLocation location,
      long length,
      long capacity,
      int nested,
      int followed)
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
      first.add(read(elem, location.plus(i * elem.size()), nested + 1, followed));
    }
    return new GoValue.Elements(List.copyOf(first), elem, address, length, capacity);
  }

  private GoValue struct(GoType type, ValueLocation location, int nested, int followed)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    for (GoType.Field field : type.fields()) {
      GoValue value =
          field.name().equals("_")
              ? new GoValue.Struct(List.of())
              : read(field.type(), location.plus(field.offset()), nested + 1, followed);
      fields.add(new Field(field.name(), field.offset(), field.type(), value));
    }
    List<Field> all = List.copyOf(fields);
    return secrets.isHidden()
        ? new GoValue.Struct(all)
        : wellKnown.describe(type, all, location).orElseGet(() -> new GoValue.Struct(all));
  }

  private GoValue pointer(GoType type, ValueLocation location, int nested, int followed)
      throws IOException {
    if (!location.isPresent(0, wordSize())) {
      return new GoValue.Unknown("not in the dump");
    }
    return pointerTo(type.elem(), location.unsigned(0, wordSize()), nested, followed);
  }

  GoValue pointerTo(GoType elem, long address, int nested, int followed) throws IOException {
    if (address == 0) {
      return new GoValue.Nil();
    }
    GoType type = elem != null ? elem : typeAt(address);
    if (elem != null
        && DESCRIPTORS.contains(elem.name())
        && types.typeOfDescriptor(address).isPresent()) {
      return new GoValue.Descriptor(address, types.typeOfDescriptor(address).get());
    }
    if (type == null || followed >= limits.depth() || !open.add(address)) {
      return new GoValue.Pointer(address, type, null);
    }
    try {
      return new GoValue.Pointer(
          address, type, read(type, location(address), nested + 1, followed + 1));
    } finally {
      open.remove(address);
    }
  }

  /** The type of the object that starts at an address, or null. */
  private GoType typeAt(long address) {
    int object = graph.objects().find(address);
    if (object < 0 || address != graph.objects().address(object) + types.headerSize(object)) {
      return null;
    }
    return types.typeOf(object).filter(t -> t.count() == 1).map(t -> t.element()).orElse(null);
  }

  /** What a word that isn't nil leads to. */
  @FunctionalInterface
  private interface Header {
    GoValue at(long address) throws IOException;
  }

  private GoValue behindWord(ValueLocation location, Header header) throws IOException {
    if (!location.isPresent(0, wordSize())) {
      return new GoValue.Unknown("not in the dump");
    }
    long address = location.unsigned(0, wordSize());
    return address == 0 ? new GoValue.Nil() : header.at(address);
  }

  private GoValue function(long closure, int nested, int followed) throws IOException {
    ValueLocation location = location(closure);
    if (!location.isPresent(0, wordSize()) || program.isEmpty()) {
      return new GoValue.Function(closure, null, List.of());
    }
    String name =
        program
            .get()
            .functionStartingAt(location.unsigned(0, wordSize()))
            .map(f -> f.name())
            .orElse(null);
    return new GoValue.Function(closure, name, captured(closure, location, nested, followed));
  }

  /** What a closure has behind its function's address. */
  private List<Field> captured(long closure, ValueLocation location, int nested, int followed)
      throws IOException {
    GoType type = typeAt(closure);
    if (type == null
        || type.kind() != Kind.STRUCT
        || followed >= limits.depth()
        || !open.add(closure)) {
      return List.of();
    }
    try {
      List<Field> captured = new ArrayList<>();
      for (GoType.Field field :
          type.fields().subList(Math.min(1, type.fields().size()), type.fields().size())) {
        GoValue value = read(field.type(), location.plus(field.offset()), nested + 1, followed + 1);
        captured.add(new Field(field.name(), field.offset(), field.type(), value));
      }
      return List.copyOf(captured);
    } finally {
      open.remove(closure);
    }
  }

  private GoValue dynamic(GoType declared, ValueLocation location, int nested, int followed)
      throws IOException {
    int word = wordSize();
    if (!location.isPresent(0, 2 * word)) {
      return new GoValue.Unknown("not in the dump");
    }
    long first = location.unsigned(0, word);
    long data = location.unsigned(word, word);
    if (first == 0) {
      return new GoValue.Nil();
    }
    long descriptor = types.dynamicType(first);
    GoType type = types.typeOfDescriptor(descriptor).orElse(null);
    if (type == null) {
      return new GoValue.Dynamic(null, descriptor, new GoValue.Pointer(data, null, null), null);
    }
    ValueLocation value = type.isPointerShaped() ? location.plus(word) : location(data).constant();
    GoValue held = read(type, value, nested + 1, followed);
    return new GoValue.Dynamic(
        type, descriptor, held, secrets.isHidden() ? null : message(type, held, data));
  }

  /** What errors of the standard library's own types say. */
  private String message(GoType type, GoValue held, long data) throws IOException {
    GoType struct = type.kind() == Kind.POINTER ? type.elem() : type;
    if (struct == null || !WellKnownStructs.isError(struct.name())) {
      return null;
    }
    GoValue value =
        held instanceof GoValue.Pointer ? read(struct, location(data), 1, limits.depth()) : held;
    return value instanceof GoValue.Struct s ? WellKnownStructs.message(s) : null;
  }

  private long signed(long word) {
    return wordSize() == 4 ? (int) word : word;
  }

  static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  /** Text of UTF-8, of which the end may have been cut off inside a character. */
  static String decode(byte[] bytes, boolean cut) {
    int end = bytes.length;
    if (cut) {
      for (int back = 1; back <= Math.min(3, end); back++) {
        int b = bytes[end - back] & 0xff;
        if (b >= 0xc0) {
          int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
          end -= needed > back ? back : 0;
          break;
        }
        if (b < 0x80) {
          break;
        }
      }
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }
}
