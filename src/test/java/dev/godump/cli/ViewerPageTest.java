package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.DumpWriter;
import dev.godump.report.text.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page in a real browser, with real dumps. */
class ViewerPageTest extends ShownWaste {
  private static final List<String> GROWTH =
      Stream.of(1, 2, 3).map(number -> "testdata/go1.27/growth-" + number + ".dump.gz").toList();

  @Test
  void every_link_of_the_menu_shows_its_view_in_both_themes() {
    for (boolean dark : List.of(true, false)) {
      page.dark(dark);
      showAllViews();
    }
  }

  private static void showAllViews() {
    page.view("overview");
    int views = page.texts(".menu a").size();
    assertThat(views).isGreaterThan(9);
    for (int view = 0; view < views; view++) {
      page.script("document.querySelectorAll('.menu a')[arguments[0]].click()", view);
      page.settle();
      assertThat(page.texts(".menu a[aria-current]")).hasSize(1);
      page.assertNoErrors();
    }
  }

  /** Without the executables, shapes take the places of types. */
  @ParameterizedTest
  @ValueSource(strings = {"go1.19/labels", "go1.22/leak_goroutines", "go1.24/garbage"})
  void every_view_shows_a_dump_without_its_program(String name) throws IOException {
    try (RunningViewer viewer = RunningViewer.of("--no-index", "testdata/" + name + ".dump.gz")) {
      page.open(viewer);
      showAllViews();
      page.view("goroutines/1");
      page.assertNoErrors();
    } finally {
      page.open(waste);
    }
  }

  @Test
  void figures_of_the_overview_are_those_of_the_summary() throws IOException {
    JsonNode summary = json("summary");
    page.view("overview");
    assertThat(page.texts(".figures .value"))
        .startsWith(bytes(summary.get("heap"), "live_bytes"))
        .contains(bytes(summary.get("memory"), "Sys"));
    assertThat(page.texts(".figures .label"))
        .startsWith(count(summary.get("heap"), "live_objects") + " live objects");
    assertThat(page.texts(".suspect-line .amount"))
        .isEqualTo(all(json("leaks").get("suspects"), row -> bytes(row, "retained")))
        .isNotEmpty();
    JsonNode dominators = json("dominators", "--holders", "--depth", "1");
    assertThat(column("What retains most", 0))
        .startsWith(bytes(dominators.get("nodes").get(0), "retained"));
  }

  @ParameterizedTest
  @CsvSource({
    "types, histogram, rows, Objects by type, count bytes",
    "types?by=package, histogram --by package, rows, Objects by package, count bytes",
    "types?by=size&sort=count, histogram --by size --sort count, rows, Objects by size, count bytes",
    "waste, waste, kinds, Kinds of waste, bytes - count",
    "strings, strings, contents, Contents, copies length wasted",
    "roots, roots, holders, Roots, retained roots",
    "spans, spans --top 50, rows, Spans by size, slot_size spans span_bytes objects",
    "objects?min-size=5KiB, objects --min-size 5KiB, objects, Objects, - size"
  })
  void figures_of_a_table_are_those_of_the_command(
      String view, String command, String list, String table, String fields) throws IOException {
    page.view(view);
    JsonNode rows = json(command.split(" ", -1)).get(list);
    String[] names = fields.split(" ", -1);
    for (int column = 0; column < names.length; column++) {
      String field = names[column];
      if (!field.equals("-")) {
        assertThat(column(table, column))
            .as(field)
            .isEqualTo(all(rows, row -> figure(row, field)))
            .isNotEmpty();
      }
    }
  }

  private static String figure(JsonNode row, String field) {
    return switch (field) {
      case "count", "copies", "roots", "objects", "spans" -> count(row, field);
      case "slot_size" -> row.get(field).asLong() == 0 ? "large" : count(row, field) + " B";
      default -> bytes(row, field);
    };
  }

  private static List<String> all(JsonNode rows, Function<JsonNode, String> cell) {
    return StreamSupport.stream(rows.spliterator(), false).map(cell).toList();
  }

  @Test
  void an_object_is_shown_with_its_values_and_what_keeps_it_alive() throws IOException {
    JsonNode object = json("object", "main.titles");
    String address = object.at("/references/0/target").asText();
    page.view("object/" + address);
    JsonNode details = json("object", address);
    assertThat(page.texts(".figure .value"))
        .startsWith(bytes(details, "size"), bytes(details, "retained"));
    assertThat(page.text(".path")).contains("main.titles");
    assertThat(page.texts(".fields .string"))
        .contains("“" + details.at("/fields/0/value").asText() + "”");
    page.click(".fields + p button, section > p button");
    assertThat(page.text(".hex")).startsWith("000000  ");
    assertThat(page.url()).contains("hex=yes");
  }

