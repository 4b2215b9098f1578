package dev.godump.cli;

import dev.godump.analysis.MergedPaths;
import dev.godump.analysis.Retainers;
import dev.godump.heap.Heap;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.NamePattern;
import dev.godump.report.MergedPathsReport;
import dev.godump.report.ObjectText;
import dev.godump.report.RetainersReport;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import dev.godump.types.value.EntryKeys;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "retainers",
    description = {
      "Show what keeps an object alive: paths from roots, dominators and referrers.",
      "A map is one step of a path; its entries are named by their keys, which can be secrets.",
      "With --type, --shape or --site: the shortest paths to all objects of a class, merged into a tree."
    },
    footer = {
      "",
      "A REGEX matches a part of a name, or is the name as godump shows it.",
      "",
      "Examples:",
      "  godump retainers 0xc000123456 heap.dump",
      "  godump retainers --exclude bss+0x40 --exclude sync.Pool 0xc000123456 heap.dump",
      "  godump retainers --exe server main.cache heap.dump",
      "  godump retainers --shape 'noptr 4096 B' --min-percent 5 heap.dump"
    })
final class RetainersCommand extends OptionalOperandCommand {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0..1",
      arity = "0..2",
      paramLabel = "[OBJECT] DUMP",
      hideParamSyntax = true,
      description = "The heap dump, and the object, in either order. " + ObjectOperand.HELP)
  private List<String> operands = List.of();

  @ArgGroup private @Nullable ObjectClassOptions classOptions;

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      converter = NamePatternConverter.class,
      description =
          "Ignore paths from roots with this name, such as bss+0x40 or 'goroutine 18', and through objects"
              + " with this type, shape or address. Can be repeated.")
  private List<NamePattern> exclude = List.of();

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Show up to N paths, each with a different last step. Default: ${DEFAULT-VALUE}.")
  private int paths;

  @Option(
      names = "--depth",
      paramLabel = "N",
      converter = DepthConverter.class,
      description =
          "Show N levels of referrers (default: 1) or of merged paths (default: 20), at most 400.")
  private @Nullable Integer levels;

  @Option(
      names = "--min-percent",
      paramLabel = "P",
      defaultValue = "1",
      converter = PercentConverter.class,
      description =
          "Fold merged paths that keep less than P percent of the class alive. Default: ${DEFAULT-VALUE}.")
  private double minPercent;

  @Mixin private TopOption top;

  @Option(
      names = "--raw",
      description =
          "Show all steps of paths and all referrers: the parts of maps, and how the runtime's lists lead to a goroutine.")
  private boolean raw;

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  public Integer call() throws IOException {
    if (operands.isEmpty()) {
      throw usage("missing OBJECT and DUMP");
    }
    if (classOptions == null && operand().isEmpty()) {
      throw usage("missing OBJECT (or --type, --shape or --site)");
    }
    if (classOptions != null && operand().isPresent()) {
      throw usage("OBJECT can't be combined with --type, --shape or --site");
    }
    if (operand().isPresent() && !ObjectOperand.isName(operand().get())) {
      checkAddress(operand().get());
    }
    return super.call();
  }

  private void checkAddress(String text) {
    try {
      new AddressConverter().convert(text);
    } catch (TypeConversionException e) {
      throw usage(Errors.messageOf(e));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapTypes types = heap.types();
    ObjectText objects = new ObjectText(heap.graph(), types, heap.program());
    Exclusions exclusions = Exclusions.of(heap.graph(), types, exclude);
    return classOptions == null
        ? objectReport(heap, objects, exclusions)
        : classReport(heap, classOptions.objectClass(types), objects, exclusions);
  }

  private Report objectReport(Heap heap, ObjectText objects, Exclusions exclusions)
      throws IOException {
    ObjectOperand target = new ObjectOperand(heap, operand().orElseThrow());
    long address = target.address();
    target.note().ifPresent(streams()::say);
    int object = Operands.objectAt(heap.graph(), address);
    Heap holding = heap.unrecorded().heapOf(object);
    boolean wholeMaps = !raw && output().isForReading();
    Retainers retainers =
        Retainers.of(holding, exclusions, object, Math.max(0, paths), levels(1), wholeMaps);
    ObjectText named =
        holding == heap ? objects : new ObjectText(holding.graph(), heap.types(), heap.program());
    return new RetainersReport(
        holding,
        heap.unrecorded().parts(),
        named.withKeys(EntryKeys.of(heap.graph(), heap.types(), heap.program(), secrets())),
        address,
        retainers,
        top.limit(output()),
        raw);
  }

  private Report classReport(
      Heap heap, ObjectClass objectClass, ObjectText objects, Exclusions exclusions)
      throws IOException {
    MergedPaths merged =
        MergedPaths.of(heap, objectClass, exclusions, levels(20), minPercent / 100, raw);
    return new MergedPathsReport(objects, objectClass, merged, raw);
  }

  private int levels(int defaultDepth) {
    return levels == null ? defaultDepth : levels;
  }
}
