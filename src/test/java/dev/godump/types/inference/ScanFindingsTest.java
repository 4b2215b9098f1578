package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanFindingsTest {
  private static final Layout LAYOUT =
      new Layout(
          3,
          new GoType("T", GoType.Kind.STRUCT, 8, 0, () -> GoType.Parts.NONE),
          Form.VALUE,
          null,
          false,
          new long[0],
          new Reference[0],
          new long[0],
          new GoType[0]);

  private static List<String> visited(ScanFindings findings) throws IOException {
    List<String> visited = new ArrayList<>();
    findings.forEach(
        new ScanFindings.Visitor() {
          @Override
          public void candidate(long location, Candidate candidate) {
            visited.add(
                ObjectTable.idOf(location)
                    + "+"
                    + ObjectTable.offsetOf(location)
                    + " "
                    + candidate.count());
          }

          @Override
          public void cachedCandidate(int object, int entry) {
            visited.add(object + " entry " + entry);
          }

          @Override
          public void rescan(int object) {
            visited.add(object + " again");
          }
        });
    return visited;
  }

  @Test
  void the_largest_ids_of_all_kinds_of_findings_are_visited_in_order() throws IOException {
    ScanFindings findings = new ScanFindings();
    int last = Integer.MAX_VALUE - 1;
    findings.addCandidate(
        ObjectTable.location(last, 8), Candidate.exactly(1L << 40, LAYOUT, Certainty.GUESS));
    findings.addRescan(last);
    findings.addCachedCandidate(last, TypingCache.MOST - 1);
    findings.addRescan(0);
    findings.addCachedCandidate(0, 0);
    findings.addCandidate(0, Candidate.single(LAYOUT, Certainty.EXACT));
    assertThat(visited(findings))
        .containsExactly(
            last + "+8 " + (1L << 40),
            last + " again",
            last + " entry " + (TypingCache.MOST - 1),
            "0 again",
            "0 entry 0",
            "0+0 1");
    findings.clear();
    assertThat(visited(findings)).isEmpty();
  }
}
