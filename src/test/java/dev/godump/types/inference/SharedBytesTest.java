package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.Match;
import dev.godump.types.program.NoProgram;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedBytesTest {
  private HeapGraph graph;
  private ByteLayouts bytes;
  private SharedBytes sharedBytes;

  @BeforeEach
  void open() throws IOException {
    graph = RealDump.of("go1.24/types").graph();
    bytes = new Layouts(new NoProgram(graph), 8, 24).bytes();
    sharedBytes = new SharedBytes(bytes);
  }

  @AfterEach
  void close() throws IOException {
    graph.close();
  }

  private static Typing typing(Layout layout, long count, Certainty certainty) {
    return new Typing(layout, count, certainty, Match.EXACT);
  }

  private Candidate merged(Layout current, Layout candidate, long count) {
    return sharedBytes.merge(
        typing(current, 100, Certainty.INFERRED),
        Candidate.atLeast(count, candidate, Certainty.INFERRED));
  }

  @Test
  void a_string_and_a_byte_slice_share_bytes_in_any_order() {
    Candidate shared = Candidate.atLeast(100, bytes.shared(), Certainty.INFERRED);
    assertThat(merged(bytes.string(), bytes.array(), 20)).isEqualTo(shared);
    assertThat(merged(bytes.array(), bytes.string(), 20)).isEqualTo(shared);
    assertThat(merged(bytes.shared(), bytes.string(), 20)).isEqualTo(shared);
    assertThat(merged(bytes.shared(), bytes.array(), 20)).isEqualTo(shared);
  }

  @Test
  void the_longest_determines_the_number_of_bytes() {
    assertThat(merged(bytes.string(), bytes.array(), 110).count()).isEqualTo(110);
    assertThat(merged(bytes.shared(), bytes.string(), 110).count()).isEqualTo(110);
  }

  @Test
  void a_pointer_to_one_byte_may_point_into_a_string() {
    assertThat(merged(bytes.string(), bytes.array(), 1).layout()).isEqualTo(bytes.array());
  }

  @Test
  void a_guess_shows_nothing_of_bytes_of_a_known_type() {
    Typing known = typing(bytes.string(), 100, Certainty.INFERRED);
    Typing guessed = typing(bytes.string(), 100, Certainty.GUESS);
    Candidate guess = Candidate.atLeast(20, bytes.array(), Certainty.GUESS);
    assertThat(sharedBytes.merge(known, guess)).isEqualTo(guess);
    assertThat(sharedBytes.merge(null, guess)).isEqualTo(guess);
    assertThat(sharedBytes.merge(guessed, guess).layout()).isEqualTo(bytes.shared());
  }

  @Test
  void bytes_of_both_replace_bytes_of_one() {
    TypingPrecedence precedence = new TypingPrecedence();
    Typing string = typing(bytes.string(), 100, Certainty.INFERRED);
    Typing shared = sharedBytes.share(string);
    assertThat(precedence.replaces(string, shared)).isTrue();
    assertThat(precedence.replaces(shared, string)).isFalse();
    assertThat(precedence.conflicts()).isZero();
  }
}
