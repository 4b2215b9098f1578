package dev.godump.analysis.waste;

import dev.godump.types.Certainty;
import java.util.List;

/**
 * Strings and byte slices in the heap, told apart by content.
 *
 * @param contents those that were asked for, in the order that was asked for
 * @param more how many of them are not in the list
 * @param distinct contents there are
 * @param copies there are of them
 * @param bytes that all copies take
 * @param wasted bytes that the copies take but for one of each
 * @param references strings and slices in the program's values that lead to them
 * @param parts how many of those lead to a part of what another one shows
 * @param constants how many more lead to no object: constants of the program, arrays on stacks
 */
public record Strings(
    List<Content> contents,
    long unlisted,
    long distinct,
    long copies,
    long bytes,
    long wasted,
    long references,
    long partialReferences,
    long outsideReferences) {

  /** What holds bytes. */
  public enum Kind {
    /** Strings. */
    STRING("string"),
    /** Byte slices, and strings with the same bytes as theirs where one object is both. */
    BYTES("bytes"),
    /**
     * Bytes that are taken for a string's or slice's, since a pointer and a length that lead to
     * them fit.
     */
    UNKNOWN("unknown");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** What comes first. */
  public enum Order {
    wasted,
    copies,
    length
  }

  /**
   * One content.
   *
   * @param length bytes of it
   * @param copies how often it is in the heap
   * @param references strings or slices that lead to one of the copies
   * @param bytes that all copies take: their slots, and of those that share a block with other
   *     values their own bytes
   * @param wasted those of all copies but the largest
   * @param certainty how sure it is of the least sure copy that it is a string or byte slice
   * @param address of the first copy
   * @param text the first bytes, as many as were asked for
   * @param holders where references lie, most first
   */
  public record Content(
      Kind kind,
      long length,
      long copies,
      long references,
      long bytes,
      long wasted,
      Certainty certainty,
      long address,
      byte[] text,
      List<Referrer> referrers) {}

  /**
   * Where references lie.
   *
   * @param place such as {@code main.Session.name}
   */
  public record Referrer(String location, long references) {}
}
