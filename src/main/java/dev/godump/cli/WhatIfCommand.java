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

@Command(
    name = "what-if",
    description = "Show what would be freed if objects, variables or goroutines were gone.",
    footer = {
      "",
      "--cut options can be repeated and combined: memory that several of them share is freed if all are gone.",
      "A finalizer keeps alive what its object refers to.",
      "",
      "Examples:",
      "  godump what-if --cut 0xc000123456 heap.dump",
      "  godump what-if --cut-global bss+0x40 --cut-goroutine 18 heap.dump"
    })
final class WhatIfCommand extends OneDumpCommand {
  @Mixin private CutOptions cutOptions;

  @Mixin private TopOption top;

  @Override
  public Integer call() throws IOException {
    if (cutOptions.isEmpty()) {
      throw new OperandException(
          "nothing to cut: use --cut, --cut-global, --cut-goroutine or --cut-type");
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
        graph, new RootText(graph, types.rootNames(), heap.program()), answer, top.limit(output()));
  }
}
