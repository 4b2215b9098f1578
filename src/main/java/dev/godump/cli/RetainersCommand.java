package dev.godump.cli;

import dev.godump.analysis.MergedPaths;
import dev.godump.analysis.Retainers;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.ObjectClass.By;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.NamePattern;
import dev.godump.heap.roots.Variables;
import dev.godump.report.MergedPathsReport;
import dev.godump.report.ObjectText;
import dev.godump.report.RetainersReport;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import dev.godump.types.value.EntryKeys;
import dev.godump.types.value.Limits;
import dev.godump.types.value.ValueReader;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "retainers",
    description = {
      "What keeps an object alive: paths from roots, dominators, and all that points at it.",
      "With --type, --shape or --site: the shortest paths to all objects of a class, merged into a tree."
    },
    footer = {
      "",
      "A REGEX means every name in which it has a match, and the name itself as godump shows it.",
      "",
      "Examples:",
      "  godump retainers 0xc000123456 heap.dump",
      "  godump retainers --exclude bss+0x40 --exclude sync.Pool 0xc000123456 heap.dump",
      "  godump retainers --exe server --keys main.cache heap.dump",
      "  godump retainers --shape 'noptr 4096 B' --min-percent 5 heap.dump"
    })
final class RetainersCommand extends GraphCommand {
  /** Two levels of JSON are one of a tree, and JSON parsers commonly stop at a thousand. */
  private static final int MAX_DEPTH = 400;

  /** What is shown of keys: enough to tell one from another. */
  private static final int KEY_ELEMENTS = 4;

  private static final int KEY_BYTES = 32;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0..1",
      arity = "0..2",
      paramLabel = "[ADDRESS] DUMP",
      hideParamSyntax = true,
      description =
          "Address of the object or of something inside it, in hexadecimal, or with --exe the name of a"
              + " package variable, such as main.cache, for the first object that it points at; and the heap dump.")
  private List<String> operands = List.of();

  @ArgGroup private ClassOptions classOptions;

  /** A class of objects, instead of one. */
  static final class ClassOptions {
    @Option(
        names = "--type",
        paramLabel = "REGEX",
        converter = NamePatternConverter.class,
        description = "All objects whose type is known and is called so.")
    private NamePattern type;

    @Option(
        names = "--shape",
        paramLabel = "REGEX",
        converter = NamePatternConverter.class,
        description =
            "All objects of a shape, as in 'noptr 4096 B'; godump histogram lists shapes.")
    private NamePattern shape;

    @Option(
        names = "--site",
        paramLabel = "REGEX",
        converter = NamePatternConverter.class,
        description =
            "All objects that the allocation profile sampled and a function of this name allocated.")
    private NamePattern site;

    ObjectClass objectClass() {
      if (type != null) {
        return new ObjectClass(By.TYPE, type);
      }
      return shape != null ? new ObjectClass(By.SHAPE, shape) : new ObjectClass(By.SITE, site);
    }
  }

  @Option(
      names = "--exclude",
      paramLabel = "REGEX",
      converter = NamePatternConverter.class,
      description =
          "Leave out paths that begin at a root of this name, such as bss+0x40 or 'goroutine 18', or go"
              + " through an object of this type, shape or address. Repeatable.")
  private List<NamePattern> exclude = List.of();

  @Option(
      names = "--paths",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Paths to show, each with another last step before the object. Default: ${DEFAULT-VALUE}.")
  private int paths;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description =
          "Levels of the tree of referrers (default: 1) or of merged paths (default: 20), up to 400.")
  private Integer levels;

  @Option(
      names = "--min-percent",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Of merged paths, fold those that keep less of the class. Default: ${DEFAULT-VALUE}.")
  private double minPercent;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      converter = RowLimit.Converter.class,
      description =
          "Referrers that text shows, 0 for all; JSON and CSV have all. Default: ${DEFAULT-VALUE}.")
  private RowLimit limit;

  @Option(
      names = "--keys",
      description = "Call entries of maps by their keys. They can be secrets of the process.")
  private boolean keys;

  @Override
  String dump() {
    return operands.isEmpty() ? "" : operands.get(operands.size() - 1);
  }

  @Override
  public Integer call() throws IOException {
    if (operands.isEmpty()) {
      throw usage("which object, of which dump? give an ADDRESS and a DUMP");
    }
    if (classOptions == null && operands.size() == 1) {
      throw usage("which objects? give an ADDRESS before the DUMP, or --type, --shape or --site");
    }
    if (classOptions != null && operands.size() == 2) {
      throw usage("either an ADDRESS or --type, --shape or --site, not both");
    }
    if (!(minPercent >= 0 && minPercent <= 100)) {
      throw usage("--min-percent is from 0 to 100");
    }
    if (classOptions == null) {
      requireOperand();
    }
    return super.call();
  }

  private void requireOperand() {
    try {
      if (!Operands.isName(operands.get(0))) {
        new AddressConverter().convert(operands.get(0));
      }
    } catch (TypeConversionException e) {
      throw usage(e.getMessage());
    }
  }

  /** The address that was asked for; of a variable, what its first pointer to an object holds. */
  private long address(HeapGraph graph, HeapTypes types) throws IOException {
    String operand = operands.get(0);
    if (!Operands.isName(operand)) {
      return Operands.parseAddress(operand);
    }
    IntArrayList roots = Variables.roots(graph, Operands.variableNamed(types, operand));
    if (roots.isEmpty()) {
      throw new OperandException("variable " + operand + " points at no object");
    }
    return graph.roots().value(roots.getInt(0));
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
        : classReport(heap, objects, exclusions);
  }

  private Report objectReport(Heap heap, ObjectText objects, Exclusions exclusions)
      throws IOException {
    long address = address(heap.graph(), heap.types());
    int object = Operands.objectAt(heap.graph(), address);
    Retainers retainers = Retainers.of(heap, exclusions, object, Math.max(0, paths), levels(1));
    ObjectText objectText = keys ? objects.withKeys(entryKeys(heap)) : objects;
    return new RetainersReport(
        heap.graph(), objectText, heap.tree(), address, retainers, limit.rows());
  }

  private EntryKeys entryKeys(Heap heap) throws IOException {
    Limits limits = new Limits(KEY_ELEMENTS, KEY_BYTES, 0);
    ValueReader reader =
        new ValueReader(heap.graph(), heap.types(), heap.program(), limits, secrets());
    return new EntryKeys(heap.graph(), heap.types(), reader);
  }

  private Report classReport(Heap heap, ObjectText objects, Exclusions exclusions)
      throws IOException {
    ObjectClass objectClass = classOptions.objectClass();
    MergedPaths merged =
        MergedPaths.of(heap, objectClass, exclusions, levels(20), minPercent / 100);
    return new MergedPathsReport(objects, objectClass, merged);
  }

  private int levels(int defaultDepth) {
    return levels == null ? defaultDepth : Math.max(1, Math.min(levels, MAX_DEPTH));
  }
}
