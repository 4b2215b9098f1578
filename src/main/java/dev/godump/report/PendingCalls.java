package dev.godump.report;

import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ProcessState;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.TextWriter;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pending deferred calls of goroutines; equal ones of a goroutine are one line. */
final class PendingCalls {
  /**
   * Deferred calls of one function that one statement deferred.
   *
   * @param first the one that runs first
   */
  private record Group(DumpRecord.Defer first, long count) {}

  /** What equal calls have in common. */
  private record Key(long entry, long pc, boolean openCoded) {}

  private final AddressSpace addressSpace;
  private final SourceLocations locations;
  private final Long2ObjectOpenHashMap<Map<Key, Group>> groupsByGoroutine =
      new Long2ObjectOpenHashMap<>();

  PendingCalls(ProcessState process, AddressSpace addressSpace, SourceLocations locations) {
    this.addressSpace = addressSpace;
    this.locations = locations;
    for (DumpRecord.Defer defer : process.defers()) {
      groupsByGoroutine
          .computeIfAbsent(defer.goroutine(), g -> new LinkedHashMap<>())
          .merge(
              new Key(defer.entry(), defer.pc(), isOpenCoded(defer)),
              new Group(defer, 1),
              (before, one) -> new Group(before.first, before.count + 1));
    }
  }

  private static boolean isOpenCoded(DumpRecord.Defer defer) {
    return defer.function() == 0 && defer.entry() == 0;
  }

  private List<Group> of(Goroutine goroutine) {
    return new ArrayList<>(
        groupsByGoroutine.getOrDefault(goroutine.record().address(), Map.of()).values());
  }

  void text(TextWriter out, Goroutine goroutine) {
    for (Group group : of(goroutine)) {
      DumpRecord.Defer defer = group.first;
      String times = group.count == 1 ? "" : ", " + Amounts.count(group.count) + " times";
      String where =
          statement(defer)
              .map(call -> "deferred at " + CallText.text(call))
              .orElseGet(() -> "deferred at pc " + Amounts.address(defer.pc()));
      out.line("  pending: ", function(defer), times + ", " + where);
    }
  }

  List<Json.Fields> json(Goroutine goroutine) {
    return of(goroutine).stream().map(this::json).toList();
  }

  private Json.Fields json(Group group) {
    DumpRecord.Defer defer = group.first;
    Json.Fields fields =
        Json.fields()
            .with("count", group.count)
            .withAddress("address", defer.address())
            .withAddress("function", defer.function())
            .withAddress("entry", defer.entry())
            .with("function_name", function(defer))
            .withAddress("pc", defer.pc())
            .withAddress("sp", defer.sp());
    if (locations.isAvailable()) {
      fields.with("deferred_at", statement(defer).map(CallText::json));
    }
    return fields;
  }

  private Optional<Call> statement(DumpRecord.Defer defer) {
    return locations.callAtReturn(defer.pc());
  }

  private String function(DumpRecord.Defer defer) {
    return isOpenCoded(defer) ? "an open-coded call" : addressSpace.functionAt(defer.entry());
  }
}
