package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.binary.type.GoType;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.program.ObjectWords;
import java.io.IOException;
import java.util.Optional;

/**
 * Elements of a container/list.List in a map, as LRU caches have them, that were removed from the
 * list but not from the map. Removing one sets its field list to nil (container/list/list.go).
 */
final class RemovedElements implements CauseDetector {
  private static final long MIN_REMOVED = 100;

  private final SearchedHeap heap;
  private final ObjectWords words;

  RemovedElements(SearchedHeap heap) {
    this.heap = heap;
    this.words = heap.types.words();
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    if (candidate.kind() != Kind.MAP
        || candidate.similar().isEmpty()
        || !candidate.similar().get().type().equals(HeldEntries.LIST_ELEMENT)) {
      return Optional.empty();
    }
    Optional<GoType.Field> list =
        heap.types.typeNamed(HeldEntries.LIST_ELEMENT).stream()
            .flatMap(type -> type.fields().stream())
            .filter(field -> field.name().equals("list"))
            .findFirst();
    RecognizedStructure map = candidate.structure().orElseThrow();
    long removed = 0;
    for (int part : map.objects()) {
      int child = heap.tree.isLive(part) ? heap.children.first(heap.tree.node(part)) : 0;
      for (; list.isPresent() && child != 0; child = heap.children.next(child)) {
        if (heap.kindOf(child) == candidate.similar().get().kind()) {
          words.open(heap.tree.object(child));
          removed += words.word(list.get().offset()) == 0 ? 1 : 0;
        }
      }
    }
    return removed >= MIN_REMOVED
        ? Optional.of(new LeakCause.RemovedFromList(removed, map.count()))
        : Optional.empty();
  }
}
