package dev.godump.report;

import dev.godump.binary.runtime.BuildRecord;
import dev.godump.format.DumpRecord;
import dev.godump.graph.RecordSummary;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.Program;
import java.util.Map;
import java.util.Optional;

/** {@code godump params}: the machine, the Go version and the executable. */
public final class ParamsReport implements Report {
  private final RecordSummary records;
  private final Optional<Program> program;

  /**
   * @param program that wrote the dump, if known
   */
  public ParamsReport(RecordSummary records, Optional<Program> program) {
    this.records = records;
    this.program = program;
  }

  @Override
  public void text(TextWriter out) {
    DumpRecord.Params params = records.params();
    LabelledLines lines = new LabelledLines(out, 2, 14);
    String version = params.version();
    lines.line("Go version", version.isEmpty() ? "not in the dump (Go 1.16 or before)" : version);
    lines.line("may be", records.versionRange());
    lines.line("architecture", params.arch());
    String order = params.bigEndian() ? "big" : "little";
    lines.line("pointers", params.pointerSize() + " bytes, " + order + "-endian");
    lines.line("CPUs", Amounts.unsignedCount(params.cpus()));
    String start = Amounts.address(params.heapStart());
    String end = Amounts.address(params.heapEnd());
    lines.line("heap", start + " to " + end + " (may have holes)");
    if (program.isPresent()) {
      out.line();
      executable(lines, program.get());
    }
  }

  /** The machine and the runtime as JSON. */
  static Json.Fields fields(RecordSummary records) {
    DumpRecord.Params params = records.params();
    return Json.fields()
        .with("go_version", params.version())
        .with("go_version_inferred", records.versionRange())
        .with("arch", params.arch())
        .with("pointer_size", params.pointerSize())
        .with("big_endian", params.bigEndian())
        .withUnsigned("cpus", params.cpus())
        .withAddress("heap_start", params.heapStart())
        .withAddress("heap_end", params.heapEnd());
  }

  private static void executable(LabelledLines lines, Program program) {
    BuildRecord build = program.build();
    lines.line("executable", program.file().name());
    lineIfKnown(lines, "built by", build.version());
    lineIfKnown(lines, "main package", build.path());
    lineIfKnown(lines, "module", (build.module() + " " + build.moduleVersion()).strip());
    lineIfKnown(lines, "revision", revision(build));
    lineIfKnown(lines, "build id", build.buildId());
    if (program.slide() != 0) {
      lines.line("moved by", Amounts.address(program.slide()) + " (position-independent)");
    }
  }

  private static void lineIfKnown(LabelledLines lines, String label, String value) {
    if (!value.isEmpty()) {
      lines.line(label, value);
    }
  }

  private static String revision(BuildRecord build) {
    return build.setting("vcs.revision").orElse("")
        + build.setting("vcs.time").map(time -> " of " + time).orElse("")
        + (build.setting("vcs.modified").orElse("").equals("true") ? ", changed since" : "");
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields = Json.fields().with("params", fields(records));
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
        .withAddress("slide", program.slide())
        .with("settings", build.settings());
  }
}
