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
 * Prints a checksum of the output of many commands on heap dumps, and reports on standard error the
 * commands with different output with and without an index. Arguments: a directory for indexes, and
 * the dumps, each {@code DUMP} or {@code DUMP:EXECUTABLE}.
 */
public class Answers {
  private static final List<String> QUESTIONS =
      List.of(
          "summary",
          "summary --format json",
          "leaks",
          "leaks --threshold 1 --format json",
          "leaks --threshold 0.01",
          "dominators",
          "dominators --format csv",
          "dominators --holders",
          "dominators --holders --format json",
          "dominators --min-percent 0 --depth 60 --format json",
          "histogram --top 0",
          "histogram --top 0 --sort retained --format json",
          "histogram --by shape --format csv",
          "histogram --by size --format json",
          "histogram --by package",
          "histogram --by site",
          "histogram --by root",
          "histogram --by root --format json",
          "histogram --by package --sort live --format csv",
          "goroutines",
          "goroutines --sort retained --format json",
          "goroutines --all",
          "goroutines --by label --format json",
          "goroutines --all --format json",
          "goroutines --format csv",
          "goroutines --all --format csv",
          "goroutines --function main --state running",
          "roots",
          "roots --format json",
          "roots --format csv",
          "roots --all",
          "roots --all --format csv",
          "roots --all --format json",
          "roots --kind finalizer",
          "roots --goroutine 1",
          "objects",
          "objects --format csv",
          "objects --sort retained --format json",
          "objects --dead",
          "objects --live --type main",
          "objects --sort size --top 9 --format json",
          "retainers --type main --paths 20",
          "retainers --shape noptr --format json",
          "retainers --site main",
          "retainers --type . --min-percent 0 --format csv",
          "strings",
          "strings --format json",
          "strings --sort length --top 0 --dead",
          "strings --match a --format csv",
          "waste",
          "waste --format json",
          "waste --top 0 --format csv",
          "what-if --cut-goroutine 1",
          "what-if --cut-type main --format json",
          "what-if --cut-type . --format csv",
          "params",
          "params --format json",
          "types",
          "types --format json",
          "types --format csv",
          "itabs",
          "itabs --format json",
          "memstats --format json",
          "memprof --top 0",
          "memprof --format csv",
          "finalizers",
          "finalizers --format json",
          "threads",
          "threads --format csv",
          "export pprof -o -",
          "export pprof --by dominator -o -",
          "export pprof --by goroutine --weight retained -o -",
          "export pprof --by alloc -o -",
          "export hprof -o -",
          "export hprof --all -o -",
          "export heapsnapshot -o -",
          "export dot -o -",
          "export jsonl --retained -o -");

  private static final List<String> WITH_EXECUTABLE =
      List.of("goroutines --all --locals --expand 3 --format json");

  private static final List<String> OF_OBJECTS =
      List.of(
          "object",
          "object --format json",
          "object --hex --expand 3 --elements 20 --top 0",
          "object --expand 3 --elements 9 --format json",
          "retainers",
          "retainers --depth 3 --paths 50 --format json",
          "retainers --raw --format csv",
          "dominators",
          "what-if --format csv --cut",
          "export dot -o - --around",
          "export dot -o - --paths");

  private static final int OBJECTS = 6;

  private static final int TYPES = 12;

  private record Answer(int code, byte[] out, String err) {}

  private static Method run;
  private static Constructor<?> streams;

  public static void main(String[] args) throws Exception {
    Class<?> kind = Class.forName("dev.godump.cli.Streams");
    streams =
        kind.getDeclaredConstructor(
            InputStream.class,
            OutputStream.class,
            OutputStream.class,
            boolean.class,
            boolean.class);
    streams.setAccessible(true);
    run = Class.forName("dev.godump.cli.Main").getDeclaredMethod("run", kind, String[].class);
    run.setAccessible(true);
    for (int i = 1; i < args.length; i++) {
      String[] parts = args[i].split(":");
      compare(parts[0], parts.length > 1 ? " --exe " + parts[1] : "", Path.of(args[0]));
    }
  }

  private static void compare(String dump, String executable, Path directory) throws Exception {
    String index = " --index-dir " + directory;
    Answer built = ask("index" + executable + index + " " + dump);
    if (built.code != 0) {
      System.out.println(dump + " has no index: " + built.err.strip());
      return;
    }
    System.out.println(dump + executable);
    List<String> questions = new ArrayList<>(QUESTIONS);
    List<String> all = lines("objects --no-index --short " + dump);
    for (int i = 0; i < Math.min(OBJECTS, all.size()); i++) {
      String object = all.get((int) ((long) all.size() * (2 * i + 1) / (2 * OBJECTS)));
      OF_OBJECTS.forEach(question -> questions.add(question + " " + object));
    }
    List<String> types = lines("types --format csv" + executable + " --no-index " + dump);
    for (int i = 1; i < types.size(); i += Math.max(1, types.size() / TYPES)) {
      String type = types.get(i).replaceAll("^(?:[^,\"]*,)*\"?|\"$", "");
      if (!type.contains(" ")) {
        questions.add("types " + type);
        questions.add("types --format json " + type);
      }
    }
    if (!executable.isEmpty()) {
      questions.addAll(WITH_EXECUTABLE);
    }
    for (String question : questions) {
      Answer without = ask(question + executable + " --no-index " + dump);
      Answer with = ask(question + executable + index + " " + dump);
      boolean same =
          without.code == with.code
              && MessageDigest.isEqual(without.out, with.out)
              && without.err.equals(with.err);
      if (!same) {
        System.err.println("not the same: " + question + executable + " " + dump);
      }
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(without.out);
      System.out.println(HexFormat.of().formatHex(sum, 0, 8) + " " + without.code + " " + question);
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<String> lines(String question) throws Exception {
    return new String(ask(question).out, StandardCharsets.UTF_8).lines().toList();
  }

  private static Answer ask(String line) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Object process =
        streams.newInstance(new ByteArrayInputStream(new byte[0]), out, err, false, false);
    int code = (int) run.invoke(null, process, line.split(" "));
    return new Answer(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }
}
