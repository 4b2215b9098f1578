package dev.godump;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Reads the packaged program: everything in it that is not godump's own is listed with its licence.
 */
class LicencesIT {
  private static final Path PROGRAM = Path.of("target/godump");
  private static final String LIST = "META-INF/THIRD-PARTY.md";
  private static final String TEXTS = "META-INF/licenses/";

  /** Paths of godump's own files; a directory ends with a slash. */
  private static final List<String> OWN =
      List.of(
          "dev/godump/",
          "godump.properties",
          "META-INF/MANIFEST.MF",
          "META-INF/LICENSE",
          "META-INF/NOTICE",
          LIST,
          TEXTS);

  /** Texts that the slim jar has, too. */
  private static final List<String> DUCKDB =
      List.of(TEXTS + "duckdb.txt", TEXTS + "duckdb-third-party.txt");

  /** Part of the names of what the slim jar doesn't have. */
  private static final String OPTIONAL = "unless godump was built without";

  /** A row of the list. */
  private record Library(
      String name, String version, String licence, List<String> texts, List<String> files) {}

  private static final List<String> entries = new ArrayList<>();
  private static final Map<String, String> texts = new HashMap<>();
  private static List<Library> libraries;

  @BeforeAll
  static void read() throws IOException {
    try (JarFile jar = new JarFile(PROGRAM.toFile())) {
      for (JarEntry entry : jar.stream().filter(entry -> !entry.isDirectory()).toList()) {
        entries.add(entry.getName());
        if (entry.getName().startsWith("META-INF/")) {
          try (InputStream in = jar.getInputStream(entry)) {
            texts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    assertThat(entries).contains(LIST);
    libraries =
        texts
            .get(LIST)
            .lines()
            .filter(line -> line.startsWith("|"))
            .skip(2)
            .map(LicencesIT::library)
            .filter(library -> !library.name().contains(OPTIONAL) || hasDuckDb())
            .toList();
  }

  private static boolean hasDuckDb() {
    return entries.contains("org/duckdb/DuckDBDriver.class");
  }

  @Test
  void every_file_is_our_own_or_listed() {
    List<String> listed = new ArrayList<>(OWN);
    libraries.forEach(library -> listed.addAll(library.files()));
    assertThat(entries).isNotEmpty().allMatch(entry -> listed.stream().anyMatch(entry::startsWith));
  }

  @Test
  void every_listed_library_is_in_the_jar() {
    assertThat(libraries).isNotEmpty();
    for (Library library : libraries) {
      assertThat(library.files())
          .as(library.name())
          .isNotEmpty()
          .allMatch(prefix -> entries.stream().anyMatch(entry -> entry.startsWith(prefix)));
    }
  }

  @Test
  void every_listed_library_has_a_version_and_a_licence() {
    for (Library library : libraries) {
      assertThat(library.version()).as(library.name()).matches("[0-9][0-9.-]*");
      assertThat(library.licence()).as(library.name()).isNotBlank();
    }
  }

  @Test
  void every_listed_licence_text_is_in_the_jar() {
    for (Library library : libraries) {
      assertThat(library.texts()).as(library.name()).isNotEmpty().isSubsetOf(entries);
      for (String text : library.texts()) {
        assertThat(texts.get(text))
            .as(text)
            .containsIgnoringCase("copyright")
            .hasSizeGreaterThan(400);
      }
    }
  }

  @Test
  void every_licence_text_in_the_jar_is_listed() {
    Set<String> listed = new HashSet<>(DUCKDB);
    libraries.forEach(library -> listed.addAll(library.texts()));
    assertThat(entries).filteredOn(entry -> entry.startsWith(TEXTS)).isSubsetOf(listed);
  }

  @Test
  void our_own_licence_and_notice_are_in_the_jar() throws IOException {
    assertThat(texts.get("META-INF/LICENSE")).isEqualTo(Files.readString(Path.of("LICENSE")));
    assertThat(texts.get("META-INF/NOTICE"))
        .isEqualTo(Files.readString(Path.of("src/main/resources/META-INF/NOTICE")))
        .contains(LIST);
  }

  private static Library library(String line) {
    String[] cells = line.split("\\|", -1);
    assertThat(cells).as(line).hasSize(7);
    return new Library(
        cells[1].strip(), cells[2].strip(), cells[3].strip(), paths(cells[4]), paths(cells[5]));
  }

  private static List<String> paths(String cell) {
    return Arrays.asList(cell.strip().split(" "));
  }
}