  @Test
  void the_search_is_reached_by_a_slash_and_leads_to_objects_and_types() throws IOException {
    String address = json("objects", "--top", "1").at("/objects/0/address").asText();
    page.view("overview");
    page.keys("/");
    page.keys(address, Keys.ENTER);
    assertThat(page.url()).endsWith("#/object/" + address);
    page.keys("/");
    page.keys("Customer", Keys.ENTER);
    assertThat(page.url()).endsWith("#/types?filter=Customer");
    assertThat(column("Objects by type", 6))
        .isNotEmpty()
        .allMatch(name -> name.contains("Customer"));
    page.back();
    assertThat(page.url()).endsWith("#/object/" + address);
    page.reload();
    assertThat(page.text("h1")).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(strings = {"treemap", "icicle"})
  void a_picture_is_zoomed_by_keys(String view) {
    page.view(view);
    String whole = page.text(".details");
    assertThat(whole).contains("(100.0%)");
    page.focus("canvas");
    page.keys(Keys.ARROW_DOWN);
    assertThat(page.text(".details")).contains("main.titles");
    page.keys(Keys.ARROW_RIGHT);
    assertThat(page.text(".details")).contains("main.sessions");
    page.keys(Keys.ENTER);
    assertThat(page.url()).contains("at=1");
    assertThat(page.text(".crumbs")).contains("main.sessions");
    page.keys(Keys.ESCAPE);
    assertThat(page.text(".details")).isEqualTo(whole);
  }

  @Test
  void a_flame_graph_is_read_from_roots_or_from_leaves() throws IOException {
    for (String options : List.of("", "--inverted")) {
      JsonNode graph = json(("flamegraph --max-nodes 2000 " + options).strip().split(" +", -1));
      page.view(options.isEmpty() ? "flamegraph" : "flamegraph?inverted=yes");
      assertThat(page.text(".facts")).isEqualTo(bytes(graph, "total"));
      String table = options.isEmpty() ? "Directly below" : "Types";
      JsonNode largest = graph.at("/root/children/0");
      assertThat(page.rows(table).get(0))
          .contains(bytes(largest, "value"), largest.get("name").asText());
      page.click("table button.plain");
      assertThat(page.text(".crumbs")).contains(largest.get("name").asText());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 1280, 2200})
  void views_fit_the_width_of_the_window(int width) {
    page.resize(width, 800);
    for (String view :
        List.of(
            "overview", "leaks", "types", "treemap", "flamegraph", "object/main.all", "waste")) {
      page.view(view);
      assertThat(page.script("return document.documentElement.scrollWidth - innerWidth"))
          .as(view)
          .asInstanceOf(LONG)
          .isNotPositive();
    }
    page.resize(1280, 800);
  }

  @ParameterizedTest
  @CsvSource({"buffered, note, true", "slots, likely, false"})
  void a_leak_is_likely_or_only_noted(String name, String label, boolean unknown)
      throws IOException {
    String leaks = "testdata/leaks/go1.27/";
    try (RunningViewer viewer =
        RunningViewer.of("--no-index", "--exe", leaks + "program.zst", leaks + name + ".dump.gz")) {
      page.open(viewer);
      page.view("leaks?threshold=1");
      assertThat(page.texts(".suspect dt"))
          .contains(label)
          .doesNotContain(unknown ? "likely" : "note");
      assertThat(page.text("main").contains("Nothing in it shows that they leak"))
          .isEqualTo(unknown);
    } finally {
      page.open(waste);
    }
  }

  @Test
  void an_object_and_roots_say_how_many_more_there_are() throws IOException {
    int roots = json("roots").get("holders").size();
    page.view("roots?top=2");
    assertThat(page.text(".more")).isEqualTo(Amounts.count(roots - 2) + " more: show more");
    JsonNode dominators = json("dominators", "--max-nodes", "1");
    String address = dominators.at("/nodes/0/address").asText();
    int references = json("object", address).get("references").size();
    page.view("object/" + address + "?top=1");
    assertThat(page.texts(".more")).contains(Amounts.count(references - 1) + " more: show more");
  }

  @Test
  void what_a_list_leaves_out_is_reached() throws IOException {
    page.view("types?top=5");
    assertThat(page.rows("Objects by type")).hasSize(5);
    int more = json("histogram").get("rows").size() - 5;
    assertThat(page.text(".more")).isEqualTo(more + " more: show more");
    page.click(".more button");
    assertThat(page.rows("Objects by type")).hasSize(5 + more);
  }

  @Test
  void dumps_are_compared() throws IOException {
    String[] words = Stream.concat(Stream.of("--no-index"), GROWTH.stream()).toArray(String[]::new);
    try (RunningViewer growth = RunningViewer.of(words)) {
      page.open(growth);
      page.view("diff");
      List<String> args = new ArrayList<>(List.of("diff", "--json", "--by", "type"));
      args.addAll(GROWTH);
      JsonNode diff =
          new ObjectMapper().readTree(CommandLineRun.of(args.toArray(String[]::new)).out());
      assertThat(page.rows("Dumps").get(3))
          .isEqualTo(
              List.of(
                  "growth",
                  Amounts.countChange(diff.at("/totals/objects/delta").asLong()),
                  Amounts.bytesChange(diff.at("/totals/bytes/delta").asLong()),
                  Amounts.countChange(diff.at("/totals/goroutines/delta").asLong())));
      assertThat(column("Growth by type", 0))
          .startsWith(Amounts.bytesChange(diff.at("/rows/0/delta/retained").asLong()));
      page.click("a.button");
      assertThat(page.url()).contains("flamegraph?dump=2&since=0");
      JsonNode grown =
          new ObjectMapper()
              .readTree(
                  CommandLineRun.of("flamegraph", "--json", "--since", GROWTH.get(0), GROWTH.get(2))
                      .out());
      assertThat(page.text(".facts")).startsWith(bytes(grown, "total") + " more");
      page.view("overview?dump=2");
      assertThat(page.texts(".figures .value"))
          .startsWith(Amounts.bytes(diff.at("/totals/bytes/after").asLong()));
      page.assertNoErrors();
    } finally {
      page.open(waste);
    }
  }

  @Test
  void names_that_are_made_to_harm_stay_text() throws IOException {
    String markup =
        "<img src=x onerror=document.title=1></script><script>document.title=1</script>";
    String reversed = "main.\u202egnirts\u0007\u001b[31m";
    String long10k = "main." + "x".repeat(10_000);
    DumpWriter dump = DumpWriter.go("go1.24.0");
    for (String name : List.of(markup, reversed, long10k)) {
      dump.goroutine(name.length(), name).frame(name, dump.memory(8));
    }
    Path file = Files.write(directory.resolve("hostile.dump"), dump.finish());
    try (RunningViewer hostile = RunningViewer.of("--no-index", file.toString())) {
      page.open(hostile);
      page.view("goroutines?runtime=yes");
      page.script("document.querySelectorAll('details').forEach(one => (one.open = true))");
      assertThat(page.text("main"))
          .contains(markup, "main.\\u202egnirts\\x07\\x1b[31m", "main.xxx", "…")
          .doesNotContain("\u202e", "x".repeat(2_100));
      assertThat(page.script("return document.querySelectorAll('main img, main script').length"))
          .isEqualTo(0L);
      page.view("overview");
      assertThat(page.script("return document.documentElement.scrollWidth - innerWidth"))
          .asInstanceOf(LONG)
          .isNotPositive();
      assertThat(page.script("return document.title")).isNotEqualTo("1");
      page.assertNoErrors();
    } finally {
      page.open(waste);
    }
  }

  @Test
  void a_report_shows_its_views_without_a_server() throws IOException {
    Path file = directory.resolve("report.html");
    List<String> args = new ArrayList<>(List.of("report", "--no-index", "-o", file.toString()));
    args.addAll(List.of("--diff", GROWTH.get(0), GROWTH.get(2)));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(Files.size(file)).isLessThan(3_000_000);
    try {
      page.get(file.toUri().toString());
      showAllViews();
      page.view("types");
      assertThat(page.rows("Objects by type")).isNotEmpty();
      page.click("thead th:first-child button");
      List<String> histogram = new ArrayList<>(List.of("histogram", "--json", "--sort", "count"));
      histogram.add(GROWTH.get(2));
      JsonNode most =
          new ObjectMapper().readTree(CommandLineRun.of(histogram.toArray(String[]::new)).out());
      assertThat(column("Objects by type", 0)).startsWith(count(most.at("/rows/0"), "count"));
      page.view("icicle?merge=type");
      page.click("table button.plain");
      assertThat(page.url()).contains("at=0");
      page.assertNoErrors();
    } finally {
      page.open(waste);
    }
  }

  @Test
  void without_a_token_the_page_asks_for_it() {
    page.script("localStorage.clear()");
    page.reload();
    assertThat(page.text("main")).contains("needs a token");
    page.script("localStorage.clear()");
    page.discardErrors();
    page.open(waste);
    assertThat(page.text("main")).contains("live objects");
  }
}
