package dev.godump.web;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The answers that were given last and those that are being found. A question that is asked again,
 * because its answer took long or because the user came back to a view, is answered once. Heaps
 * don't change while they are open, so no answer ever becomes wrong.
 */
final class KnownAnswers {
  /** The most bytes of answers to keep. */
  private static final long MAX_BYTES = 16 << 20;

  /** Questions that are being answered or wait for it. */
  private static final int MAX_PENDING = 64;

  private final Answers answers;

  /** In the order of their last use. */
  private final Map<Question, CompletableFuture<Answer>> known =
      new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;
  private int pending;

  KnownAnswers(Answers answers) {
    this.answers = answers;
  }

  /** Returns the answer to a question; it may be complete already. */
  synchronized CompletableFuture<Answer> ask(Question question) {
    CompletableFuture<Answer> before = known.get(question);
    if (before != null) {
      return before;
    }
    if (pending >= MAX_PENDING) {
      return CompletableFuture.completedFuture(
          Answer.tooManyRequests(MAX_PENDING + " questions are waiting for their answers"));
    }
    pending++;
    CompletableFuture<Answer> answer = answers.ask(question);
    known.put(question, answer);
    CompletableFuture<Void> unused = answer.thenAccept(given -> completed(question, given));
    return answer;
  }

  private synchronized void completed(Question question, Answer answer) {
    pending--;
    if (answer.status() >= Answer.TOO_MANY_REQUESTS) {
      known.remove(question);
      return;
    }
    bytes += answer.json().length;
    Iterator<CompletableFuture<Answer>> oldest = known.values().iterator();
    while (bytes > MAX_BYTES && oldest.hasNext()) {
      Answer old = oldest.next().getNow(null);
      if (old != null && !old.equals(answer)) {
        bytes -= old.json().length;
        oldest.remove();
      }
    }
  }
}
