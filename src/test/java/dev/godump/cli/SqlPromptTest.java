package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class SqlPromptTest {
  private static Collection<String> complete(String text) {
    SqlLineParser.Line line = new SqlLineParser().parse(text, text.length(), ParseContext.COMPLETE);
    return SqlCompleter.candidates(line.line(), line.cursor(), line.word());
  }

  @Test
  void tables_and_their_functions_follow_FROM() {
    assertThat(complete("SELECT * FROM go")).containsExactly("goroutines");
    assertThat(complete("select * from objects o join re"))
        .containsExactly("refs", "refs_from(", "refs_to(");
    assertThat(complete("FROM ")).contains("objects", "fields(").doesNotContain("SELECT", "size");
  }

  @Test
  void columns_are_those_of_the_tables_in_the_query() {
    assertThat(complete("SELECT * FROM memstats WHERE na")).containsExactly("name");
    assertThat(complete("SELECT * FROM objects o ORDER BY o.ret")).containsExactly("retained");
    assertThat(complete("SELECT ret")).contains("retained", "retained(");
    assertThat(complete("FROM object_at(1) WHERE root_")).containsExactly("root_holder");
  }

  @Test
  void words_of_SQL_are_completed_in_any_case() {
    assertThat(complete("sel")).containsExactly("SELECT");
    assertThat(complete("SELECT type FROM objects gro")).containsExactly("GROUP");
  }

  @Test
  void commands_and_their_tables_are_completed() {
    assertThat(complete(".")).containsExactly(".exit", ".help", ".schema", ".tables");
    assertThat(complete(".sc")).containsExactly(".schema");
    assertThat(complete(".schema it")).containsExactly("itabs");
  }

  @Test
  void a_query_is_read_until_its_semicolon() {
    assertThat(SqlLineParser.isWhole("SELECT 1")).isFalse();
    assertThat(SqlLineParser.isWhole("SELECT ';\n")).isFalse();
    assertThat(SqlLineParser.isWhole("SELECT ';'\n; ")).isTrue();
    assertThat(SqlLineParser.isWhole(".tables")).isTrue();
    assertThat(SqlLineParser.isWhole(" ")).isTrue();
    assertThatThrownBy(() -> new SqlLineParser().parse("SELECT", 6, ParseContext.ACCEPT_LINE))
        .isInstanceOf(EOFError.class);
  }
}
