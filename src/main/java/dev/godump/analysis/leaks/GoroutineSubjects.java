package dev.godump.analysis.leaks;

import dev.godump.binary.runtime.Call;
import dev.godump.format.DumpRecord;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.program.Program;
import dev.godump.types.program.ShortName;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Names groups of goroutines by the function of the program that they are in. */
final class GoroutineSubjects {
  private final SearchedHeap heap;
  private final SourceLocations locations;

  GoroutineSubjects(SearchedHeap heap, Optional<Program> program) {
    this.heap = heap;
    this.locations = new SourceLocations(program, heap.graph.process().frames());
  }

  LeakSubject of(LeakCandidate candidate) {
    IntArrayList members = members(heap, candidate);
    if (candidate.nodes().size() == 1) {
      return new LeakSubject(oneGroup(members), "", "");
    }
    boolean timers =
        candidate.nodes().intStream().anyMatch(node -> heap.tree.object(node) != ObjectTable.NONE);
    return new LeakSubject(starts(candidate) + (timers ? ", and timers" : ""), "", "");
  }

  /** The goroutines of a candidate by the function that started them, most goroutines first. */
  String starts(LeakCandidate candidate) {
    Map<String, Integer> starts = new TreeMap<>();
    for (int member : members(heap, candidate)) {
      Goroutine goroutine = heap.graph.process().goroutines().get(member);
      starts.merge(
          GoroutineFunctions.start(heap.graph.process(), goroutine, locations), 1, Integer::sum);
    }
    List<String> parts = new ArrayList<>();
    starts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(start -> parts.add(times(start.getValue()) + name(start.getKey())));
    return "goroutines: " + String.join(", ", parts);
  }

  /** Names goroutines of one state and stack: {@code 40 × main.produce blocked in [chan send]}. */
  private String oneGroup(IntArrayList members) {
    Goroutine first = heap.graph.process().goroutines().get(members.getInt(0));
    String function = name(GoroutineFunctions.user(heap.graph.process(), first, locations));
    String who = members.size() == 1 ? "goroutine " + first.id() + ", " : times(members.size());
    String state = (first.isWaiting() ? " blocked in [" : " [") + first.state() + "]";
    return who + function + state + line(first);
  }

  /**
   * The function of a goroutine that has deferred most calls.
   *
   * @param function its name; empty if unknown
   * @param line of the defer statement, such as {@code main.go:37}; empty if unknown
   * @param calls that it has deferred
   */
  record Deferring(String function, String line, long calls) {}

  /** The function of a goroutine that has deferred most calls; empty if none has. */
  Optional<Deferring> deferring(int goroutine) {
    Goroutine deferrer = heap.graph.process().goroutines().get(goroutine);
    Long2LongLinkedOpenHashMap callsByStatement = new Long2LongLinkedOpenHashMap();
    Map<Long, String> functions = new HashMap<>();
    for (DumpRecord.Defer call : heap.graph.process().defers()) {
      if (call.goroutine() == deferrer.record().address()) {
        callsByStatement.addTo(call.pc(), 1);
        functions.computeIfAbsent(call.pc(), pc -> functionAt(deferrer, call.sp()));
      }
    }
    return callsByStatement.long2LongEntrySet().stream()
        .max(Comparator.comparingLong(Long2LongMap.Entry::getLongValue))
        .map(
            most -> {
              Optional<Call> statement = locations.callAtReturn(most.getLongKey());
              String name = functions.getOrDefault(most.getLongKey(), "");
              return new Deferring(
                  name(name.isEmpty() ? statement.map(Call::function).orElse("") : name),
                  statement.map(GoroutineSubjects::line).orElse(""),
                  most.getLongValue());
            });
  }

  /** The function with a frame at a stack pointer; empty if there is none. */
  private String functionAt(Goroutine goroutine, long sp) {
    Frames frames = heap.graph.process().frames();
    int first = goroutine.firstFrame();
    for (int frame = first; frame < first + goroutine.frameCount(); frame++) {
      if (frames.sp(frame) == sp) {
        return frames.function(frame);
      }
    }
    return "";
  }

  private static String line(Call call) {
    boolean known = !call.file().isEmpty() && call.line() > 0;
    return known ? call.file().substring(call.file().lastIndexOf('/') + 1) + ":" + call.line() : "";
  }

  private static String times(long count) {
    return SubjectNames.count(count) + " × ";
  }

  private static String name(String function) {
    return ShortName.of(function);
  }

  /** Indexes of the goroutines that a candidate consists of. */
  static IntArrayList members(SearchedHeap heap, LeakCandidate candidate) {
    IntArrayList members = new IntArrayList();
    RootOwners owners = heap.tree.owners();
    for (int node : candidate.nodes()) {
      int owner = heap.tree.owner(node);
      RootOwners.Kind kind = owner == RootOwners.NONE ? RootOwners.Kind.OTHER : owners.kind(owner);
      if (kind == RootOwners.Kind.GOROUTINE) {
        members.add(owners.get(owner).index());
      } else if (kind == RootOwners.Kind.GOROUTINES) {
        owners.get(owner).children().forEach(child -> members.add(owners.get(child).index()));
      }
    }
    return members;
  }

  private String line(Goroutine goroutine) {
    int frame = GoroutineFunctions.userFrame(heap.graph.process(), goroutine);
    if (frame < 0) {
      return "";
    }
    String function = heap.graph.process().frames().function(frame);
    for (Call call : locations.callsAt(goroutine, frame)) {
      String line = line(call);
      if (!line.isEmpty()
          && (!GoroutineFunctions.isStandard(call.function())
              || call.function().equals(function))) {
        return ", " + line;
      }
    }
    return "";
  }
}
