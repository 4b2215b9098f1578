package dev.godump.report;

import dev.godump.analysis.GoroutineMemory;
import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.label.GroupLabels;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.program.Program;
import dev.godump.types.value.FrameValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code godump goroutines --id} and {@code --all}: goroutines with all details. */
public final class GoroutineReport implements Report {
  private final HeapGraph graph;
  private final ProcessState process;
  private final List<Goroutine> goroutines;
  private final AddressSpace addressSpace;
  private final SourceLocations locations;
  private final PendingCalls pending;
  private final Optional<FrameText> locals;
  private final GoroutineMemory memory;
  private final GroupLabels labels;
  private final boolean runtimeGoroutines;
  private final Optional<GoroutineReachText> reach;

  /**
   * @param program that wrote the dump, if known
   * @param values of the frames' variables, if to be shown
   * @param memory that goroutines take
   * @param labels of all goroutines
   * @param runtimeGoroutines whether text shows those that the runtime started for itself
   * @param reach of the only goroutine, if to be shown
   */
  public GoroutineReport(
      HeapGraph graph,
      List<Goroutine> goroutines,
      Optional<Program> program,
      Optional<FrameValues> values,
      GoroutineMemory memory,
      GroupLabels labels,
      boolean runtimeGoroutines,
      Optional<GoroutineReachText> reach) {
    this.memory = memory;
    this.labels = labels;
    this.runtimeGoroutines = runtimeGoroutines;
    this.reach = reach;
    this.locals = values.map(FrameText::new);
    this.graph = graph;
    this.process = graph.process();
    this.goroutines = goroutines;
    this.addressSpace = new AddressSpace(graph, program);
    this.locations = new SourceLocations(program, process.frames());
    this.pending = new PendingCalls(process, addressSpace, locations);
  }

  @Override
  public void text(TextWriter out) {
    boolean first = true;
    long hidden = 0;
    for (Goroutine goroutine : goroutines) {
      if (goroutine.record().system() && !runtimeGoroutines) {
        hidden++;
        continue;
      }
      if (!first) {
        out.line();
      }
      first = false;
      goroutine(out, goroutine);
    }
    if (hidden > 0) {
      out.line();
      out.line(GoroutineText.hidden(hidden));
    }
    labels.legend(out, goroutines.stream().mapToInt(memory::indexOf));
    if (locals.isPresent() && !locals.get().variablesKnown()) {
      out.line();
      out.line("The executable has no DWARF, so that variables are not known.");
    }
  }

  private void goroutine(TextWriter out, Goroutine goroutine) {
    DumpRecord.Goroutine record = goroutine.record();
    out.heading(
        "goroutine %s [%s]%s%s"
            .formatted(
                goroutine.id(),
                GoroutineText.state(process.frames(), goroutine),
                GoroutineText.marks(process.frames(), goroutine),
                GoroutineText.memory(memory.retainedBy(goroutine), memory.stackOf(goroutine))));
    String thread = record.thread() == 0 ? "" : ", on thread m " + Amounts.address(record.thread());
    String waiting =
        record.waitSince() == 0 || !goroutine.isWaiting()
            ? ""
            : ", seen blocked at boot+" + Amounts.duration(record.waitSince());
    String g = Amounts.address(record.address());
    String creation = Amounts.address(record.createdAt());
    out.line("  g " + g + ", created at pc " + creation + thread + waiting);
    locations
        .creationOf(goroutine)
        .ifPresent(
            call -> out.line("  created by ", call.function() + "  " + CallText.text(call), ""));
    String labelled = labels.text(memory.indexOf(goroutine));
    if (!labelled.isEmpty()) {
      out.line("  labels " + labelled);
    }
    if (record.context() != 0) {
      out.line("  about to run closure " + Amounts.address(record.context()));
    }
    if (locals.isPresent()) {
      locals(out, goroutine, locals.get());
    } else {
      out.table(frames(lines(goroutine)));
    }
    pending.text(out, goroutine);
    for (DumpRecord.Panic panic : panics(goroutine)) {
      out.line("  panicking with ", value(panic), "");
    }
    reach.ifPresent(text -> text.text(out));
  }

  /**
   * A line of a stack.
   *
   * @param call at the pc of the frame, or null if unknown
   */
  private record Line(int frame, @Nullable Call call) {
    boolean inlined() {
      return call != null && call.inlined();
    }
  }

  private String function(Line line) {
    Call call = line.call;
    return call != null && call.inlined() ? call.function() + "(...)" : function(line.frame);
  }

  private List<Line> lines(Goroutine goroutine) {
    List<Line> lines = new ArrayList<>();
    for (int f = goroutine.firstFrame(); f < goroutine.firstFrame() + goroutine.frameCount(); f++) {
      List<Call> calls = locations.callsAt(goroutine, f);
      for (Call call : calls) {
        lines.add(new Line(f, call));
      }
      if (calls.isEmpty()) {
        lines.add(new Line(f, null));
      }
    }
    return lines;
  }

