package dev.godump.analysis.waste;

import dev.godump.analysis.waste.Waste.Finding;
import dev.godump.analysis.waste.Waste.Group;
import dev.godump.analysis.waste.Waste.Kind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Sums of waste by kind and by location or type. */
final class WasteSums {
  /** The waste with one location or type. */
  private static final class Sum {
    private long bytes;
    private long count;
    private long largest;
    private long address;
    private String detail = "";
  }

  private final Map<Kind, Map<String, Sum>> sums = new EnumMap<>(Kind.class);

  /** Creates empty sums for some kinds. */
  WasteSums(Set<Kind> kinds) {
    kinds.forEach(kind -> sums.put(kind, new HashMap<>()));
  }

  /** Whether a kind is requested. */
  boolean includes(Kind kind) {
    return sums.containsKey(kind);
  }

  /**
   * Adds one object, or several with equal waste.
   *
   * @param bytes of all of them
   */
  void add(Kind kind, String what, long bytes, long count, long address, Supplier<String> detail) {
    add(kind, what, bytes, count, bytes / count, address, detail);
  }

  /** As the other, with the bytes of the one that wastes most. */
  void add(
      Kind kind,
      String what,
      long bytes,
      long count,
      long largest,
      long address,
      Supplier<String> detail) {
    Map<String, Sum> sumByName = Objects.requireNonNull(sums.get(kind));
    Sum sum = sumByName.computeIfAbsent(what, key -> new Sum());
    sum.bytes += bytes;
    sum.count += count;
    if (largest > sum.largest) {
      sum.largest = largest;
      sum.address = address;
      sum.detail = detail.get();
    }
  }

  /**
   * Returns the sums, most bytes first.
   *
   * @param top most groups of each kind, 0 for all
   */
  List<Finding> findings(int top) {
    return sums.entrySet().stream()
        .map(entry -> finding(entry.getKey(), entry.getValue(), top))
        .sorted(Comparator.comparingLong(Finding::bytes).reversed().thenComparing(Finding::kind))
        .toList();
  }

  private static Finding finding(Kind kind, Map<String, Sum> sums, int top) {
    List<Group> groups =
        sums.entrySet().stream()
            .map(e -> group(e.getKey(), e.getValue()))
            .sorted(Comparator.comparingLong(Group::bytes).reversed().thenComparing(Group::name))
            .toList();
    List<Group> shown = top == 0 || top >= groups.size() ? groups : groups.subList(0, top);
    return new Finding(
        kind,
        groups.stream().mapToLong(Group::bytes).sum(),
        groups.stream().mapToLong(Group::count).sum(),
        shown,
        groups.size() - shown.size());
  }

  private static Group group(String what, Sum sum) {
    return new Group(what, sum.bytes, sum.count, sum.largest, sum.address, sum.detail);
  }
}
