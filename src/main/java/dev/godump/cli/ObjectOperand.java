package dev.godump.cli;

import dev.godump.analysis.VariableDetails;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.heap.roots.RootLabel;
import dev.godump.heap.roots.Variables;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.NameShortener;
import dev.godump.report.value.ValueText;
import dev.godump.report.value.ValueTree;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import dev.godump.types.value.EntryKeys;
import dev.godump.types.value.KeyNames;
import dev.godump.types.value.Limits;
import dev.godump.types.value.Secrets;
import dev.godump.types.value.ValuePath;
import dev.godump.types.value.ValueReader;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An operand or option that names an object: by an address in it, or by a variable or a path from
 * one, which lead to the object that their value points at. A pointer to a variable stands for that
 * variable, in all commands.
 */
final class ObjectOperand {
  static final String HELP =
      "Name it by an address in it (hex), or with --exe by a package variable or a path from one:"
          + " main.cache, main.cache.items[3], 'main.sessions[\"key\"]'; or by a local variable:"
          + " 'goroutine 7, main.worker, req.body'.";

  /** Nothing of the values on a path is shown. */
  private static final Limits NO_VALUES = new Limits(0, 0, 0);

  /** Pointers to variables that are followed one after another; they may form a cycle. */
  private static final int MAX_POINTERS = 8;

  private final Heap heap;
  private final String text;

  ObjectOperand(Heap heap, String text) {
    this.heap = heap;
    this.text = text;
  }

  /**
   * Whether the operand is a name and not an address: that of a local variable, or one with its
   * package and a dot.
   */
  boolean isName() {
    return isName(text);
  }

  static boolean isName(String text) {
    return text.indexOf('.') > 0 || LocalOperand.isLocal(text);
  }

  /**
   * Returns the object that the operand names.
   *
   * @throws OperandException if there is none
   */
  int object() throws IOException {
    return Operands.objectAt(heap.graph(), address());
  }

  /**
   * Returns the address in the object that the operand names.
   *
   * @throws OperandException if it is malformed, or names something that the process doesn't have
   */
  long address() throws IOException {
    if (!isName()) {
      return Operands.parseAddress(text);
    }
    Global held = held(variable());
    Optional<ValuePath.TypedAddress> pointer = onlyPointer(held);
    if (pointer.isEmpty()) {
      return firstPointer(held);
    }
    long target = follow(path -> path.target(pointer.get(), held.name()));
    if (heap.graph().objects().find(target) == ObjectTable.NONE) {
      throw new OperandException(
          text
              + " points at no object (0x"
              + Long.toHexString(target)
              + ": "
              + new AddressSpace(heap.graph()).describe(target)
              + ")");
    }
    return target;
  }

  /**
   * Returns the package variable that the operand stands for if its value has pointers of its own
   * and is not one pointer, as a struct has; it can stand for all objects that these point at.
   * Empty if none of them points at an object.
   */
  Optional<Global> severalPointers() throws IOException {
    if (!isName()) {
      return Optional.empty();
    }
    Global held = held(variable());
    boolean inObject = heap.graph().objects().find(held.address()) != ObjectTable.NONE;
    return inObject || onlyPointer(held).isPresent() || roots(held).isEmpty()
        ? Optional.empty()
        : Optional.of(held);
  }

  /**
   * Says which of several pointers of a variable leads to {@link #object}; empty if there is one.
   */
  Optional<String> note() throws IOException {
    Optional<Global> variable = severalPointers();
    int pointers = variable.isEmpty() ? 0 : roots(variable.get()).size();
    if (pointers < 2) {
      return Optional.empty();
    }
    String first =
        RootLabel.of(heap.graph(), heap.types().rootNames(), roots(variable.get()).getInt(0))
            .text();
    OptionalLong retained =
        VariableDetails.of(heap, variable.get(), ObjectTable.NONE).retainedBytes();
    return Optional.of(
        text
            + " has "
            + Amounts.count(pointers, "pointer")
            + " to objects"
            + (retained.isEmpty() ? "" : " and retains " + Amounts.bytes(retained.getAsLong()))
            + "; this is the object at the first, "
            + first
            + " (godump object "
            + text
            + " lists all)");
  }

  private IntArrayList roots(Global variable) {
    return Variables.roots(heap.graph(), variable);
  }

  /**
   * Returns the only object that the value of a variable points at, or {@link ObjectTable#NONE}.
   */
  int target(Global variable) throws IOException {
    Optional<ValuePath.TypedAddress> pointer = onlyPointer(variable);
    try {
      return pointer.isEmpty()
          ? ObjectTable.NONE
          : heap.graph()
              .objects()
              .find(follow(path -> path.target(pointer.get(), variable.name())));
    } catch (OperandException nil) {
      return ObjectTable.NONE;
    }
  }

