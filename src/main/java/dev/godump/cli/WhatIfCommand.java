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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "what-if",
    description = "What would become garbage if objects, globals or goroutines went away.",
    footer = {
      "",
      "What may be cut can be given more than once and together; what only several things hold together",
      "is freed if all of them go. What an object with a finalizer refers to is held by the finalizer.",
      "",
      "Examples:",
      "  godump what-if --cut 0xc000123456 heap.dump",
      "  godump what-if --cut-global bss+0x40 --cut-goroutine 18 heap.dump"
    })
final class WhatIfCommand extends OneDumpCommand {
  @Mixin private CutOptions cutOptions;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      converter = MaxRows.Converter.class,
      description =
          "Rows that text shows, 0 for all; JSON and CSV have all. Default: ${DEFAULT-VALUE}.")
  private MaxRows top;

  @Override
  public Integer call() throws IOException {
    if (cutOptions.isEmpty()) {
      throw new OperandException(
          "nothing to cut: give --cut, --cut-global, --cut-goroutine or --cut-type");
    }
    return super.call();
  }

  @Override
  Report answer(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    Operands.requireRoots(graph);
    HeapTypes types = heap.types();
    WhatIf answer = WhatIf.of(graph, types, heap.reachability(), cutOptions.cutsIn(graph, types));
    return new WhatIfReport(
        graph, new RootText(graph, types.rootNames(), heap.program()), answer, top.rows());
  }
}
