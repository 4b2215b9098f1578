package dev.godump.report.record;

import dev.godump.format.DumpRecord;
import dev.godump.heap.histogram.AllocationSites.Site;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code godump memprof}: the allocation profile, most bytes in use first. */
public final class MemProfReport implements Report {
  private final List<Site> sites;
  private final int more;
  private final boolean livenessKnown;
  private final boolean complete;

  /**
   * @param more number of sites that are not shown
   * @param complete whether the whole dump was read
   */
  public MemProfReport(List<Site> sites, int more, boolean livenessKnown, boolean complete) {
    this.complete = complete;
    this.sites = sites;
    this.more = more;
    this.livenessKnown = livenessKnown;
  }

  @Override
  public void text(TextWriter out) {
    if (sites.isEmpty()) {
      out.line(
          complete
              ? "The dump has no allocation profile: nothing was sampled, or runtime.MemProfileRate was 0."
              : "The dump was truncated before its allocation profile.");
      return;
    }
    out.line("Sampled allocations (one per runtime.MemProfileRate bytes), not scaled.");
    for (Site site : sites) {
      out.line();
      out.heading(
          "%s in use: %s of %s (%s allocated, %s freed; %s in the dump%s)"
              .formatted(
                  Amounts.bytes(site.inUseBytes()),
                  Amounts.count(site.inUseObjects(), "object"),
                  Amounts.unsignedBytes(site.bucket().size()),
                  Amounts.unsignedCount(site.bucket().allocs()),
                  Amounts.unsignedCount(site.bucket().frees()),
                  Amounts.count(site.inDump()),
                  livenessKnown ? ", " + Amounts.count(site.liveInDump()) + " live" : ""));
      for (DumpRecord.StackEntry call : site.bucket().stack()) {
        out.line(
            "    ",
            call.function() + "  " + call.file() + ":" + Long.toUnsignedString(call.line()),
            "");
      }
    }
    if (more > 0) {
      out.line();
      out.line(Amounts.count(more) + " more (--top 0 shows all)");
    }
  }

  /** Returns a stack as JSON, innermost call first. */
  public static List<Json.Fields> stack(DumpRecord.MemProf bucket) {
    return bucket.stack().stream()
        .map(
            call ->
                Json.fields()
                    .with("function", call.function())
                    .with("file", call.file())
                    .withUnsigned("line", call.line()))
        .toList();
  }

  /** Returns the number of live objects, or null if it is not known. */
  private @Nullable Long live(Site site) {
    return livenessKnown ? site.liveInDump() : null;
  }

  private Json.Fields json(Site site) {
    return Json.fields()
        .with("site", site.site())
        .with("place", site.location())
        .withUnsigned("size", site.bucket().size())
        .with("in_use_objects", site.inUseObjects())
        .with("in_use_bytes", site.inUseBytes())
        .withUnsigned("allocs", site.bucket().allocs())
        .withUnsigned("frees", site.bucket().frees())
        .with("in_dump", site.inDump())
        .with("live_in_dump", live(site))
        .with("stack", stack(site.bucket()));
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("sites", sites.stream().map(this::json).toList()).with("more", more);
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(
        new Table<>(sites)
            .dataOnly("site", Kind.TEXT, Site::site)
            .dataOnly("place", Kind.TEXT, Site::location)
            .dataOnly("size", Kind.BYTES, s -> Json.unsigned(s.bucket().size()))
            .dataOnly("in_use_objects", Kind.COUNT, Site::inUseObjects)
            .dataOnly("in_use_bytes", Kind.BYTES, Site::inUseBytes)
            .dataOnly("allocs", Kind.COUNT, s -> Json.unsigned(s.bucket().allocs()))
            .dataOnly("frees", Kind.COUNT, s -> Json.unsigned(s.bucket().frees()))
            .dataOnly("in_dump", Kind.COUNT, Site::inDump)
            .dataOnly("live_in_dump", Kind.COUNT, this::live));
  }
}
