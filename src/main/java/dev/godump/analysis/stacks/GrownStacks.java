package dev.godump.analysis.stacks;

import dev.godump.analysis.stacks.HeapStacks.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The stacks that grew since an earlier dump of the program, by how much they grew. */
public final class GrownStacks {
  /** The length of a list may differ between dumps. */
  private static final Pattern RECURSION = Pattern.compile(" ×[0-9,]+$");

  private GrownStacks() {}

  /** Returns the stacks that have more bytes or objects than before, in their order. */
  public static List<Stack> between(List<Stack> before, List<Stack> after) {
    Map<List<String>, Stack> known = byNames(before);
    List<Stack> grown = new ArrayList<>();
    byNames(after)
        .forEach(
            (names, stack) -> {
              Stack earlier = known.get(names);
              long bytes = stack.bytes() - (earlier == null ? 0 : earlier.bytes());
              long objects = stack.objects() - (earlier == null ? 0 : earlier.objects());
              if (bytes > 0 || objects > 0) {
                grown.add(with(stack, Math.max(0, objects), Math.max(0, bytes)));
              }
            });
    return grown;
  }

  /** Objects with types of different certainty are in one stack. */
  private static Map<List<String>, Stack> byNames(List<Stack> stacks) {
    Map<String, String> names = new HashMap<>();
    Map<List<String>, Stack> byNames = new LinkedHashMap<>();
    for (Stack stack : stacks) {
      List<String> key =
          stack.frames().stream()
              .map(frame -> names.computeIfAbsent(frame.name(), GrownStacks::withoutRecursion))
              .toList();
      byNames.merge(
          key,
          stack,
          (one, other) -> with(one, one.objects() + other.objects(), one.bytes() + other.bytes()));
    }
    return byNames;
  }

  private static String withoutRecursion(String name) {
    return RECURSION.matcher(name).replaceFirst("");
  }

  private static Stack with(Stack stack, long objects, long bytes) {
    return new Stack(
        stack.frames(),
        stack.certainty(),
        objects,
        bytes,
        stack.allocs(),
        stack.frees(),
        stack.recursion(),
        stack.example());
  }
}
