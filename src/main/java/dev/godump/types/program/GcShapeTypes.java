package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of variables in generic functions. The compiler instantiates a generic function
 * once for all type arguments with the same GC shape, and DWARF has the shape's types: {@code
 * main.Cache[go.shape.string,go.shape.*uint8]}. The value has one of the program's types that
 * match, so its type is known if only one does. Not thread-safe.
 */
public final class GcShapeTypes {
  private static final String SHAPE = "go.shape.";

  private final Supplier<List<GoType>> allTypes;
  private final Map<String, Optional<GoType>> matchByName = new HashMap<>();

  /** Instances of generic types, by the part of the name before the type arguments. */
  private final Map<String, List<GoType>> instancesByGenericName = new HashMap<>();

  private final Map<String, GoType> typeByName = new HashMap<>();
  private boolean indexed;

  /**
   * @param allTypes returns all types of the program; called at most once
   */
  GcShapeTypes(Supplier<List<GoType>> allTypes) {
    this.allTypes = allTypes;
  }

  /** Reports whether a type is a shape that several types can share. */
  public static boolean isShaped(GoType type) {
    return type.name().contains(SHAPE);
  }

  /** Returns the only type of the program that matches a shape; empty if several do. */
  Optional<GoType> onlyMatch(GoType shaped) {
    Optional<GoType> known = matchByName.get(shaped.name());
    if (known == null) {
      // damaged debugging information may have a type that consists of itself
      matchByName.put(shaped.name(), Optional.empty());
      if (!indexed) {
        indexTypes();
      }
      known = findInstance(shaped).or(() -> compositeOf(shaped));
      matchByName.put(shaped.name(), known);
    }
    return known;
  }

  private Optional<GoType> findInstance(GoType shaped) {
    String name = shaped.name();
    int bracket = name.indexOf('[');
    if (bracket <= 0 || name.indexOf(SHAPE) < bracket) {
      return Optional.empty();
    }
    List<GoType> agreeing = new ArrayList<>();
    for (GoType type : instancesByGenericName.getOrDefault(name.substring(0, bracket), List.of())) {
      if (type.kind() == shaped.kind()
          && type.size() == shaped.size()
          && namesMatch(name, type.name())) {
        agreeing.add(type);
      }
    }
    return agreeing.size() == 1 ? Optional.of(agreeing.get(0)) : Optional.empty();
  }

  /** Matches a pointer, slice or array by its element type. */
  private Optional<GoType> compositeOf(GoType shaped) {
    String before =
        switch (shaped.kind()) {
          case POINTER -> "*";
          case SLICE -> "[]";
          case ARRAY -> "[" + shaped.length() + "]";
          default -> null;
        };
    if (before == null
        || shaped.elem() == null
        || !isShaped(shaped.elem())
        || !shaped.name().startsWith(before)) {
      return Optional.empty();
    }
    return onlyMatch(shaped.elem())
        .map(
            elem -> {
              GoType known = typeByName.get(before + elem.name());
              GoType.Parts parts = GoType.Parts.array(elem, shaped.length());
              return known != null
                  ? known
                  : new GoType(before + elem.name(), shaped.kind(), shaped.size(), 0, () -> parts);
            });
  }

  private void indexTypes() {
    indexed = true;
    for (GoType type : allTypes.get()) {
      int bracket = type.name().indexOf('[');
      if (bracket > 0 && !isShaped(type)) {
        instancesByGenericName
            .computeIfAbsent(type.name().substring(0, bracket), key -> new ArrayList<>())
            .add(type);
      }
      typeByName.putIfAbsent(type.name(), type);
    }
  }

  /**
   * Reports whether a name differs from a shape's name only in type arguments that match the
   * shapes.
   */
  private boolean namesMatch(String shaped, String name) {
    int from = 0;
    int at = 0;
    for (int shape = shaped.indexOf(SHAPE); shape >= 0; shape = shaped.indexOf(SHAPE, from)) {
      int length = shape - from;
      if (!name.regionMatches(at, shaped, from, length)) {
        return false;
      }
      int argument = at + length;
      from = endOfArgument(shaped, shape);
      at = endOfArgument(name, argument);
      if (!argumentMatches(
          shaped.substring(shape + SHAPE.length(), from), name.substring(argument, at))) {
        return false;
      }
    }
    return name.substring(at).equals(shaped.substring(from));
  }

  /** Returns the end of a type that starts in a list of type arguments. */
  private static int endOfArgument(String name, int start) {
    int depth = 0;
    for (int at = start; at < name.length(); at++) {
      char c = name.charAt(at);
      if (depth == 0 && (c == ',' || c == ']')) {
        return at;
      }
      depth += "[({".indexOf(c) >= 0 ? 1 : "])}".indexOf(c) >= 0 ? -1 : 0;
    }
    return name.length();
  }

  /**
   * Reports whether the kind and fields of a type match a shape. Up to Go 1.20 shapes end in an
   * index: {@code int_0}.
   */
  private boolean argumentMatches(String written, String argument) {
    String shape = written.replaceFirst("_\\d+$", "");
    if (shape.startsWith("*")) {
      return argument.startsWith("*")
          || (typeByName.containsKey(argument) && typeByName.get(argument).kind() == Kind.POINTER);
    }
    GoType type = typeByName.get(argument);
    boolean alike = shape.equals(argument) || type == null || type.kind() == kindOf(shape);
    return alike
        && (type == null
            || type.fields().stream()
                .allMatch(field -> shape.contains(field.name() + " " + field.type().name())));
  }

  private @Nullable Kind kindOf(String shape) {
    if (shape.startsWith("[")) {
      return shape.startsWith("[]") ? Kind.SLICE : Kind.ARRAY;
    }
    String word = shape.split("[ \\[({<-]", 2)[0];
    return switch (word) {
      case "struct" -> Kind.STRUCT;
      case "interface" -> Kind.INTERFACE;
      case "map" -> Kind.MAP;
      case "func" -> Kind.FUNC;
      case "chan", "" -> Kind.CHAN;
      default -> typeByName.containsKey(shape) ? typeByName.get(shape).kind() : null;
    };
  }
}
