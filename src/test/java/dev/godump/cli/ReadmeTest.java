package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every transcript in the README is what a run prints; a last line {@code […]} stands for what was
 * left out.
 */
class ReadmeTest {
  private static final Pattern TRANSCRIPT =
      Pattern.compile("```console\n\\$ godump (.*)\n((?s:.*?))```");
  private static final String CUT = "[…]\n";

  static List<MatchResult> transcripts() throws IOException {
    List<MatchResult> found =
        TRANSCRIPT.matcher(Files.readString(Path.of("README.md"))).results().toList();
    assertThat(found).hasSizeGreaterThan(15);
    return found;
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void a_transcript_comes_from_a_run(MatchResult transcript) {
    String line = transcript.group(1);
    String shown = transcript.group(2);
    CommandLineRun run = CommandLineRun.of(line.split(" "));
    String actual = run.out() + run.err();
    if (shown.endsWith(CUT)) {
      assertThat(actual).startsWith(shown.substring(0, shown.length() - CUT.length()));
    } else {
      assertThat(actual).isEqualTo(shown);
    }
  }
}