  /**
   * Returns the variable without a name that a pointer in a package variable points at, as that of
   * {@code var registry = &Registry{…}} does; named as the pointer. Empty for other values, and if
   * the pointer is nil or points at an object.
   */
  private Optional<Global> pointedVariable(Global pointer) throws IOException {
    Optional<GoType> type =
        pointer.type().filter(t -> t.kind() == GoType.Kind.POINTER).map(GoType::elem);
    if (type.isEmpty()) {
      return Optional.empty();
    }
    try {
      ValuePath.TypedAddress value =
          new ValuePath.TypedAddress(pointer.type().get(), pointer.address());
      long target = follow(path -> path.target(value, pointer.name()));
      return heap.graph().objects().find(target) == ObjectTable.NONE
          ? Optional.of(new Global(pointer.name(), target, type.get().size(), type))
          : Optional.empty();
    } catch (OperandException nil) {
      return Optional.empty();
    }
  }

  /**
   * Returns the variable whose pointers a package variable stands for: itself, or if it points at a
   * variable without a name, that one.
   */
  Global held(Global variable) throws IOException {
    Global at = variable;
    for (int followed = 0; followed < MAX_POINTERS; followed++) {
      Optional<Global> next = pointedVariable(at);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
    }
    return at;
  }

  private static Optional<ValuePath.TypedAddress> onlyPointer(Global variable) {
    return variable
        .type()
        .filter(ObjectOperand::pointsAtOneObject)
        .map(type -> new ValuePath.TypedAddress(type, variable.address()));
  }

  private static boolean pointsAtOneObject(GoType type) {
    return switch (type.kind()) {
      case POINTER, UNSAFE_POINTER, MAP, CHAN, FUNC, SLICE, STRING, INTERFACE -> true;
      default -> false;
    };
  }

  /**
   * Returns the address of a value in an object; of one in a package variable, the first pointer to
   * an object.
   */
  private long firstPointer(Global part) throws OperandException {
    HeapGraph graph = heap.graph();
    if (graph.objects().find(part.address()) != ObjectTable.NONE) {
      return part.address();
    }
    IntArrayList roots = roots(part);
    if (roots.isEmpty()) {
      throw new OperandException("variable " + text + " points at no object");
    }
    return graph.roots().value(roots.getInt(0));
  }

  /**
   * Returns the variable that the operand names, or the part of its value that the path leads to,
   * as a variable with the path as its name.
   *
   * @throws OperandException if there is none, or if the executable is not known
   */
  Global variable() throws IOException {
    Global start =
        LocalOperand.isLocal(text)
            ? follow(
                path -> new LocalOperand(heap.graph(), names(heap.types()), path).startOf(text))
            : startOfPath(heap.types(), text);
    String path = text.substring(start.name().length());
    if (path.isEmpty()) {
      return start;
    }
    GoType type =
        start
            .type()
            .orElseThrow(
                () -> new OperandException("the type of " + start.name() + " is not known"));
    ValuePath.TypedAddress part =
        follow(
            values ->
                values.follow(
                    new ValuePath.TypedAddress(type, start.address()), start.name(), path));
    return new Global(text, part.address(), part.type().size(), Optional.of(part.type()));
  }

  @FunctionalInterface
  private interface Step<T> {
    T along(ValuePath path) throws IOException;
  }

  private <T> T follow(Step<T> step) throws IOException {
    HeapTypes types = heap.types();
    ValueReader reader =
        new ValueReader(heap.graph(), types, heap.program(), NO_VALUES, Secrets.SHOWN);
    try {
      return step.along(new ValuePath(types, reader, keyNames(types)));
    } catch (ValuePath.NoSuchPathException e) {
      throw new OperandException(Errors.messageOf(e));
    }
  }

  /** Names keys as paths and values show them. */
  private KeyNames keyNames(HeapTypes types) {
    List<ValueReader> readers =
        Stream.of(EntryKeys.LIMITS, ValueOptions.DEFAULT_LIMITS)
            .map(
                limits ->
                    new ValueReader(heap.graph(), types, heap.program(), limits, Secrets.SHOWN))
            .toList();
    return (type, address) -> {
      Set<String> names = new HashSet<>();
      for (ValueReader reader : readers) {
        String key = ValueText.line(reader.readAt(type, address), type);
        String name = NameShortener.keepEnds("[" + key + "]", ValueTree.MAX_NAME_LENGTH);
        names.add(key);
        names.add(name.substring(1, name.length() - 1));
      }
      return names;
    };
  }

  private RootNames names(HeapTypes types) throws OperandException {
    return types
        .rootNames()
        .orElseThrow(
            () ->
                new OperandException(
                    "'"
                        + text
                        + "' is not an address (expected hex); names of variables need --exe"));
  }

  /**
   * Returns the package variable at the start of a path: {@code main.cache} in {@code
   * main.cache.entries[3]}.
   */
  private Global startOfPath(HeapTypes types, String path) throws OperandException {
    RootNames names = names(types);
    int bracket = path.indexOf('[');
    String fields = bracket < 0 ? path : path.substring(0, bracket);
    int inPackage = fields.lastIndexOf('/') + 1;
    int end = fields.length();
    while (end > 0 && fields.indexOf('.', inPackage) < end) {
      Optional<Global> found = names.globalNamed(fields.substring(0, end));
      if (found.isPresent()) {
        return found.get();
      }
      end = fields.lastIndexOf('.', end - 1);
    }
    throw new OperandException(
        "the program has no variable '" + path + "'; godump roots lists variables");
  }
}
