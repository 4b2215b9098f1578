package dev.godump.types;

/**
 * The type at an object's start.
 *
 * @param name as Go writes it; {@code path.?@0x4a2f60} for a type of which the dump has only the
 *     package and the address of its pointer type's descriptor
 * @param certainty how sure it is
 */
public record ObjectType(String name, Certainty certainty) {

  /** The name, marked where it isn't certain. */
  public String label() {
    return switch (certainty) {
      case EXACT, UNKNOWN -> name;
      case INFERRED, GUESS -> name + " (" + certainty.label() + ")";
    };
  }
}
