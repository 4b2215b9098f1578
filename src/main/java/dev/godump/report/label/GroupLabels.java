package dev.godump.report.label;

import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.heap.roots.GoroutineLabels.LabelSet;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.TextWriter;
import dev.godump.types.value.Secrets;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The pprof labels of the goroutines of a group. */
public final class GroupLabels {
  /** Sets of labels that text shows of a group. */
  private static final int MAX_SETS = 4;

  private final GoroutineLabels labels;
  private final LabelText text;

  /**
   * @param labels of all goroutines
   * @param secrets hides contents if requested
   */
  public GroupLabels(GoroutineLabels labels, Secrets secrets) {
    this.labels = labels;
    this.text = new LabelText(secrets, Optional.empty());
  }

  /** A number of goroutines with one set of labels. */
  private record Share(LabelSet set, int goroutines) {}

  /** The sets of labels of a group, the most frequent first. */
  private List<Share> shares(Group group) {
    Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
    group.indexes().forEach(goroutine -> counts.addTo(labels.setOf(goroutine), 1));
    List<Int2IntMap.Entry> entries = new ArrayList<>(counts.int2IntEntrySet());
    entries.sort(
        Comparator.comparingInt((Int2IntMap.Entry entry) -> -entry.getIntValue())
            .thenComparingInt(Int2IntMap.Entry::getIntKey));
    return entries.stream()
        .map(entry -> new Share(labels.get(entry.getIntKey()), entry.getIntValue()))
        .toList();
  }

  /** Writes the labels of a group, if any of its goroutines has labels. */
  public void text(TextWriter out, String indent, Group group) {
    List<Share> shares = shares(group);
    if (shares.stream().noneMatch(share -> isShown(share.set))) {
      return;
    }
    if (shares.size() == 1) {
      out.line(indent + "labels " + text.text(shares.get(0).set));
      return;
    }
    List<String> items = new ArrayList<>();
    for (Share share : shares.subList(0, Math.min(MAX_SETS, shares.size()))) {
      items.add(text.text(share.set) + " (" + Amounts.count(share.goroutines) + ")");
    }
    if (shares.size() > MAX_SETS) {
      items.add(Amounts.count(shares.size() - MAX_SETS) + " more (--by label)");
    }
    out.list(indent + "labels ", items);
  }

  /**
   * Returns the labels of a goroutine for text; empty if it has none.
   *
   * @param goroutine its index in the process's list
   */
  public String text(int goroutine) {
    LabelSet set = labels.get(labels.setOf(goroutine));
    return isShown(set) ? text.text(set) : "";
  }

  private static boolean isShown(LabelSet set) {
    return set.labels().isPresent() && !set.isEmpty();
  }

  /** Explains texts that are not in the dump, if some goroutines have such labels. */
  public void legend(TextWriter out, IntStream goroutines) {
    boolean unknown =
        goroutines
            .mapToObj(goroutine -> labels.get(labels.setOf(goroutine)))
            .anyMatch(set -> isShown(set) && !set.isKnown());
    if (unknown) {
      out.line();
      out.line(LabelText.UNKNOWN);
    }
  }

  public List<Map<String, Object>> json(Group group) {
    return shares(group).stream()
        .map(
            share ->
                (Map<String, Object>)
                    Json.fields()
                        .with("labels", text.json(share.set))
                        .with("count", share.goroutines))
        .toList();
  }

  /** Returns the labels of a goroutine as JSON; empty if they are unknown. */
  public Optional<List<Map<String, Object>>> json(int goroutine) {
    return text.json(labels.get(labels.setOf(goroutine)));
  }
}
