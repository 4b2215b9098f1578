package dev.godump.cli;

import dev.godump.analysis.WhatIf;
import dev.godump.cli.Errors.OperandException;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.report.RootText;
import dev.godump.report.WhatIfReport;
import dev.godump.report.text.Report;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "what-if",
    description = "Show what would be freed if objects, variables or goroutines were gone.",
    footer = {
      "",
      "--cut options can be repeated and combined: memory that several of them share is freed if all are gone.",
      "A finalizer keeps alive what its object refers to.",
      "",
      "Examples:",
      "  godump what-if 0xc000123456 heap.dump",
      "  godump what-if --cut-global bss+0x40 --cut-goroutine 18 heap.dump"
    })
final class WhatIfCommand extends OptionalOperandCommand {
  @Parameters(
      index = "0..1",
      arity = "1..2",
      paramLabel = "[OBJECT] DUMP",
      hideParamSyntax = true,
      description = "The heap dump, and an object to cut, as with --cut, in either order.")
  private List<String> operands;

  @Mixin private CutOptions cutOptions;

  @Mixin private TopOption top;

  @Override
  List<String> operands() {
    return operands;
  }

  @Override
  public Integer call() throws IOException {
    if (cutOptions.isEmpty() && operand().isEmpty()) {
      throw new OperandException(
          "nothing to cut: name an object, or use --cut, --cut-global, --cut-goroutine or --cut-type");
    }
    return super.call();
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Operands.requireRoots(graph);
    HeapTypes types = heap.types();
    WhatIf answer = WhatIf.of(heap, cutOptions.cutsIn(heap, operand()));
    return new WhatIfReport(
        graph, new RootText(graph, types.rootNames(), heap.program()), answer, top.limit(output()));
  }
}