  /** Writes the lines of the stack, each followed by its variables. */
  private void locals(TextWriter out, Goroutine goroutine, FrameText variables) {
    List<Line> lines = lines(goroutine);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      int inlining = 0;
      while (i + inlining + 1 < lines.size() && lines.get(i + inlining + 1).frame == line.frame) {
        inlining++;
      }
      Call call = line.call;
      out.line("");
      out.heading("  ", function(line) + (call == null ? "" : "  " + CallText.text(call)), "");
      variables.text(out, line.frame, inlining);
    }
  }

  private Table<Line> frames(List<Line> lines) {
    Frames frames = process.frames();
    Table<Line> table =
        new Table<>(lines)
            .column("pc", "PC", Kind.ADDRESS, line -> line.inlined() ? null : frames.pc(line.frame))
            .column(
                "size", "SIZE", Kind.BYTES, line -> line.inlined() ? null : frames.size(line.frame))
            .textOnly("FUNCTION", Kind.NAME, this::function);
    return locations.isAvailable()
        ? table.textOnly(
            "WHERE", Kind.NAME, line -> line.call == null ? null : CallText.text(line.call))
        : table;
  }

  private String function(int frame) {
    Frames frames = process.frames();
    return frames.function(frame)
        + " +0x"
        + Long.toHexString(frames.pc(frame) - frames.entry(frame))
        + (frames.continuePc(frame) == 0 ? "  (dead)" : "");
  }

  private String value(DumpRecord.Panic panic) {
    if (panic.type() == 0) {
      return panic.value() == 0 ? "runtime.Goexit (no panic)" : "an untyped value";
    }
    String type = addressSpace.describe(panic.type());
    return (type.startsWith("type ")
            ? type.substring("type ".length())
            : "a value of type " + Amounts.address(panic.type()))
        + " at "
        + Amounts.address(panic.value());
  }

  private List<DumpRecord.Panic> panics(Goroutine goroutine) {
    return process.panics().stream()
        .filter(p -> p.goroutine() == goroutine.record().address())
        .toList();
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("count", goroutines.size())
        .with("goroutines", Json.list(() -> goroutines.stream().map(this::json)));
  }

  private Map<String, Object> json(Goroutine goroutine) {
    DumpRecord.Goroutine record = goroutine.record();
    Json.Fields fields =
        Json.fields()
            .withUnsigned("id", goroutine.id())
            .with("state", goroutine.state())
            .with("status", goroutine.status())
            .with("wait_reason", goroutine.isWaiting() ? record.waitReason() : "")
            .with("system", record.system())
            .with("wrote_dump", goroutine.wroteDump(process.frames()))
            .withAddress("address", record.address())
            .withAddress("created_at", record.createdAt())
            .withUnsigned("wait_since", record.waitSince())
            .withAddressOrNull("context", record.context())
            .withAddressOrNull("thread", record.thread())
            .with("frames", GoroutineText.frames(process.frames(), goroutine, locations, locals))
            .with("defers", pending.json(goroutine))
            .with("panics", panics(goroutine).stream().map(this::json).toList());
    fields
        .with("retained", memory.retainedBy(goroutine))
        .with("stack_bytes", memory.stackOf(goroutine))
        .with("labels", labels.json(memory.indexOf(goroutine)));
    reach.ifPresent(text -> fields.with("reach", text.json()));
    if (locations.isAvailable()) {
      fields.with("created_by", locations.creationOf(goroutine).map(CallText::json));
    }
    return fields;
  }

  private Map<String, Object> json(DumpRecord.Panic panic) {
    DumpRecord.Type type = graph.process().types().get(panic.type());
    return Json.fields()
        .withAddress("address", panic.address())
        .withAddress("type", panic.type())
        .with("type_name", type == null ? null : type.name())
        .withAddress("value", panic.value())
        .with("goexit", panic.type() == 0 && panic.value() == 0);
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(
        new Table<>(goroutines)
            .dataOnly("id", Kind.TEXT, g -> Json.unsigned(g.id()))
            .dataOnly("state", Kind.TEXT, Goroutine::state)
            .dataOnly("status", Kind.TEXT, Goroutine::status)
            .dataOnly("system", Kind.FLAG, g -> g.record().system())
            .dataOnly("frames", Kind.COUNT, Goroutine::frameCount)
            .dataOnly(
                "function",
                Kind.TEXT,
                g -> g.frameCount() == 0 ? "" : process.frames().function(g.firstFrame()))
            .dataOnly("retained", Kind.BYTES, g -> GoroutineText.orNull(memory.retainedBy(g)))
            .dataOnly("stack_bytes", Kind.BYTES, memory::stackOf));
  }
}
