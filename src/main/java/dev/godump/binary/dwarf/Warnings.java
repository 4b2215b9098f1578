package dev.godump.binary.dwarf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the first few messages about damaged sections. */
final class Warnings {
  private static final int MAX_MESSAGES = 10;

  private final Set<String> messages = new LinkedHashSet<>();

  void add(DwarfException e) {
    if (messages.size() < MAX_MESSAGES) {
      messages.add(e.getMessage());
    }
  }

  List<String> list() {
    return List.copyOf(messages);
  }
}
