package dev.godump.sql.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * The page about SQL has all tables with their columns. {@code mvn test
 * -Dtest=TableDocumentationTest -Dgodump.approve=true} writes them there.
 */
class TableDocumentationTest {
  private static final Path PAGE = Path.of("src/site/markdown/sql.md");
  private static final String HEADING = "## Tables\n";
  private static final String NEXT = "\n## ";

  @Test
  void the_page_has_all_tables() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf(HEADING) + HEADING.length();
    int end = page.indexOf(NEXT, start - 1);
    if (Boolean.getBoolean("godump.approve")) {
      Files.writeString(PAGE, page.substring(0, start) + tables() + page.substring(end));
    } else {
      assertThat(page.substring(start, end)).isEqualTo(tables());
    }
  }

  private static String tables() {
    StringBuilder text = new StringBuilder();
    text.append("\nAll tables begin with the column `dump`: ")
        .append(HeapTable.DUMP.documentation().toLowerCase(Locale.ROOT))
        .append("\n");
    for (HeapTable<?> table : Tables.ALL) {
      text.append("\n### ").append(table.name()).append("\n\n");
      text.append(table.documentation()).append("\n\n| column | type | |\n|---|---|---|\n");
      for (TableColumn<?> column : table.columns()) {
        text.append("| `")
            .append(column.name())
            .append("` | ")
            .append(column.type().name().toLowerCase(Locale.ROOT))
            .append(" | ")
            .append(column.documentation())
            .append(" |\n");
      }
    }
    text.append("\n### Functions\n\n| function | rows |\n|---|---|\n");
    for (LookUps.LookUp<?> lookUp : LookUps.ALL) {
      text.append("| `")
          .append(lookUp.name())
          .append("(address)` | ")
          .append(lookUp.documentation())
          .append(" |\n");
    }
    return text.toString();
  }
}
