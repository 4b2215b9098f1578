package dev.godump.sql.table;

import dev.godump.analysis.leaks.KeptSuspects;
import dev.godump.analysis.leaks.LeakSuspect;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** The table {@code suspects}. */
public final class SuspectsTable {
  /**
   * A suspect.
   *
   * @param rank its number in the list, from 1
   */
  record Suspect(Heap heap, int rank, LeakSuspect suspect) {
    long address() {
      return suspect.accumulationPoint().isEmpty()
          ? TableColumn.NULL
          : heap.graph().objects().address(suspect.accumulationPoint().getAsInt());
    }
  }

  /** The definition. */
  public static final HeapTable<Suspect> TABLE =
      HeapTable.<Suspect>named(
              "suspects", "What may be leaking, as `godump leaks` lists it by default.")
          .integer("rank", "Its number in the list, from 1.", Suspect::rank)
          .text(
              "kind",
              "What it is: `map`, `list`, `goroutines` and the like.",
              row -> row.suspect().kind().label())
          .text(
              "name",
              "The variable or field, or what it is if it has no name.",
              row -> row.suspect().subject().name())
          .text(
              "type",
              "The type of the variable or field; null if unknown.",
              row -> RootsTable.emptyToNull(row.suspect().subject().type()))
          .integer(
              "retained",
              "Bytes that would be freed without it; for stacks, their bytes.",
              row -> row.suspect().retained())
          .integer(
              "objects",
              "Number of objects that would be freed without it.",
              row -> row.suspect().objects())
          .integer(
              "goroutines",
              "Number of goroutines that it consists of.",
              row -> row.suspect().goroutines().size())
          .address("address", "The object that holds it all; null if none does.", Suspect::address)
          .integer(
              "within",
              "`rank` of the suspect that it is a part of; null if of none.",
              row -> row.suspect().within() < 0 ? TableColumn.NULL : row.suspect().within() + 1)
          .text(
              "signature",
              "Identifies it across processes and dumps: a hash of `signature_path`, `t` and digits"
                  + " with the types of the executable, `u` and digits without them.",
              row -> row.suspect().signature().id())
          .text(
              "signature_path",
              "The holder, types and fields that lead to it, without addresses, counts and keys.",
              row -> row.suspect().signature().path())
          .rows((heap, columns) -> rows(heap));

  private SuspectsTable() {}

  private static TableRows<Suspect> rows(TableHeap table) throws IOException {
    Heap heap = table.heap();
    if (!Reachability.isKnown(heap.graph())) {
      return TableRows.of(List.of());
    }
    List<LeakSuspect> suspects = KeptSuspects.of(heap);
    return TableRows.of(
        IntStream.range(0, suspects.size())
            .mapToObj(i -> new Suspect(heap, i + 1, suspects.get(i)))
            .toList());
  }
}
