package dev.godump.cli;

import dev.godump.binary.type.GoType;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RecordSummary;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.TypeUse;
import dev.godump.report.Listings;
import dev.godump.report.TypeReport;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.ShortName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "types",
    description = {
      "List the types of objects, or show the layout of one type.",
      "Without --exe, the dump has only the types in interface tables."
    },
    footer = {
      "",
      "Examples:",
      "  godump types heap.dump",
      "  godump types --exe server main.Session heap.dump"
    })
final class TypesCommand extends OptionalOperandCommand {
  /** How many types an ambiguous name lists. */
  private static final int MAX_LISTED = 10;

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\d_]*");

  @Parameters(
      index = "0..1",
      arity = "1..2",
      paramLabel = "[NAME] DUMP",
      hideParamSyntax = true,
      description = "The heap dump, after a type such as http.Request, if any.")
  private List<String> operands;

  @Mixin private TopOption top;

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    if (operand().isEmpty() && heap.program().isEmpty()) {
      return Listings.types(RecordSummary.of(graph)).limit(top.limit(output()));
    }
    HeapTypes types = heap.types();
    List<TypeUse> uses = TypeUse.of(graph, types);
    return operand().isPresent()
        ? typeReport(heap, uses, operand().get())
        : Listings.types(uses).limit(top.limit(output()));
  }

  @Override
  Optional<RecordAnswer> recordAnswer() {
    return operand().isPresent() || hasExecutable()
        ? Optional.empty()
        : Optional.of(records -> Listings.types(records).limit(top.limit(output())));
  }

  /**
   * Returns the full name of a type; the name may lack the path of the package, or the package.
   *
   * @throws OperandException if several types match
   */
  private static String fullName(Heap heap, List<TypeUse> uses, String name) throws IOException {
    if (uses.stream().anyMatch(use -> use.name().equals(name))
        || heap.types().typeNamed(name).isPresent()) {
      return name;
    }
    List<String> known =
        Stream.concat(
                uses.stream().map(TypeUse::name), heap.types().describedTypes().map(GoType::name))
            .distinct()
            .sorted()
            .toList();
    List<String> candidates =
        known.stream().filter(each -> ShortName.of(each).equals(name)).toList();
    if (candidates.isEmpty() && NAME.matcher(name).matches()) {
      candidates = known.stream().filter(each -> isQualified(ShortName.of(each), name)).toList();
    }
    if (candidates.size() > 1) {
      String more = candidates.size() > MAX_LISTED ? ", …" : "";
      String some = candidates.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
      throw new OperandException(
          "'" + name + "' can be " + candidates.size() + " types: " + some + more);
    }
    return candidates.isEmpty() ? name : candidates.get(0);
  }

  /** Returns whether a type's name is the name with a package before it. */
  private static boolean isQualified(String type, String name) {
    int end = type.length() - name.length() - 1;
    return end > 0
        && type.charAt(end) == '.'
        && type.endsWith(name)
        && NAME.matcher(type).region(0, end).matches();
  }

  private static Report typeReport(Heap heap, List<TypeUse> uses, String name) throws IOException {
    String fullName = fullName(heap, uses, name);
    HeapTypes types = heap.types();
    Optional<TypeUse> used = uses.stream().filter(use -> use.name().equals(fullName)).findFirst();
    Optional<GoType> described = types.typeNamed(fullName);
    TypeUse use =
        used.or(() -> described.map(type -> new TypeUse(fullName, type, 0, 0, 0)))
            .orElseThrow(
                () ->
                    new OperandException(
                        "no type '" + name + "' is known; " + TypeSelection.hint(types, name)));
    boolean retains = use.objects() > 0 && Reachability.isKnown(heap.graph());
    return new TypeReport(
        use,
        retains
            ? OptionalLong.of(TypeUse.retained(heap.tree(), types, fullName))
            : OptionalLong.empty());
  }

  /** Without the executable, the answer is the dump's records. */
  @Override
  boolean namesTypes() {
    return false;
  }
}
