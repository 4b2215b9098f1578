package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportDotCommandTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";

  @TempDir private Path directory;

  private static boolean graphviz() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, "dot")));
  }

  @Test
  void without_options_the_largest_retainers_are_drawn() {
    CommandLineRun run = CommandLineRun.of("export", "dot", "--max-nodes", "5", DUMP, "-o", "-");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("// what retains most: the top of the dominator tree\n")
        .contains(
            "n0 [label=\"bss+0x0\\nretains 2.0 MiB\", fillcolor=\"#c6dbef\", tooltip=\"bss+0x0\", shape=ellipse];")
        .contains("  n0 -> n1;")
        .endsWith("}\n");
  }

  @Test
  void around_draws_the_neighbourhood_of_an_object() {
    CommandLineRun run =
        CommandLineRun.of(
            "export",
            "dot",
            "--around",
            "0xc0000bc0c0",
            "--up",
            "1",
            "--down",
            "1",
            DUMP,
            "-o",
            "-");
    assertThat(run.out())
        .contains(
            "n0 [label=\"ptrs@0,16,24,56 of 64 B\\n0xc0000bc0c0  64 B\\nretains 4.1 KiB\", fillcolor=\"#fef0d9\", tooltip=\"ptrs@0,16,24,56 of 64 B\", penwidth=3];")
        .contains("n1 -> n0 [label=\"[…]\"];");
  }

  @Test
  void paths_to_an_object_are_drawn() {
    CommandLineRun run =
        CommandLineRun.of("export", "dot", "--paths", "0xc0000c2000", DUMP, "-o", "-");
    assertThat(run.out())
        .contains("shortest paths from roots to 0xc0000c2000")
        .contains("label=\"bss+0x0\"")
        .contains("label=\"+24\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--up 1",
        "--max-nodes 1",
        "--around 0xc0000bc0c0 --up -1",
        "--around 0x1",
        "--around 0xc0000bc0c0 --paths 0xc0000bc0c0"
      })
  void contradictory_options_are_wrong_usage(String options) {
    CommandLineRun run =
        CommandLineRun.of(("export dot " + options + " " + DUMP + " -o -").split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).hasLineCount(1);
  }

  @Test
  void an_svg_needs_graphviz() throws IOException {
    Path file = directory.resolve("heap.svg");
    CommandLineRun run = CommandLineRun.of("export", "dot", DUMP, "-o", file.toString());
    if (graphviz()) {
      assertThat(run.exitCode()).isZero();
      assertThat(Files.readString(file)).contains("<svg").contains("bss+0x0");
    } else {
      assertThat(run.exitCode()).isEqualTo(3);
      assertThat(run.err())
          .contains("needs Graphviz's dot, which is not installed")
          .hasLineCount(1);
      assertThat(file).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "go1.27/shapes",
        "go1.22/finalizers",
        "go1.19/goroutines",
        "corpus/go1.15/386",
        "corpus/go1.24/s390x",
        "corpus/go1.7/goroutines"
      })
  void graphviz_reads_the_drawings(String dump) throws IOException {
    Assumptions.assumeTrue(graphviz(), "needs Graphviz");
    Path file = directory.resolve("heap.svg");
    assertThat(
            CommandLineRun.of(
                    "export", "dot", "testdata/" + dump + ".dump.gz", "-o", file.toString())
                .exitCode())
        .isZero();
    assertThat(file).isNotEmptyFile();
  }
}
