package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexWriterTest {
  @TempDir private Path directory;
  private IndexWriter writer;

  @BeforeEach
  void open() throws IOException {
    writer = new IndexWriter(Files.createFile(directory.resolve("index")));
  }

  @AfterEach
  void close() throws IOException {
    writer.close();
  }

  @Test
  void a_second_section_of_one_name_is_refused() throws IOException {
    writer.bytes("a", new byte[1]);
    assertThatThrownBy(() -> writer.column("a", 1, i -> 0)).hasMessage("there are two sections a");
  }

  @Test
  void a_negative_number_in_a_column_is_refused() {
    assertThatThrownBy(() -> writer.column("a", 3, i -> 1 - i))
        .hasMessageContaining("entry 2 is negative: -1");
  }

  @Test
  void a_row_that_falls_is_not_ascending() {
    assertThatThrownBy(
            () ->
                writer.rows(
                    "a",
                    1,
                    (entry, row) -> {
                      row.add(5);
                      row.add(3);
                    }))
        .hasMessageContaining("row 0 falls from 5 to 3");
  }

  @Test
  void nothing_can_be_written_after_the_end() throws IOException {
    writer.finish(new IndexMetadata("1", "dump", new DumpIdentity(1, 2, 3), Map.of()));
    assertThatThrownBy(() -> writer.bytes("a", new byte[1]))
        .hasMessage("section a comes after the end of the index");
  }
}
