package dev.godump.report;

import dev.godump.binary.runtime.BuildRecord;
import dev.godump.graph.ProcessState;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.Program;
import java.util.Map;
import java.util.Optional;

/** {@code godump params}: the machine and the runtime. */
public final class ParamsReport implements Report {
  private final ProcessState process;
  private final Optional<Program> program;

  /**
   * @param program that wrote the dump, if it is known
   */
  public ParamsReport(ProcessState process, Optional<Program> program) {
    this.process = process;
    this.program = program;
  }

  @Override
  public void text(TextWriter out) {
    var params = process.params();
    out.line(
        "  Go version    "
            + (params.version().isEmpty()
                ? "not in the dump (Go 1.16 or before)"
                : params.version()));
    out.line("  may be        " + process.versionRange());
    out.line("  architecture  " + params.arch());
    out.line(
        "  pointers      "
            + params.pointerSize()
            + " bytes, "
            + (params.bigEndian() ? "big" : "little")
            + "-endian");
    out.line("  CPUs          " + Amounts.count(params.cpus()));
    out.line(
        "  heap          "
            + Amounts.address(params.heapStart())
            + " to "
            + Amounts.address(params.heapEnd())
            + " (may have holes)");
    program.ifPresent(p -> executable(out, p));
  }

  private static void executable(TextWriter out, Program program) {
    BuildRecord build = program.build();
    out.line();
    out.line("  executable    " + program.file().name());
    line(out, "built by", build.version());
    line(out, "main package", build.path());
    line(out, "module", (build.module() + " " + build.moduleVersion()).strip());
    line(out, "revision", revision(build));
    line(out, "build id", build.buildId());
    line(
        out,
        "moved by",
        program.slide() == 0 ? "" : Amounts.address(program.slide()) + " (position-independent)");
  }

  private static void line(TextWriter out, String what, String value) {
    if (!value.isEmpty()) {
      out.line("  " + what + " ".repeat(14 - what.length()) + value);
    }
  }

  private static String revision(BuildRecord build) {
    return build.setting("vcs.revision").orElse("")
        + build.setting("vcs.time").map(time -> " of " + time).orElse("")
        + (build.setting("vcs.modified").orElse("").equals("true") ? ", changed since" : "");
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields = Json.fields().with("params", SummaryReport.params(process));
    program.ifPresent(p -> fields.with("executable", json(p)));
    return fields;
  }

  private static Map<String, Object> json(Program program) {
    BuildRecord build = program.build();
    return Json.fields()
        .with("path", program.file().name())
        .with("go_version", build.version())
        .with("main", build.path())
        .with("module", build.module())
        .with("module_version", build.moduleVersion())
        .with("build_id", build.buildId())
        .with("slide", Amounts.address(program.slide()))
        .with("settings", build.settings());
  }
}
