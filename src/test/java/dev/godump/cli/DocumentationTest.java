package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks README.md and the pages under {@code src/site/markdown}: transcripts, links, and that no
 * command is missing.
 *
 * <p>A transcript is a block whose info string is {@code console}. Each of its lines that starts
 * with {@code $ } is a command, and the lines below it are what the command prints; a line {@code
 * […]} stands for one line or more that the page leaves out. Commands of other tools are not run,
 * which the info string has to say: {@code console partly-run}. No other block may look like a
 * transcript.
 *
 * <p>After an intended change, {@code mvn test -Dtest=DocumentationTest -Dgodump.approve=true}
 * rewrites the transcripts. One that leaves out lines keeps as many first and last lines as it had;
 * lines between two {@code […]} are to be changed by hand.
 */
class DocumentationTest {
  private static final Path README = Path.of("README.md");
  private static final Path PAGES = Path.of("src/site/markdown");

  private static final String FENCE = "```";
  private static final String TRANSCRIPT = FENCE + "console";
  private static final String PARTLY_RUN = TRANSCRIPT + " partly-run";
  private static final String PROMPT = "$ ";
  private static final String GODUMP = PROMPT + "godump ";
  private static final String LEFT_OUT = "[…]\n";

  private static final Pattern HEADING = Pattern.compile("(#+) (.*)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Path COMMANDS = PAGES.resolve("commands.md");
  private static final int README_LINES = 220;

  @TempDir private Path directory;

  /**
   * A command in a transcript.
   *
   * @param place page and line
   * @param shown the output that the page shows
   */
  record Command(String place, String line, String shown) {
    @Override
    public String toString() {
      return place + " " + line;
    }
  }

  /**
   * A line of a page.
   *
   * @param fence the line that opened the block it is in, empty outside of blocks
   */
  record Line(String place, String text, String fence) {}

  private static List<Path> pages() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return Stream.concat(
              Stream.of(README), pages.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static List<Line> lines(Path page) throws IOException {
    List<Line> lines = new ArrayList<>();
    String fence = "";
    int number = 0;
    for (String text : Files.readAllLines(page)) {
      number++;
      boolean closes = !fence.isEmpty() && text.strip().equals(FENCE);
      if (fence.isEmpty() && text.strip().startsWith(FENCE)) {
        fence = text.strip();
      }
      lines.add(new Line(page + ":" + number, text, fence));
      if (closes) {
        fence = "";
      }
    }
    assertThat(fence).as("a block of %s that is never closed", page).isEmpty();
    return lines;
  }

  private static List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Path page : pages()) {
      lines.addAll(lines(page));
    }
    return lines;
  }

  private static boolean isTranscript(Line line) {
    return line.fence().equals(TRANSCRIPT) || line.fence().equals(PARTLY_RUN);
  }

  static List<Command> commands() throws IOException {
    List<Command> commands = new ArrayList<>();
    Line command = null;
    StringBuilder shown = new StringBuilder();
    for (Line line : lines()) {
      boolean starts = isTranscript(line) && line.text().startsWith(PROMPT);
      boolean ends = line.text().strip().equals(FENCE);
      if (command != null && (starts || ends)) {
        commands.add(
            new Command(
                command.place(), command.text().substring(PROMPT.length()), shown.toString()));
        command = null;
      }
      if (starts && line.text().startsWith(GODUMP)) {
        command = line;
        shown.setLength(0);
      } else if (command != null) {
        shown.append(line.text()).append('\n');
      }
    }
    return commands;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("commands")
  void a_run_prints_the_transcript(Command command) throws IOException {
    CommandLineRun run = CommandLineRun.of(arguments(command.line()));
    String printed = (run.out() + run.err()).replace(directory + "/", "");
    if (Boolean.getBoolean("godump.approve")) {
      command = approve(command, printed);
    }
    List<String> parts = List.of(command.shown().split(Pattern.quote(LEFT_OUT), -1));
    if (parts.size() == 1) {
      assertThat(printed).isEqualTo(command.shown());
      return;
    }
    assertThat(printed).startsWith(parts.get(0));
    int from = parts.get(0).length();
    for (String part : parts.subList(1, parts.size() - 1)) {
      int at = printed.indexOf("\n" + part, from) + 1;
      assertThat(at).as("where %s prints, further down:%n%s", command, part).isGreaterThan(from);
      from = at + part.length();
    }
    String last = parts.get(parts.size() - 1);
    assertThat(printed).endsWith(last);
    assertThat(printed.length() - last.length())
        .as("start of the end of what %s prints", command)
        .isGreaterThan(from);
  }

  /** Writes what a command printed into its page, and returns the command with the new text. */
  private static Command approve(Command command, String printed) throws IOException {
    List<String> parts = List.of(command.shown().split(Pattern.quote(LEFT_OUT), -1));
    String shown = printed;
    if (parts.size() > 1) {
      List<String> lines = printed.lines().toList();
      int head = Math.min(lines.size(), (int) parts.get(0).lines().count());
      int tail = Math.min(lines.size(), (int) parts.get(parts.size() - 1).lines().count());
      List<String> kept = new ArrayList<>(parts);
      kept.set(0, text(lines.subList(0, head)));
      kept.set(parts.size() - 1, text(lines.subList(lines.size() - tail, lines.size())));
      shown = String.join(LEFT_OUT, kept);
    }
    Path page = Path.of(command.place().substring(0, command.place().lastIndexOf(':')));
    String prompt = PROMPT + command.line() + "\n";
    String old = Files.readString(page);
    Files.writeString(page, old.replace(prompt + command.shown(), prompt + shown));
    return new Command(command.place(), command.line(), shown);
  }

  private static String text(List<String> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** The words of a command; a file that it writes goes to the temporary directory. */
  private String[] arguments(String line) {
    String[] words =
        Pattern.compile("'([^']*)'|\\S+")
            .matcher(line)
            .results()
            .map(word -> word.group(1) != null ? word.group(1) : word.group())
            .skip(1)
            .toArray(String[]::new);
    for (int i = 1; i < words.length; i++) {
      if (words[i - 1].equals("-o") && !words[i].equals("-")) {
        words[i] = directory.resolve(words[i]).toString();
      }
    }
    return words;
  }

  @Test
  void there_are_transcripts() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(40);
  }

  @Test
  void a_transcript_starts_with_a_command() throws IOException {
    List<Line> lines = lines();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (isTranscript(line) && line.text().strip().equals(line.fence())) {
        assertThat(lines.get(i + 1).text()).as(line.place()).startsWith(PROMPT);
      }
    }
  }

