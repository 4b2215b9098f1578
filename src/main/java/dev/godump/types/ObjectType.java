package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.types.layout.Closures;
import org.jspecify.annotations.Nullable;

/**
 * The type at an object's start.
 *
 * @param name the full name as Go writes it: {@code net/http.Request}; {@code [12]main.T} for
 *     arrays, including those that slices point at; {@code map[string]int}, {@code map[string]int
 *     buckets} for a map's header and its other parts; {@code path.?{ptrs@0 of 16 B}} if the dump
 *     has only the package of the type, {@code type{ptrs@0,8 of 24 B}} if it has only the
 *     descriptor's address
 * @param count number of consecutive values of {@code element}
 * @param element the type of each value; null if it is not described
 */
public record ObjectType(String name, Certainty certainty, long count, @Nullable GoType element) {
  /** A single value of a type that has only a name. */
  public ObjectType(String name, Certainty certainty) {
    this(name, certainty, 1, null);
  }

  /** Whether it is a closure: a function's address followed by the variables it captured. */
  boolean isClosure() {
    return Closures.isClosureName(name);
  }

  /** The name, marked if it is a guess. */
  public String label() {
    return switch (certainty) {
      case EXACT, INFERRED, UNKNOWN -> name;
      case GUESS -> name + " (" + certainty.label() + ")";
    };
  }

  /** The {@linkplain #label label}, with the type of the map in place of that of its header. */
  public String wholeMapLabel() {
    return RuntimeTypeName.isMapHeader(name)
        ? new ObjectType(RuntimeTypeName.mapOf(name).orElse(name), certainty).label()
        : label();
  }
}
