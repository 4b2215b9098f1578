package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the output of every command on real dumps with approved files. After an intended change,
 * {@code mvn test -Dtest=ApprovedOutputTest -Dgodump.approve=true} rewrites the files; check the
 * difference.
 */
class ApprovedOutputTest {
  private static final Path APPROVED = Path.of("src/test/resources/approved");

  private static final List<String> LINES =
      List.of(
          "summary testdata/go1.27/shapes.dump.gz",
          "summary testdata/corpus/go1.7/goroutines.dump.gz",
          "summary testdata/corpus/go1.24/s390x.dump.gz",
          "summary testdata/corpus/go1.27/crash.dump.gz",
          "summary --format json testdata/corpus/go1.15/386.dump.gz",
          "summary --exe testdata/go1.24/types.program.zst testdata/go1.24/types.dump.gz",
          "goroutines testdata/go1.24/goroutines.dump.gz",
          "goroutines --runtime --state select testdata/go1.27/goroutines.dump.gz",
          "goroutines --format csv --function ^main testdata/go1.19/goroutines.dump.gz",
          "goroutines --all testdata/go1.22/finalizers.dump.gz",
          "goroutines --id 1 --format json testdata/go1.24/garbage.dump.gz",
          "histogram testdata/go1.24/interfaces.dump.gz",
          "histogram --by shape --sort count --top 10 --format csv testdata/go1.19/leak.dump.gz",
          "histogram --by size --top 0 testdata/corpus/go1.24/mips.dump.gz",
          "roots testdata/go1.24/finalizers.dump.gz",
          "roots --kind frame testdata/go1.22/shapes.dump.gz",
          "roots --all --format csv testdata/go1.22/shapes.dump.gz",
          "roots --goroutine 17 --all testdata/go1.24/finalizers.dump.gz",
          "goroutines --sort retained testdata/go1.22/finalizers.dump.gz",
          "leaks testdata/go1.24/leak_cache.dump.gz",
          "leaks testdata/go1.27/leak_goroutines.dump.gz",
          "leaks testdata/go1.27/leak_senders.dump.gz",
          "goroutines --id 17 testdata/go1.27/leak_senders.dump.gz",
          "goroutines --all --sort retained --format csv testdata/go1.19/leak_senders.dump.gz",
          "leaks testdata/go1.22/leak_ticker.dump.gz",
          "leaks --format json testdata/go1.19/leak_finalizers.dump.gz",
          "leaks --threshold 30 testdata/go1.22/leak_map_entry.dump.gz",
          "leaks testdata/go1.24/healthy.dump.gz",
          "leaks testdata/corpus/go1.27/crash.dump.gz",
          "dominators testdata/go1.24/leak.dump.gz",
          "dominators --holders --depth 3 --min-percent 5 testdata/go1.27/goroutines.dump.gz",
          "dominators --format json --depth 2 testdata/corpus/go1.15/386.dump.gz",
          "dominators --format csv testdata/go1.19/shapes.dump.gz",
          "dominators testdata/corpus/go1.27/crash.dump.gz",
          "objects --sort retained --top 10 testdata/go1.22/leak.dump.gz",
          "objects --sort size --top 10 --format csv testdata/go1.22/shapes.dump.gz",
          "histogram --sort retained --top 12 testdata/go1.27/leak.dump.gz",
          "types testdata/go1.24/interfaces.dump.gz",
          "itabs testdata/go1.19/interfaces.dump.gz",
          "memstats testdata/go1.24/leak.dump.gz",
          "memprof --top 5 testdata/go1.24/interfaces.dump.gz",
          "memprof testdata/go1.24/leak.dump.gz",
          "finalizers testdata/go1.27/finalizers.dump.gz",
          "finalizers --all --top 12 testdata/go1.27/finalizers.dump.gz",
          "finalizers --exe testdata/go1.27/cleanups.program.zst testdata/go1.27/cleanups.dump.gz",
          "finalizers testdata/go1.24/cleanups.dump.gz",
          "finalizers --format json testdata/go1.27/cleanups.dump.gz",
          "summary testdata/go1.26/cleanups.dump.gz",
          "retainers 0x11019ffaa000 testdata/go1.27/cleanups.dump.gz",
          "retainers --exe testdata/leaks/go1.27/program.zst 0x3ded94205650 testdata/leaks/go1.27/receivers.dump.gz",
          "dominators 0x11019ffaa000 testdata/go1.27/cleanups.dump.gz",
          "object 0x11019ffaa000 testdata/go1.27/cleanups.dump.gz",
          "threads testdata/go1.24/goroutines.dump.gz",
          "params testdata/corpus/go1.7/basic.dump.gz",
          "params --format json testdata/corpus/go1.24/ppc64.dump.gz",
          "records --stats testdata/go1.24/goroutines.dump.gz",
          "records --kind goroutine --kind defer --kind panic testdata/go1.24/finalizers.dump.gz",
          "records --kind memprof --format json testdata/corpus/go1.27/sizes.dump.gz",
          "objects --min-size 16KiB testdata/go1.27/shapes.dump.gz",
          "objects --dead --top 20 --format csv testdata/go1.24/garbage.dump.gz",
          "objects --short --max-size 8 testdata/go1.19/shapes.dump.gz",
          "retainers --shape of.32768 testdata/go1.22/shapes.dump.gz",
          "retainers --shape noptr.16.B --min-percent 5 --depth 6 testdata/go1.24/shapes.dump.gz",
          "retainers --shape noptr.4096 --exclude bss+0x0 testdata/go1.24/leak.dump.gz",
          "retainers --shape ptrs@8,16..24 testdata/go1.24/garbage.dump.gz",
          "retainers --shape no.such.shape testdata/go1.24/garbage.dump.gz",
          "retainers --type runtime.g --min-percent 3 testdata/go1.24/goroutines.dump.gz",
          "retainers --site ^main testdata/go1.27/interfaces.dump.gz",
          "retainers --type /^main/ --format json --min-percent 20 testdata/go1.24/interfaces.dump.gz",
          "diff testdata/go1.24/leak.dump.gz testdata/go1.24/leak.dump.gz",
          "diff --top 6 testdata/go1.24/leak.dump.gz testdata/go1.24/goroutines.dump.gz",
          "diff --by type --top 4 testdata/go1.27/shapes.dump.gz testdata/corpus/go1.27/crash.dump.gz",
          "diff --monotone --fail-on-growth 100kB testdata/go1.27/growth-1.dump.gz testdata/go1.27/growth-2.dump.gz testdata/go1.27/growth-3.dump.gz",
          "diff --by type --survivors --top 4 testdata/go1.27/growth-1.dump.gz testdata/go1.27/growth-3.dump.gz",
          "diff --by site --top 5 --format json testdata/go1.19/growth-2.dump.gz testdata/go1.19/growth-3.dump.gz",
          "diff --by goroutine --format csv testdata/go1.22/growth-1.dump.gz testdata/go1.22/growth-2.dump.gz",
          "what-if --cut-global bss+0x0 testdata/go1.24/leak.dump.gz",
          "what-if --cut-global bss+0x600 --cut-goroutine 18 testdata/go1.24/leak.dump.gz",
          "what-if --cut-type runtime.g --format csv testdata/go1.27/goroutines.dump.gz",
          "what-if --cut-goroutine 1 --top 5 --format json testdata/go1.19/shapes.dump.gz",
          "strings --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "strings --sort length --top 5 --format json --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "strings --sort copies --format csv testdata/go1.22/waste.dump.gz",
          "strings --match no.such.string testdata/go1.24/waste.dump.gz",
          "find --exe testdata/go1.24/types.program.zst --text main. --hex 0000004008 --top 30 testdata/go1.24/types.dump.gz",
          "find --context 8 --top 2 --format json customer testdata/go1.27/waste.dump.gz",
          "find --format csv --top 4 land testdata/go1.22/waste.dump.gz",
          "find no.such.string testdata/go1.24/waste.dump.gz",
          "find --exe testdata/leaks/go1.27/program.zst --top 3 connection-17 testdata/leaks/go1.27/interfaces.dump.gz",
          "find --exe testdata/leaks/go1.27/program.zst name-17 testdata/leaks/go1.27/healthy.dump.gz",
          "help find",
          "spans --top 5 testdata/go1.27/leak.dump.gz",
          "spans --by span --sort objects --top 3 --format csv testdata/go1.19/shapes.dump.gz",
          "spans --by range --top 4 testdata/go1.27/leak.dump.gz",
          "flamegraph --since testdata/go1.27/growth-1.dump.gz --max-nodes 8 testdata/go1.27/growth-3.dump.gz",
          "spans --by type --top 4 --format json --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "spans testdata/corpus/go1.27/crash.dump.gz",
          "waste --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "waste --kind padding --kind map-capacity --format json --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "waste --top 0 --format csv --exe testdata/go1.27/waste.program.zst testdata/go1.27/waste.dump.gz",
          "waste --exe testdata/go1.19/types.program.zst testdata/go1.19/types.dump.gz",
          "waste testdata/go1.19/waste.dump.gz",
          "waste --kind nothing testdata/go1.19/waste.dump.gz",
          "help strings",
          "help waste",
          "object --exe testdata/go1.24/types.program.zst main.global testdata/go1.24/types.dump.gz",
          "object --exe testdata/go1.27/types.program.zst --expand 2 --elements 3 --json main.current testdata/go1.27/types.dump.gz",
          "object --exe testdata/go1.19/types.program.zst --expand 1 main.instants testdata/go1.19/types.dump.gz",
          "histogram --exe testdata/go1.24/types.program.zst --by package testdata/go1.24/types.dump.gz",
          "histogram --exe testdata/go1.27/types.program.zst --by root --top 5 --format json testdata/go1.27/types.dump.gz",
          "histogram --by site --top 5 testdata/go1.24/interfaces.dump.gz",
          "objects --exe testdata/go1.19/types.program.zst --type main.Dog --top 5 --format csv testdata/go1.19/types.dump.gz",
          "retainers --exe testdata/go1.24/types.program.zst --type main.Point --min-percent 10 testdata/go1.24/types.dump.gz",
          "retainers --exe testdata/go1.24/types.program.zst --exclude main.global main.current testdata/go1.24/types.dump.gz",
          "goroutines --exe testdata/go1.24/types.program.zst --all --locals --function main.wait testdata/go1.24/types.dump.gz",
          "goroutines --exe testdata/go1.19/types.program.zst --id 1 --locals --elements 2 --json testdata/go1.19/types.dump.gz",
          "goroutines --exe testdata/go1.27/labels.program.zst testdata/go1.27/labels.dump.gz",
          "goroutines --exe testdata/go1.19/labels.program.zst --label tenant=acme --json testdata/go1.19/labels.dump.gz",
          "goroutines --by label testdata/go1.24/labels.dump.gz",
          "goroutines --all --label tenant-7 testdata/go1.24/labels.dump.gz",
          "goroutines --label tenant testdata/go1.24/labels.dump.gz",
          "goroutines --by label --label route --json testdata/go1.27/labels.dump.gz --exe testdata/go1.27/labels.program.zst",
          "histogram --by label:tenant --sort name --format csv --exe testdata/go1.19/labels.program.zst testdata/go1.19/labels.dump.gz",
          "histogram --by label --top 3 --exe testdata/go1.27/labels.program.zst testdata/go1.27/labels.dump.gz",
          "types --exe testdata/go1.24/types.program.zst main.Service testdata/go1.24/types.dump.gz",
          "types --exe testdata/go1.24/types.program.zst --format csv testdata/go1.24/types.dump.gz",
          "what-if --exe testdata/go1.24/types.program.zst --cut-global main.global testdata/go1.24/types.dump.gz",
          "dominators --exe testdata/go1.24/types.program.zst --holders --depth 2 testdata/go1.24/types.dump.gz",
          "flamegraph --exe testdata/go1.24/types.program.zst --max-nodes 12 testdata/go1.24/types.dump.gz",
          "flamegraph --by dominators --inverted --type []uint8 --max-nodes 3 --json testdata/go1.27/leak_cache.dump.gz",
          "help flamegraph",
          "help serve",
          "help",
          "help diff",
          "help retainers");

