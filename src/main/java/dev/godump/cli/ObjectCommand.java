package dev.godump.cli;

import dev.godump.analysis.ObjectDetails;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.Variables;
import dev.godump.report.ObjectReport;
import dev.godump.report.ObjectText;
import dev.godump.report.VariableReport;
import dev.godump.report.text.HexDump;
import dev.godump.report.text.Report;
import dev.godump.report.value.ObjectValue;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.GoValue;
import dev.godump.types.value.ValuePath;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "object",
    description = {
      "Show everything about one object.",
      "With --exe, this includes its fields and their values, which can be secrets."
    },
    footer = {
      "",
      "Examples:",
      "  godump object --hex 0xc000123456 heap.dump",
      "  godump object --exe server --expand 2 0xc000123456 heap.dump",
      "  godump object --exe server main.cache heap.dump",
      "  godump object --exe server main.cache.items[3].owner heap.dump"
    })
final class ObjectCommand extends GraphCommand {
  /**
   * Limits {@code --hex}, in bytes: more than anyone reads as text, and few enough for an array.
   */
  private static final int MAX_HEX_BYTES = 1 << 26;

  @Parameters(
      index = "0",
      paramLabel = "ADDRESS",
      description =
          "The address of the object or one inside it (hex), or with --exe a package variable or a path from"
              + " one: main.cache, main.cache.items[3].")
  private String operand;

  @Parameters(index = "1", paramLabel = "DUMP", description = "The heap dump.")
  private String dump;

  @Option(names = "--hex", description = "Also print raw bytes. They can contain secrets.")
  private boolean hex;

  @Mixin private TopOption top;

  @Mixin private ValueOptions values;

  @Override
  String dump() {
    return dump;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    boolean named = Operands.isName(operand);
    int object =
        named ? ObjectTable.NONE : Operands.objectAt(graph, Operands.parseAddress(operand));
    HeapTypes types = heap.types();
    ObjectText objects = new ObjectText(graph, types, heap.program());
    ValueReader reader = new ValueReader(graph, types, heap.program(), values.limits(), secrets());
    if (named) {
      return variableReport(graph, objects, reader, namedVariable(types, reader));
    }
    DominatorTree tree = heap.tree();
    Reachability reachability = heap.reachability();
    ObjectDetails details = ObjectDetails.of(heap, types, object);
    Optional<HexDump> bytes =
        hex ? Optional.of(new HexDump(bytesOf(graph, object), secrets())) : Optional.empty();
    return new ObjectReport(
        graph,
        objects,
        reachability,
        tree,
        Operands.parseAddress(operand),
        details,
        bytes,
        top.limit(output()),
        heap.program(),
        valueOf(types, reader, object));
  }

  /**
   * Returns the variable that the operand names, or the part of its value that a path leads to, as
   * a variable with the path as its name.
   */
  private Global namedVariable(HeapTypes types, ValueReader reader) throws IOException {
    Global start = Operands.variableAtStartOf(types, operand);
    String path = operand.substring(start.name().length());
    if (path.isEmpty()) {
      return start;
    }
    GoType type =
        start
            .type()
            .orElseThrow(
                () -> new OperandException("the type of " + start.name() + " is not known"));
    try {
      ValuePath.TypedAddress part =
          new ValuePath(types, reader)
              .follow(new ValuePath.TypedAddress(type, start.address()), start.name(), path);
      return new Global(operand, part.address(), part.type().size(), Optional.of(part.type()));
    } catch (ValuePath.NoSuchPathException e) {
      throw new OperandException(Errors.messageOf(e));
    }
  }

  /** Reports on a variable; if it is a pointer, on the value that it points to. */
  private Report variableReport(
      HeapGraph graph, ObjectText objects, ValueReader reader, Global variable) throws IOException {
    GoType type = variable.type().orElse(null);
    GoValue value = type == null ? null : reader.readAt(type, variable.address());
    Optional<ValuePath.TypedAddress> target = Optional.empty();
    ObjectValue shown = new ObjectValue(value, type, 0);
    if (value instanceof GoValue.Pointer pointer) {
      GoType pointed = pointer.type();
      if (pointed != null) {
        target = Optional.of(new ValuePath.TypedAddress(pointed, pointer.address()));
        shown = new ObjectValue(reader.readAt(pointed, pointer.address()), pointed, 0);
      }
    }
    return new VariableReport(
        graph,
        objects,
        variable,
        Variables.roots(graph, variable),
        target,
        shown,
        top.limit(output()));
  }

  private static ObjectValue valueOf(HeapTypes types, ValueReader reader, int object)
      throws IOException {
    Optional<GoValue> value = reader.readObject(object);
    return value.isEmpty()
        ? ObjectValue.NONE
        : new ObjectValue(
            value.get(),
            types
                .mapOrChannelOf(object)
                .or(() -> types.typeOf(object).flatMap(ObjectCommand::wholeType))
                .orElse(null),
            types.headerSize(object));
  }

  /**
   * The type of an object as a whole: an array type if it has several values. Empty if the type of
   * the values is not described.
   */
  private static Optional<GoType> wholeType(ObjectType type) {
    GoType element = type.element();
    if (element == null || type.count() == 1) {
      return Optional.ofNullable(element);
    }
    GoType.Parts parts = new GoType.Parts(element, null, type.count(), List.of(), null, 0);
    return Optional.of(
        new GoType(type.name(), GoType.Kind.ARRAY, type.count() * element.size(), 0, () -> parts));
  }

  private static byte[] bytesOf(HeapGraph graph, int object) throws IOException {
    if (graph.objects().size(object) > MAX_HEX_BYTES) {
      throw new OperandException(
          "--hex shows objects of up to 64 MiB; this one has "
              + graph.objects().size(object)
              + " bytes");
    }
    return graph.bytes(object);
  }
}
