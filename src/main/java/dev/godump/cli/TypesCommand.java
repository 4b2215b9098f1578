package dev.godump.cli;

import dev.godump.analysis.Heap;
import dev.godump.analysis.Reachability;
import dev.godump.analysis.TypeUse;
import dev.godump.binary.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.report.Listings;
import dev.godump.report.Report;
import dev.godump.report.TypeReport;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "types",
    description = {
      "The types that the dump has records of: dynamic types of interface tables.",
      "With the executable that wrote it, the types of objects; of one by its name, how its values are laid",
      "out and how many there are."
    },
    footer = {
      "",
      "Examples:",
      "  godump types heap.dump",
      "  godump types --exe server main.Session heap.dump"
    })
final class TypesCommand extends GraphCommand {
  @Parameters(
      arity = "1..2",
      paramLabel = "[NAME] DUMP",
      hideParamSyntax = true,
      description = "The heap dump, and before it the whole name of a type, such as net/http.Request.")
  private List<String> operands;

  @Override
  String dump() {
    return operands.get(operands.size() - 1);
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (operands.size() == 1 && heap.program().isEmpty()) {
      return Listings.types(graph.process());
    }
    HeapTypes types = heap.types();
    List<TypeUse> uses = TypeUse.of(graph, types);
    return operands.size() == 1 ? Listings.types(uses) : one(heap, uses, operands.get(0));
  }

  private static Report one(Heap heap, List<TypeUse> uses, String name) throws IOException {
    Optional<TypeUse> used = uses.stream().filter(use -> use.name().equals(name)).findFirst();
    Optional<GoType> described = heap.types().named(name);
    TypeUse use =
        used.or(() -> described.map(type -> new TypeUse(name, type, 0, 0, 0)))
            .orElseThrow(() -> new OperandException("no type '" + name + "' is known; godump histogram lists those of objects"));
    boolean retains = use.objects() > 0 && Reachability.known(heap.graph());
    return new TypeReport(
        use, retains ? OptionalLong.of(TypeUse.retained(heap.tree(), heap.types(), name)) : OptionalLong.empty());
  }
}
