package dev.godump.heap.histogram;

import dev.godump.types.ArrayName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lengths of arrays with one type of elements. */
public final class ArrayLengths {
  /** The parts of arrays that are shorter, or longer, than most. */
  private static final double TAIL = 0.1;

  private final Map<String, List<Length>> lengthsByName = new HashMap<>();

  private record Length(long length, long count) {}

  /**
   * Collects the lengths of all arrays.
   *
   * @param byLength a histogram by {@link Histogram.By#LENGTH}
   */
  public ArrayLengths(Histogram byLength) {
    for (Histogram.Row row : byLength.rows()) {
      long length = ArrayName.length(row.type());
      if (length != ArrayName.NONE) {
        lengthsByName
            .computeIfAbsent(ArrayName.folded(row.type()), name -> new ArrayList<>())
            .add(new Length(length, row.count()));
      }
    }
    lengthsByName
        .values()
        .forEach(lengths -> lengths.sort(Comparator.comparingLong(Length::length)));
  }

  /**
   * Returns the lengths of the arrays of a {@linkplain ArrayName#folded folded} name: {@code 171},
   * or {@code 98 lengths, mostly 165-181}; empty for other names.
   */
  public String text(String name) {
    List<Length> lengths = lengthsByName.getOrDefault(name, List.of());
    long distinct = lengths.stream().mapToLong(Length::length).distinct().count();
    if (distinct == 0) {
      return "";
    }
    long low = quantile(lengths, TAIL);
    long high = quantile(lengths, 1 - TAIL);
    String most = low == high ? String.valueOf(low) : low + "-" + high;
    return distinct == 1 ? most : distinct + " lengths, mostly " + most;
  }

  private static long quantile(List<Length> lengths, double part) {
    double wanted = part * lengths.stream().mapToLong(Length::count).sum();
    long count = 0;
    for (Length length : lengths) {
      count += length.count();
      if (count >= wanted) {
        return length.length();
      }
    }
    return lengths.get(lengths.size() - 1).length();
  }
}