  @Test
  void nothing_else_looks_like_a_transcript() throws IOException {
    assertThat(lines())
        .filteredOn(line -> line.text().strip().startsWith(PROMPT))
        .allSatisfy(
            line -> {
              assertThat(line.text()).as(line.place()).startsWith(PROMPT);
              assertThat(line.fence())
                  .as(line.place())
                  .isIn(
                      line.text().startsWith(GODUMP)
                          ? List.of(TRANSCRIPT, PARTLY_RUN)
                          : List.of(PARTLY_RUN));
            });
  }

  /** The page without its blocks. */
  private static String prose(Path page) throws IOException {
    return lines(page).stream()
        .filter(line -> line.fence().isEmpty())
        .map(Line::text)
        .collect(Collectors.joining("\n"));
  }

  private static List<String> relativeLinks(Path page) throws IOException {
    return LINK.matcher(prose(page))
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .toList();
  }

  private static Path target(Path page, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }

  private static List<String> headings(Path page, int level) throws IOException {
    return prose(page)
        .lines()
        .map(HEADING::matcher)
        .filter(heading -> heading.matches() && (level == 0 || heading.group(1).length() == level))
        .map(heading -> heading.group(2))
        .toList();
  }

  /** The anchors of a page, made from its headings as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    for (String heading : headings(page, 0)) {
      String anchor =
          heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
      int before = counts.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  @Test
  void links_lead_to_files_and_headings() throws IOException {
    for (Path page : pages()) {
      for (String link : relativeLinks(page)) {
        Path target = target(page, link);
        assertThat(target).as("%s links to %s", page, link).exists();
        if (link.contains("#")) {
          assertThat(anchors(target))
              .as("%s links to %s", page, link)
              .contains(link.replaceFirst(".*#", ""));
        }
      }
    }
  }

  @Test
  void links_lead_from_the_readme_to_every_page() throws IOException {
    Set<Path> reached = new LinkedHashSet<>(List.of(README));
    Deque<Path> queue = new ArrayDeque<>(reached);
    while (!queue.isEmpty()) {
      Path page = queue.remove();
      for (String link : relativeLinks(page)) {
        Path target = target(page, link);
        if (target.toString().endsWith(".md") && Files.exists(target) && reached.add(target)) {
          queue.add(target);
        }
      }
    }
    assertThat(reached).containsAll(pages());
  }

  static Set<String> subcommands() {
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            false,
            false);
    return Commands.commandLine(streams, "help").getSubcommands().keySet();
  }

  @Test
  void every_command_has_its_section() throws IOException {
    assertThat(headings(COMMANDS, 3)).containsExactlyInAnyOrderElementsOf(subcommands());
  }

  @Test
  void every_command_has_its_line_in_the_readme() throws IOException {
    Pattern item = Pattern.compile("- \\[`([a-z-]+)`]\\(" + COMMANDS + "#([a-z-]+)\\): .+");
    List<String> listed = new ArrayList<>();
    for (Line line : lines(README)) {
      Matcher matcher = item.matcher(line.text());
      if (matcher.matches()) {
        assertThat(matcher.group(2)).as(line.place()).isEqualTo(matcher.group(1));
        listed.add(matcher.group(1));
      }
    }
    assertThat(listed).containsExactlyInAnyOrderElementsOf(subcommands());
  }

  @Test
  void the_readme_is_short() throws IOException {
    assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(README_LINES);
  }
}
