package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the transcripts of README.md and of the pages under {@code src/site/markdown}.
 *
 * <p>A transcript is a block whose info string is {@code console}. Each of its lines that starts with
 * {@code $ } is a command, and the lines below it are what the command prints; a line {@code […]}
 * stands for one line or more that the page leaves out. Commands of other tools are not run, which
 * the info string has to say: {@code console partly-run}. No other block may look like a transcript.
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

  @TempDir private Path directory;

  /**
   * A command in a transcript.
   *
   * @param place page and line
   * @param shown what the page says that it prints
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
      return Stream.concat(Stream.of(README), pages.filter(page -> page.toString().endsWith(".md")).sorted()).toList();
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
        commands.add(new Command(command.place(), command.text().substring(PROMPT.length()), shown.toString()));
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
  void a_run_prints_the_transcript(Command command) {
    CommandLineRun run = CommandLineRun.of(arguments(command.line()));
    String printed = (run.out() + run.err()).replace(directory + "/", "");
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
    assertThat(printed.length() - last.length()).as("start of the end of what %s prints", command).isGreaterThan(from);
  }

  /** The words of a command; a file that it writes goes to the temporary directory. */
  private String[] arguments(String line) {
    String[] words =
        Pattern.compile("'([^']*)'|\\S+").matcher(line).results()
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
                  .isIn(line.text().startsWith(GODUMP) ? List.of(TRANSCRIPT, PARTLY_RUN) : List.of(PARTLY_RUN));
            });
  }
}
