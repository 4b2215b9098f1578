package dev.godump.binary.dwarf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What was wrong with the sections, in words, the first few things. */
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
