package dev.godump.cli;

import dev.godump.heap.Heap;
import dev.godump.report.ParamsReport;
import dev.godump.report.text.Report;
import picocli.CommandLine.Command;

@Command(
    name = "params",
    description = "The machine and the Go runtime that wrote the dump.",
    footer = {"", "Example: godump params heap.dump"})
final class ParamsCommand extends OneDumpCommand {
  @Override
  Report answer(Heap heap) {
    return new ParamsReport(heap.graph().process(), heap.program());
  }
}
