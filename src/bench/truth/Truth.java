import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.godump.binary.file.Executables;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.Reachability;
import dev.godump.io.Sources;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.inference.TypeInference;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Prints a Markdown table of how much of the heaps of test programs gets a type, and how much of
 * that is right.
 */
public class Truth {
  private long objects;
  private long bytes;
  private final long[] typed = new long[4];
  private final long[] typedBytes = new long[4];
  private final long[] right = new long[4];
  private final long[] facts = new long[4];
  private long conflicts;

  public static void main(String[] args) throws Exception {
    System.out.println(
        "| Go | executable | objects with a type | bytes with a type | exact | inferred | guess | right: exact | inferred | guess | conflicts |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (File version : sorted(new File(args[0]), "go1.")) {
      for (String file : new String[] {"program", "stripped", ""}) {
        Truth truth = new Truth();
        for (File dir : sorted(version, "")) {
          truth.add(dir, file);
        }
        truth.print(
            version.getName(),
            file.isEmpty() ? "none" : file.equals("program") ? "whole" : "stripped");
      }
    }
  }

  private static File[] sorted(File dir, String prefix) {
    File[] files =
        dir.listFiles(
            f ->
                f.isDirectory()
                    && f.getName().startsWith(prefix)
                    && !f.getName().matches("cache|path"));
    Arrays.sort(files, Comparator.comparing(File::getName));
    return files;
  }

  private void add(File dir, String file) throws Exception {
    HeapGraph graph =
        GraphLoader.load(
            Sources.open(dir + "/heap.dump", InputStream.nullInputStream()), position -> {});
    Optional<Program> program = Optional.empty();
    if (!file.isEmpty()) {
      Program found = Program.of(Executables.open(dir + "/" + file));
      ExecutableMatch match = ExecutableMatch.of(graph.process(), found);
      if (!match.matches()) {
        throw new IllegalStateException(dir + ": " + match.objection());
      }
      program = Optional.of(found.at(match.slide()));
    }
    HeapTypes types = TypeInference.infer(graph, program).types();
    Reachability live = Reachability.of(graph);
    objects += live.liveObjects();
    bytes += live.liveBytes();
    conflicts += types.conflicts();
    for (Certainty certainty : Certainty.values()) {
      typed[certainty.ordinal()] += types.coverage(live::live).objects(certainty);
      typedBytes[certainty.ordinal()] += types.coverage(live::live).bytes(certainty);
    }
    for (Map<String, String> fact : facts(new File(dir, "facts.json"))) {
      long address = Long.parseUnsignedLong(fact.get("address").substring(2), 16);
      int object = graph.objects().find(address);
      if (object >= 0
          && live.live(object)
          && address == graph.objects().address(object) + types.header(object)) {
        Optional<ObjectType> type = types.of(object);
        int certainty = type.map(ObjectType::certainty).orElse(Certainty.UNKNOWN).ordinal();
        facts[certainty]++;
        right[certainty] += type.isPresent() && agrees(fact, shortened(type.get().name())) ? 1 : 0;
      }
    }
  }

  /** Returns the scalar facts that the program knew about each of its objects. */
  private static List<Map<String, String>> facts(File file) throws Exception {
    List<Map<String, String>> facts = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(file)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean objects = json.currentName().equals("objects");
        json.nextToken();
        if (!objects) {
          json.skipChildren();
          continue;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
          Map<String, String> fact = new HashMap<>();
          while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken().isScalarValue()) {
              fact.put(name, json.getText());
            } else {
              json.skipChildren();
            }
          }
          facts.add(fact);
        }
      }
    }
    return facts;
  }

  /** Removes package paths, which type names of package reflect lack. */
  private static String shortened(String name) {
    return name.replaceAll("[\\w.-]+/", "");
  }

  private static boolean agrees(Map<String, String> fact, String found) {
    String type = shortened(fact.get("type"));
    long count = Long.parseLong(fact.get("count"));
    return switch (fact.get("kind")) {
      case "map" ->
          found.matches("(map|hash)<.*")
              && found
                  .substring(found.indexOf('<'))
                  .equals(type.replaceFirst("map\\[(.*?)](.*)", "<$1,$2>"));
      case "chan" -> found.equals("hchan<" + type.replaceFirst("chan ", "") + ">");
      case "closure" -> found.equals(shortened("closure for " + fact.get("function_name")));
      default -> found.equals(count == 1 ? type : "[" + count + "]" + type);
    };
  }

  private void print(String version, String executable) {
    System.out.printf(
        "| %s | %s | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %.1f %% | %s | %s | %s | %d |%n",
        version.substring(2),
        executable,
        100.0 * (objects - typed[3]) / objects,
        100.0 * (bytes - typedBytes[3]) / bytes,
        100.0 * typedBytes[0] / bytes,
        100.0 * typedBytes[1] / bytes,
        100.0 * typedBytes[2] / bytes,
        share(0),
        share(1),
        share(2),
        conflicts);
  }

  private String share(int certainty) {
    return right[certainty] + " of " + facts[certainty];
  }
}
