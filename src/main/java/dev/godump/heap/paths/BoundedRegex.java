package dev.godump.heap.paths;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/**
 * A regular expression in the syntax of {@link Pattern}, searched for in bounded time. A {@link
 * Pattern} tries one alternative after another, and some expressions, such as {@code ((a+)+)+$},
 * have so many for one text that no search would ever end.
 */
public final class BoundedRegex {
  /**
   * The characters to read, again and again, for each character of a text: far more than needed by
   * an expression without repetitions of repetitions.
   */
  private static final long STEPS_PER_CHARACTER = 10_000;

  /** The most characters to read in one text: a second or two. */
  private static final long MOST_STEPS = 200_000_000;

  /** Characters that every text counts more than it has, since even an empty one takes steps. */
  private static final long LEAST_CHARACTERS = 10;

  private final Pattern pattern;

  private BoundedRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws java.util.regex.PatternSyntaxException if the text is not a regular expression
   */
  public static BoundedRegex of(String text) {
    return new BoundedRegex(Pattern.compile(text));
  }

  /**
   * Whether a part of a text matches.
   *
   * @throws UncheckedIOException of a {@link LimitException} if the search takes too many steps or
   *     too deep a stack
   */
  public boolean find(String text) {
    long steps = Math.min(MOST_STEPS, STEPS_PER_CHARACTER * (LEAST_CHARACTERS + text.length()));
    try {
      return pattern.matcher(new Steps(text, steps)).find();
    } catch (TooManySteps | StackOverflowError e) {
      throw new UncheckedIOException(
          new LimitException(
              "'"
                  + pattern
                  + "' takes too many steps in a text of "
                  + text.length()
                  + " characters; leave out a .* at the start, and repetitions inside repetitions"));
    }
  }

  /** Thrown when an expression is too complex for a text. */
  public static final class LimitException extends IOException {
    private static final long serialVersionUID = 1;

    LimitException(String message) {
      super(message);
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super(null, null, false, false);
    }
  }

  /** A text that can be read a limited number of times. */
  private static final class Steps implements CharSequence {
    private final String text;
    private long left;

    Steps(String text, long steps) {
      this.text = text;
      this.left = steps;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
