package dev.godump.analysis.waste;

import dev.godump.types.Certainty;
import java.util.List;

/**
 * Strings and byte slices in the heap, grouped by content.
 *
 * @param contents the requested contents, in the requested order
 * @param unlisted number of requested contents after those in the list
 * @param distinct number of contents
 * @param copies number of copies of all contents
 * @param bytes of all copies
 * @param wasted bytes of all copies but one of each content
 * @param zeroSlices number of byte slices of zeros only: never written, or cleared. They are not
 *     among the contents.
 * @param zeroBytes of all byte slices of zeros
 * @param references number of strings and slices in the program's values that point at them
 * @param partialReferences number of references that cover only a part of a content
 * @param outsideReferences number of strings and slices with bytes outside the heap: constants of
 *     the program, arrays on stacks
 */
public record Strings(
    List<Content> contents,
    long unlisted,
    long distinct,
    long copies,
    long bytes,
    long wasted,
    long zeroSlices,
    long zeroBytes,
    long references,
    long partialReferences,
    long outsideReferences) {

  /** Kinds of contents. */
  public enum Kind {
    /** Strings. */
    STRING("string", 0),
    /** Byte slices, and strings that share an object with one. */
    BYTES("bytes", 1),
    /**
     * Bytes that are guessed to be a string or slice, since a pointer and a length that fit point
     * at them.
     */
    UNKNOWN("unknown", 2);

    private final String label;
    private final int hashSeed;

    Kind(String label, int hashSeed) {
      this.label = label;
      this.hashSeed = hashSeed;
    }

    public String label() {
      return label;
    }

    /** Returns a number that makes the hashes of equal bytes of different kinds differ. */
    int hashSeed() {
      return hashSeed;
    }
  }

  /** Orders, largest first; the constants are values of an option. */
  public enum Order {
    wasted,
    copies,
    length
  }

  /**
   * One content.
   *
   * @param length in bytes
   * @param copies number of copies in the heap
   * @param references number of strings and slices that point at a copy
   * @param bytes of all copies: their slots, or their own bytes if they share a block with other
   *     values
   * @param wasted bytes of all copies but the largest
   * @param certainty of the least certain copy
   * @param address of the first copy
   * @param text the first bytes, as many as were asked for
   * @param referrers locations of references, most references first
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
   * References from one location.
   *
   * @param location such as {@code main.Session.name}
   */
  public record Referrer(String location, long references) {}
}
