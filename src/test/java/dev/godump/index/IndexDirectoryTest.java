package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDirectoryTest {
  @TempDir private Path above;

  private IndexDirectory directory() {
    return new IndexDirectory(above.resolve("kept"));
  }

  private Path put(String dump, int bytes, Duration ago) throws IOException {
    Path index = directory().pathOf(Files.writeString(above.resolve(dump), dump));
    directory().put(index, "part", file -> Files.write(file, new byte[bytes - 1]));
    directory().put(index, "other", file -> Files.write(file, new byte[1]));
    Files.setLastModifiedTime(index, FileTime.from(Instant.now().minus(ago)));
    return index;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(above.resolve("kept"))) {
      return files.toList();
    }
  }

  @Test
  void only_the_user_can_read_indexes() throws IOException {
    Path index = put("a.dump", 10, Duration.ZERO);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index.resolve("part"))))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index)))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void dumps_of_one_name_in_two_directories_have_an_index_each() throws IOException {
    Path other = Files.createDirectory(above.resolve("other"));
    Path one = Files.writeString(above.resolve("heap.dump"), "1");
    Path two = Files.writeString(other.resolve("heap.dump"), "2");
    assertThat(directory().pathOf(one))
        .isNotEqualTo(directory().pathOf(two))
        .isEqualTo(directory().pathOf(other.resolve("../heap.dump")));
  }

  @Test
  void all_links_to_a_dump_share_one_index_even_after_it_is_deleted() throws IOException {
    Path dump = Files.writeString(above.toRealPath().resolve("heap.dump"), "1");
    Path link = Files.createSymbolicLink(above.resolve("link"), dump);
    Path index = directory().pathOf(dump);
    assertThat(directory().pathOf(link)).isEqualTo(index);
    Files.delete(dump);
    assertThat(directory().pathOf(dump)).isEqualTo(index);
  }

  @Test
  void a_failed_write_leaves_no_file() throws IOException {
    Path index = put("a.dump", 10, Duration.ZERO);
    assertThatThrownBy(
            () ->
                directory()
                    .put(
                        index,
                        "part",
                        file -> {
                          Files.write(file, new byte[99]);
                          throw new IOException("full");
                        }))
        .hasMessage("full");
    assertThat(files()).containsExactly(index);
    assertThat(directory().entry(index).bytes()).isEqualTo(10);
  }

  @Test
  void the_least_recently_used_are_deleted_first() throws IOException {
    Path old = put("old.dump", 100, Duration.ofDays(3));
    Path newer = put("newer.dump", 100, Duration.ofDays(2));
    Path newest = put("newest.dump", 100, Duration.ofDays(1));
    directory().touch(old);
    assertThat(directory().shrink(250))
        .extracting(IndexDirectory.Entry::file)
        .containsExactly(newer);
    assertThat(directory().list())
        .extracting(IndexDirectory.Entry::file)
        .containsExactly(old, newest);
  }

  @Test
  void an_index_is_not_kept_if_one_used_later_is_deleted() throws IOException {
    Path small = put("small.dump", 10, Duration.ofDays(4));
    Path older = put("older.dump", 100, Duration.ofDays(3));
    Path newest = put("newest.dump", 150, Duration.ofDays(2));
    Path huge = put("huge.dump", 1000, Duration.ofDays(1));
    assertThat(directory().shrink(200))
        .extracting(IndexDirectory.Entry::file)
        .containsExactly(huge, older, small);
    assertThat(directory().list()).extracting(IndexDirectory.Entry::file).containsExactly(newest);
  }

  @Test
  void of_an_index_with_a_copy_of_its_dump_the_copy_is_deleted_first() throws IOException {
    Path older = put("older.dump", 100, Duration.ofDays(3));
    Path newer = put("newer.dump", 100, Duration.ofDays(2));
    for (Path index : List.of(older, newer)) {
      directory().put(index, "unpacked", file -> Files.write(file, new byte[1000]));
    }
    Files.setLastModifiedTime(older, FileTime.from(Instant.now().minus(Duration.ofDays(3))));
    assertThat(directory().shrink(2000))
        .extracting(IndexDirectory.Entry::file)
        .containsExactly(older.resolve("unpacked"));
    assertThat(directory().list())
        .extracting(IndexDirectory.Entry::file)
        .containsExactly(newer, older);
    assertThat(directory().shrink(500))
        .extracting(IndexDirectory.Entry::bytes)
        .containsExactly(1000L);
    assertThat(directory().list()).hasSize(2);
  }

  @Test
  void what_a_killed_program_left_behind_is_deleted() throws IOException {
    Path index = put("a.dump", 10, Duration.ZERO);
    Files.write(index.resolveSibling("1.unfinished"), new byte[5]);
    directory().shrink(100);
    assertThat(files()).containsExactly(index);
    Files.write(index.resolveSibling("2.unfinished"), new byte[5]);
    directory().put(index, "part", file -> Files.writeString(file, "new"));
    assertThat(files()).containsExactly(index);
  }

  @Test
  void an_index_that_is_being_written_is_kept() throws IOException {
    Path index = directory().pathOf(Files.writeString(above.resolve("a.dump"), "a"));
    directory()
        .put(
            index,
            "part",
            file -> {
              directory().shrink(100);
              Files.writeString(file, "whole");
            });
    assertThat(index.resolve("part")).hasContent("whole");
  }

  @Test
  void an_index_of_one_file_is_replaced() throws IOException {
    Path index = directory().pathOf(Files.writeString(above.resolve("a.dump"), "a"));
    directory().create();
    Files.writeString(index, "an older format");
    put("a.dump", 10, Duration.ZERO);
    assertThat(directory().entry(index).bytes()).isEqualTo(10);
    assertThat(directory().delete(index)).isTrue();
    assertThat(files()).isEmpty();
  }

  @Test
  void concurrent_writers_and_deleters_leave_whole_parts() throws IOException {
    Path index = directory().pathOf(Files.writeString(above.resolve("a.dump"), "a"));
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              try {
                directory().put(index, "part" + i % 4, file -> Files.writeString(file, "whole"));
                if (i % 3 == 0) {
                  directory().delete(index);
                }
              } catch (DirectoryNotEmptyException e) {
                // a part came meanwhile, and stays
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    for (Path part : Files.exists(index) ? IndexDirectory.parts(index) : List.<Path>of()) {
      assertThat(part).hasContent("whole");
    }
  }

  @Test
  void concurrent_writers_leave_one_whole_index() throws IOException {
    Path index = directory().pathOf(Files.writeString(above.resolve("a.dump"), "a"));
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              try {
                directory()
                    .put(
                        index,
                        "part",
                        file ->
                            Files.writeString(
                                file, String.valueOf((char) ('a' + i % 26)).repeat(5000)));
                assertThat(Files.readString(index.resolve("part")))
                    .hasSize(5000)
                    .matches("(.)\\1*");
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(files()).containsExactly(index);
  }
}
