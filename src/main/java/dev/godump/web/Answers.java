package dev.godump.web;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Answers questions about open dumps. All methods can be called by several threads at once. */
public interface Answers {
  /** Returns the fields of {@code /api/status}, as {@link dev.godump.report.text.Report#json()}. */
  Map<String, Object> status();

  /** Whether a command can be asked. */
  boolean hasCommand(String name);

  /** The number of dumps. */
  int dumps();

  /** Whether the dumps of a question are open, or can't be opened. */
  boolean isReady(Question question);

  /**
   * Starts to answer a question.
   *
   * @return never completes with an exception
   */
  CompletableFuture<Answer> ask(Question question);
}
