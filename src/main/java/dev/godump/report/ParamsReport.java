package dev.godump.report;

import dev.godump.graph.ProcessState;
import java.util.Map;

/** {@code godump params}: the machine and the runtime. */
public final class ParamsReport implements Report {
  private final ProcessState process;

  public ParamsReport(ProcessState process) {
    this.process = process;
  }

  @Override
  public void text(TextWriter out) {
    var params = process.params();
    out.line("  Go version    " + (params.version().isEmpty() ? "not in the dump (Go 1.16 or before)" : params.version()));
    out.line("  may be        " + process.versionRange());
    out.line("  architecture  " + params.arch());
    out.line("  pointers      " + params.pointerSize() + " bytes, " + (params.bigEndian() ? "big" : "little") + "-endian");
    out.line("  CPUs          " + Amounts.count(params.cpus()));
    out.line("  heap          " + Amounts.address(params.heapStart()) + " to " + Amounts.address(params.heapEnd()) + " (may have holes)");
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("params", SummaryReport.params(process));
  }
}
