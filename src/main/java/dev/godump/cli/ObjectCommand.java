package dev.godump.cli;

import dev.godump.analysis.ObjectDetails;
import dev.godump.analysis.VariableDetails;
import dev.godump.binary.dwarf.Global;
import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "  godump object --exe server main.cache.items[3].owner heap.dump",
      "  godump object --exe server 'main.sessions[\"key\"]' heap.dump"
    })
final class ObjectCommand extends OptionalOperandCommand {
  /**
   * Limits {@code --hex}, in bytes: more than anyone reads as text, and few enough for an array.
   */
  private static final int MAX_HEX_BYTES = 1 << 26;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0..1",
      arity = "0..2",
      paramLabel = "OBJECT DUMP",
      hideParamSyntax = true,
      description = "The object and the heap dump, in either order. " + ObjectOperand.HELP)
  private List<String> operands = List.of();

  @Option(names = "--hex", description = "Also print raw bytes. They can contain secrets.")
  private boolean hex;

  @Mixin private TopOption top;

  @Mixin private ValueOptions values;

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  public Integer call() throws IOException {
    if (operand().isEmpty()) {
      String missing = operands.isEmpty() ? "missing OBJECT and DUMP" : "missing OBJECT";
      throw new ParameterException(spec.commandLine(), missing);
    }
    return super.call();
  }

  @Override
  boolean readsBytes() {
    return true;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    ObjectOperand operand = new ObjectOperand(heap, operand().orElseThrow());
    int object = operand.isName() ? ObjectTable.NONE : operand.object();
    HeapTypes types = heap.types();
    ObjectText objects = new ObjectText(graph, types, heap.program());
    ValueReader reader = new ValueReader(graph, types, heap.program(), values.limits(), secrets());
    if (operand.isName()) {
      return variableReport(heap, objects, reader, operand);
    }
    Heap holding = heap.unrecorded().heapOf(object);
    ObjectText named =
        holding == heap ? objects : new ObjectText(holding.graph(), types, heap.program());
    ObjectDetails details = ObjectDetails.of(heap, types, object);
    Optional<HexDump> bytes =
        hex ? Optional.of(new HexDump(bytesOf(graph, object), secrets())) : Optional.empty();
    return new ObjectReport(
        holding.graph(),
        named,
        heap.unrecorded().parts(),
        holding.tree(),
        operand.address(),
        details,
        bytes,
        top.limit(output()),
        heap.program(),
        valueOf(types, reader, object));
  }

  /** Reports on a variable; if it is a pointer, on the value that it points to. */
  private Report variableReport(
      Heap heap, ObjectText objects, ValueReader reader, ObjectOperand operand) throws IOException {
    Global variable = operand.variable();
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
        heap.graph(),
        objects,
        variable,
        operand.held(variable),
        VariableDetails.of(heap, operand.held(variable), operand.target(variable)),
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
