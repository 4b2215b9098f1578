import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prints a checksum of every answer to many questions about one dump, and says on standard error where the
 * answer with an index differs from the one without. Arguments: the dump, a directory for its index, and,
 * if there is one, the executable.
 */
public class Answers {
  private static final List<String> QUESTIONS =
      List.of(
          "summary", "summary --format json",
          "leaks", "leaks --threshold 1 --format json",
          "dominators", "dominators --format csv", "dominators --holders --format json",
          "dominators --min-percent 0 --depth 60 --format json",
          "histogram --top 0", "histogram --top 0 --sort retained --format json", "histogram --by shape --format csv",
          "histogram --by size --format json", "histogram --by package", "histogram --by site", "histogram --by root",
          "goroutines", "goroutines --sort retained --format json", "goroutines --all", "goroutines --all --format json",
          "goroutines --user --format csv",
          "roots", "roots --format json", "roots --all --format csv",
          "objects --format csv", "objects --sort retained --format json", "objects --dead", "objects --live --type main",
          "retainers --type main --paths 20", "retainers --shape noptr --format json", "retainers --site main",
          "strings", "strings --format json", "waste", "waste --format json",
          "what-if --cut-goroutine 1", "what-if --cut-type main --format json",
          "params", "types", "itabs", "memstats --format json", "memprof --top 0", "finalizers --format json", "threads");

  private static final List<String> OF_OBJECTS =
      List.of("object", "object --format json", "retainers", "retainers --depth 3 --paths 50 --format json", "dominators");

  private static final int OBJECTS = 6;

  private record Answer(int code, byte[] out, String err) {}

  private static Method run;
  private static Constructor<?> streams;

  public static void main(String[] args) throws Exception {
    Class<?> kind = Class.forName("dev.godump.cli.Streams");
    streams = kind.getDeclaredConstructor(InputStream.class, OutputStream.class, OutputStream.class, boolean.class, boolean.class);
    streams.setAccessible(true);
    run = Class.forName("dev.godump.cli.Main").getDeclaredMethod("run", kind, String[].class);
    run.setAccessible(true);
    String dump = args[0];
    String index = " --index-dir " + args[1];
    String executable = args.length > 2 ? " --exe " + args[2] : "";
    Answer built = ask("index" + executable + index + " " + dump);
    if (built.code != 0) {
      System.out.println(dump + " has no index: " + built.err.strip());
      return;
    }
    List<String> questions = new ArrayList<>(QUESTIONS);
    List<String> all = new String(ask("objects --no-index --short " + dump).out, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < Math.min(OBJECTS, all.size()); i++) {
      String object = all.get((int) ((long) all.size() * (2 * i + 1) / (2 * OBJECTS)));
      OF_OBJECTS.forEach(question -> questions.add(question + " " + object));
    }
    for (String question : questions) {
      Answer without = ask(question + executable + " --no-index " + dump);
      Answer with = ask(question + executable + index + " " + dump);
      boolean same = without.code == with.code && MessageDigest.isEqual(without.out, with.out) && without.err.equals(with.err);
      if (!same) {
        System.err.println("not the same: " + question + executable + " " + dump);
      }
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(without.out);
      System.out.println(HexFormat.of().formatHex(sum, 0, 8) + " " + without.code + " " + question);
    }
    try (Stream<Path> files = Files.list(Path.of(args[1]))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static Answer ask(String line) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Object process = streams.newInstance(new ByteArrayInputStream(new byte[0]), out, err, false, false);
    int code = (int) run.invoke(null, process, line.split(" "));
    return new Answer(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }
}
