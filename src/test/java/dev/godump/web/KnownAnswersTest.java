package dev.godump.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KnownAnswersTest {
  private final List<CompletableFuture<Answer>> given = new ArrayList<>();
  private final KnownAnswers known =
      new KnownAnswers(
          new Answers() {
            @Override
            public Map<String, Object> status() {
              return Map.of();
            }

            @Override
            public boolean hasCommand(String name) {
              return true;
            }

            @Override
            public int dumps() {
              return 1;
            }

            @Override
            public boolean isReady(Question question) {
              return true;
            }

            @Override
            public CompletableFuture<Answer> ask(Question question) {
              given.add(new CompletableFuture<>());
              return given.get(given.size() - 1);
            }
          });

  private static Question question(int number) {
    return new Question("c", List.of(0), List.of("" + number), List.of());
  }

  private void ask(int number) {
    assertThat(known.ask(question(number))).isNotNull();
  }

  @Test
  void equal_questions_have_one_answer() {
    assertThat(known.ask(question(1))).isSameAs(known.ask(question(1)));
    assertThat(known.ask(question(2))).isNotSameAs(known.ask(question(1)));
    assertThat(given).hasSize(2);
  }

  @Test
  void failures_are_not_kept() {
    ask(1);
    given.get(0).complete(Answer.failure("x"));
    ask(1);
    assertThat(given).hasSize(2);
  }

  @Test
  void too_many_questions_at_once_are_refused() {
    for (int i = 0; i < 64; i++) {
      ask(i);
    }
    assertThat(known.ask(question(64)).join().status()).isEqualTo(429);
    given.get(0).complete(Answer.ok(new byte[0]));
    assertThat(known.ask(question(64))).isNotDone();
  }

  @Test
  void the_answers_that_were_not_used_for_longest_are_dropped() {
    for (int i = 0; i < 20; i++) {
      ask(i);
      given.get(i).complete(Answer.ok(new byte[1 << 20]));
    }
    ask(19);
    assertThat(given).hasSize(20);
    ask(0);
    assertThat(given).hasSize(21);
  }
}