  static List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>(LINES);
    String node = someObject("testdata/go1.24/shapes.dump.gz", "list[9]");
    lines.add("retainers --depth 2 " + node + " testdata/go1.24/shapes.dump.gz");
    lines.add("retainers --format json " + node + " testdata/go1.24/shapes.dump.gz");
    lines.add("retainers --exclude bss " + node + " testdata/go1.24/shapes.dump.gz");
    lines.add("object --hex " + node + " testdata/go1.24/shapes.dump.gz");
    lines.add("dominators " + node + " testdata/go1.24/shapes.dump.gz");
    lines.add("object --format json " + node + " testdata/go1.24/shapes.dump.gz");
    for (String version : List.of("go1.19", "go1.27")) {
      String dump = "testdata/" + version + "/types.dump.gz";
      String with = "--exe testdata/" + version + "/types.program.zst ";
      lines.add("object " + with + someObject(dump, "employees[3]") + " " + dump);
      lines.add("object " + with + someObject(dump, "events") + " " + dump);
      lines.add("object " + with + someObject(dump, "larges") + " " + dump);
      lines.add("retainers --raw " + with + someObject(dump, "employees[3]") + " " + dump);
      lines.add(
          "retainers --format json --paths 1 "
              + with
              + someObject(dump, "stack.line[2]")
              + " "
              + dump);
      lines.add("retainers " + with + someObject(dump, "stack.line[2]") + " " + dump);
    }
    for (RealDump leak : RealDump.below("leaks", 2)) {
      Path program = leak.file().resolveSibling("program.zst");
      if (Files.exists(program)) {
        lines.add("leaks --threshold 20 --exe " + program + " " + leak.file());
      }
    }
    return lines;
  }

  /** Returns the address of an object that the program's facts name. */
  private static String someObject(String dump, String name) throws IOException {
    String facts = Files.readString(Path.of(dump.replace(".dump.gz", ".facts.json")));
    int at = facts.indexOf("\"" + name + "\"");
    int start = facts.indexOf("0x", at);
    return facts.substring(start, facts.indexOf('"', start));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void output_is_what_was_approved(String line) throws IOException {
    CommandLineRun run = CommandLineRun.of(line.split(" "));
    String actual =
        "$ godump " + line + "\n" + run.out() + run.err() + "[exit " + run.exitCode() + "]\n";
    Path file = APPROVED.resolve(line.replaceAll("[^\\w.-]+", "_") + ".txt");
    if (Boolean.getBoolean("godump.approve")) {
      Files.createDirectories(APPROVED);
      Files.writeString(file, actual);
    }
    assertThat(file).exists();
    assertThat(actual)
        .as("parts of maps and channels are named by the map or channel")
        .doesNotContainPattern("\\b(?:group|bucket|hash|table|map|hchan)<");
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
