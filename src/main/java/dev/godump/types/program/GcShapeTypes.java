package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the variables of generic functions are. The compiler makes one function for all type
 * arguments that are alike to the collector, and DWARF knows their variables by that: {@code
 * main.Cache[go.shape.string, go.shape.*uint8]}. What they hold is of one of the program's types
 * that agree with it, and known if there is only one.
 */
public final class GcShapeTypes {
  private static final String SHAPE = "go.shape.";

  private final Supplier<List<GoType>> all;
  private final Map<String, Optional<GoType>> found = new HashMap<>();

  /** By the text before their type arguments. */
  private Map<String, List<GoType>> generics;

  private Map<String, GoType> types;

  /**
   * @param all types of the program; asked for at most once
   */
  GcShapeTypes(Supplier<List<GoType>> all) {
    this.all = all;
  }

  /** Whether a type is that of values of several types. */
  public static boolean isShaped(GoType type) {
    return type.name().contains(SHAPE);
  }

  /** The only type of the program that a shaped type stands for; empty if there are several. */
  Optional<GoType> only(GoType shaped) {
    Optional<GoType> known = found.get(shaped.name());
    if (known == null) {
      // debugging information may say that a type consists of itself
      found.put(shaped.name(), Optional.empty());
      if (generics == null) {
        list();
      }
      known = find(shaped).or(() -> madeOf(shaped));
      found.put(shaped.name(), known);
    }
    return known;
  }

  private Optional<GoType> find(GoType shaped) {
    String name = shaped.name();
    int bracket = name.indexOf('[');
    if (bracket <= 0 || name.indexOf(SHAPE) < bracket) {
      return Optional.empty();
    }
    List<GoType> agreeing = new ArrayList<>();
    for (GoType type : generics.getOrDefault(name.substring(0, bracket), List.of())) {
      if (type.kind() == shaped.kind()
          && type.size() == shaped.size()
          && agree(name, type.name())) {
        agreeing.add(type);
      }
    }
    return agreeing.size() == 1 ? Optional.of(agreeing.get(0)) : Optional.empty();
  }

  /** Of a pointer, a slice or an array, the same of the only type that its elements stand for. */
  private Optional<GoType> madeOf(GoType shaped) {
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
    return only(shaped.elem())
        .map(
            elem -> {
              GoType known = types.get(before + elem.name());
              GoType.Parts parts =
                  new GoType.Parts(elem, null, shaped.length(), List.of(), null, 0);
              return known != null
                  ? known
                  : new GoType(before + elem.name(), shaped.kind(), shaped.size(), 0, () -> parts);
            });
  }

  private void list() {
    generics = new HashMap<>();
    types = new HashMap<>();
    for (GoType type : all.get()) {
      int bracket = type.name().indexOf('[');
      if (bracket > 0 && !isShaped(type)) {
        generics
            .computeIfAbsent(type.name().substring(0, bracket), key -> new ArrayList<>())
            .add(type);
      }
      types.putIfAbsent(type.name(), type);
    }
  }

  /** Whether a name is the same as another but for what stands for its shapes. */
  private boolean agree(String shaped, String name) {
    int from = 0;
    int at = 0;
    for (int shape = shaped.indexOf(SHAPE); shape >= 0; shape = shaped.indexOf(SHAPE, from)) {
      int length = shape - from;
      if (!name.regionMatches(at, shaped, from, length)) {
        return false;
      }
      int argument = at + length;
      from = end(shaped, shape);
      at = end(name, argument);
      if (!stands(shaped.substring(shape + SHAPE.length(), from), name.substring(argument, at))) {
        return false;
      }
    }
    return name.substring(at).equals(shaped.substring(from));
  }

  /** Where a type that begins in a list of type arguments ends. */
  private static int end(String name, int start) {
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
   * Whether a type is of a shape, as far as its kind and fields tell. Up to Go 1.20 shapes have
   * numbers: {@code int_0}.
   */
  private boolean stands(String written, String argument) {
    String shape = written.replaceFirst("_\\d+$", "");
    if (shape.startsWith("*")) {
      return argument.startsWith("*")
          || types.containsKey(argument) && types.get(argument).kind() == Kind.POINTER;
    }
    GoType type = types.get(argument);
    boolean alike = shape.equals(argument) || type == null || type.kind() == kindOf(shape);
    return alike
        && (type == null
            || type.fields().stream()
                .allMatch(field -> shape.contains(field.name() + " " + field.type().name())));
  }

  private Kind kindOf(String shape) {
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
      default -> types.containsKey(shape) ? types.get(shape).kind() : null;
    };
  }
}
