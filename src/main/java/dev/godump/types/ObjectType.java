package dev.godump.types;

import dev.godump.binary.type.GoType;

/**
 * The type at an object's start.
 *
 * @param name as Go writes it, whole: {@code net/http.Request}, {@code [12]main.T} for an array and
 *     for what a slice lies in, {@code bucket<string,int>} and the like for the runtime's parts of
 *     maps and channels; {@code path.?{ptrs@0 of 16 B}} for a type of which the dump has only the
 *     package and no name, {@code type{ptrs@0,8 of 24 B}} for one of which it has not even that
 * @param certainty how sure it is
 * @param count how many values of {@code element} follow each other; 1 for a single one
 * @param element the type of one of them, or null if no executable tells what it is made of
 */
public record ObjectType(String name, Certainty certainty, long count, GoType element) {
  /** A single value of a type of which only the name is known. */
  public ObjectType(String name, Certainty certainty) {
    this(name, certainty, 1, null);
  }

  /** The name, marked where it isn't certain. */
  public String label() {
    return switch (certainty) {
      case EXACT, UNKNOWN -> name;
      case INFERRED, GUESS -> name + " (" + certainty.label() + ")";
    };
  }
}
