package dev.godump.dump;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A dump kept under {@code testdata} that a real Go wrote.
 *
 * @param file its path
 */
public record RealDump(Path file) {
  private static final Path TESTDATA = Path.of("testdata");
  private static final String SUFFIX = ".dump.gz";

  /** Returns a dump by its path under {@code testdata}, such as {@code go1.24/leak}. */
  public static RealDump of(String name) {
    return new RealDump(TESTDATA.resolve(name + SUFFIX));
  }

  /** Returns all dumps below a directory of {@code testdata}, by path. */
  public static List<RealDump> below(String directory, int depth) throws IOException {
    try (Stream<Path> files = Files.walk(TESTDATA.resolve(directory), depth)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(RealDump::new)
          .toList();
    }
  }

  /** Returns the dumps that the programs under {@code testdata/programs} wrote of themselves. */
  public static List<RealDump> ofPrograms() throws IOException {
    return below("", 2).stream().filter(dump -> dump.toString().startsWith("go1.")).toList();
  }

  private Path factsFile() {
    return Path.of(file.toString().replace(SUFFIX, ".facts.json"));
  }

  /** Whether there are facts about the dump from another program. */
  public boolean hasFacts() {
    return Files.exists(factsFile());
  }

  /** Returns the facts about the dump from another program. */
  public JsonNode facts() throws IOException {
    return new ObjectMapper().readTree(factsFile().toFile());
  }

  public Source open() throws IOException {
    return Sources.open(file.toString(), InputStream.nullInputStream());
  }

  public HeapGraph graph() throws IOException {
    return GraphLoader.load(open(), position -> {});
  }

  /** Returns the whole dump, unpacked. */
  public byte[] bytes() throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  @Override
  public String toString() {
    return TESTDATA.relativize(file).toString().replace(SUFFIX, "");
  }
}
