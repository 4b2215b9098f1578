package dev.godump.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Runs all commands on a small dump and discards their output. This is the training run of class
 * data sharing: the launcher has Java archive the classes that it loads, and later runs map them
 * from the archive.
 */
final class CdsTrainingRun {
  private static final String DUMP = "finalizers.dump.gz";

  /** An object of the dump that a finalizer keeps alive. */
  private static final String OBJECT = "0xc000094060";

  private CdsTrainingRun() {}

  public static void main(String[] args) throws IOException {
    Path compressed = Files.createTempFile("godump", ".gz");
    Path dump = Files.createTempFile("godump", ".dump");
    Path indexes = Files.createTempDirectory("godump");
    try {
      unpack(compressed, dump);
      for (String line : commands()) {
        run((line + " --no-index " + dump).split(" "));
      }
      run("records", "--stats", dump.toString());
      run("records", "--kind", "goroutine", dump.toString());
      run("diff", "--no-index", dump.toString(), compressed.toString());
      run("index", "--index-dir", indexes.toString(), dump.toString());
      for (String line : indexedCommands()) {
        run((line + " --index-dir " + indexes + " " + dump).split(" "));
      }
      run("index", "--index-dir", indexes.toString(), "--clear");
      run("--version");
      run("help");
    } finally {
      Files.delete(compressed);
      Files.delete(dump);
      Files.delete(indexes);
    }
  }

  private static String[] commands() {
    return new String[] {
      "summary",
      "leaks",
      "goroutines",
      "retainers " + OBJECT,
      "retainers --shape noptr",
      "object " + OBJECT,
      "find godump",
      "objects --sort retained --format csv",
      "histogram --sort retained",
      "dominators",
      "flamegraph",
      "what-if --cut " + OBJECT,
      "roots",
      "types",
      "itabs",
      "memstats",
      "spans",
      "memprof",
      "finalizers",
      "threads",
      "params --format json"
    };
  }

  /** The commands that users run most often on a dump that has an index. */
  private static String[] indexedCommands() {
    return new String[] {
      "summary",
      "goroutines --sort retained",
      "retainers " + OBJECT,
      "object " + OBJECT,
      "histogram",
      "dominators",
    };
  }

  private static void unpack(Path compressed, Path dump) throws IOException {
    try (InputStream in = CdsTrainingRun.class.getResourceAsStream(DUMP);
        OutputStream out = Files.newOutputStream(compressed)) {
      in.transferTo(out);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed));
        OutputStream out = Files.newOutputStream(dump)) {
      in.transferTo(out);
    }
  }

  private static void run(String... line) {
    OutputStream discard = OutputStream.nullOutputStream();
    Main.run(new Streams(InputStream.nullInputStream(), discard, discard, true, false), line);
  }
}
