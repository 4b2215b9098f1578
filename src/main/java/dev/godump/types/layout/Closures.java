package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layouts of closures by their functions. DWARF describes the captured variables of some
 * functions. Otherwise, the compiler makes a struct type for each closure that is allocated, with
 * the function's address in the first field {@code F}, but doesn't record which function it belongs
 * to. A struct type is used only if all struct types that fit the object have the same fields. The
 * name of a method value's function has the type of the receiver.
 */
public final class Closures {
  /** Start of the names of these layouts. */
  private static final String NAME_PREFIX = "closure for ";

  /**
   * End of the names of the functions that the compiler makes for method values such as {@code
   * t.Close}. Their closures have the receiver after the function's address
   * (cmd/compile/internal/typecheck, MethodValueType).
   */
  private static final String METHOD_VALUE_SUFFIX = "-fm";

  /** The name of the layout of closures of unknown functions. */
  static final String UNRESOLVED_NAME = "closure";

  private final KnownTypes known;
  private final SlotMatcher matcher;
  private final int word;
  private final Long2ObjectOpenHashMap<Layout> layouts = new Long2ObjectOpenHashMap<>();

  /** Layouts by the struct type of the captured variables, then by name. */
  private final IdentityHashMap<GoType, Map<String, Layout>> layoutsByContents =
      new IdentityHashMap<>();

  private @Nullable List<GoType> candidates;

  public Closures(KnownTypes known, SlotMatcher matcher) {
    this.known = known;
    this.matcher = matcher;
    this.word = matcher.wordSize();
  }

  /**
   * The layout of a function's closures.
   *
   * @param entry address of the function
   * @param shape shape of an object that is one of its closures
   */
  public Layout layoutOf(String function, long entry, int shape, Layouts all) {
    Layout layout = layouts.get(entry);
    if (layout == null) {
      layout = named(NAME_PREFIX + function, contents(function, entry, shape, all), all);
      layouts.put(entry, layout);
    }
    return layout;
  }

  private Layout named(String name, GoType contents, Layouts all) {
    return layoutsByContents
        .computeIfAbsent(contents, key -> new HashMap<>())
        .computeIfAbsent(
            name,
            key -> all.compile(new GoType(name, Kind.STRUCT, contents.size(), 0, contents::parts)));
  }

  private GoType contents(String function, long entry, int shape, Layouts all) {
    List<Field> captured = known.capturedBy(entry);
    if (!captured.isEmpty()) {
      return capturing(captured);
    }
    if (function.endsWith(METHOD_VALUE_SUFFIX)) {
      Optional<GoType> bound =
          receiver(function)
              .map(type -> capturing(List.of(StructTypes.field("R", word, type))))
              .filter(type -> fits(type, shape, all));
      if (bound.isPresent()) {
        return bound.get();
      }
    }
    List<GoType> fitting = new ArrayList<>();
    for (GoType type : candidates()) {
      if (fits(type, shape, all)) {
        fitting.add(type);
      }
    }
    if (function.endsWith(METHOD_VALUE_SUFFIX)) {
      fitting.removeIf(type -> !isBoundTo(type, receiverName(function)));
    }
    if (fitting.isEmpty()) {
      return nothing();
    }
    GoType first = fitting.get(0);
    return fitting.stream().allMatch(type -> sameWords(type, first)) ? first : nothing();
  }

  private boolean fits(GoType type, int shape, Layouts all) {
    return matcher.match(all.layoutOf(type), shape, 1, true).match() == Match.EXACT;
  }

  /** The type of the receiver that the closures of a method value capture, if it is known. */
  private Optional<GoType> receiver(String function) {
    String name = receiverName(function);
    Optional<GoType> type = known.named(name);
    return type.isPresent() || !name.startsWith("*")
        ? type
        : known.named(name.substring(1)).map(new StructTypes(word)::pointer);
  }

  /** The name of that type: {@code *main.T} for {@code main.(*T).M-fm}. */
  private static String receiverName(String function) {
    int dot = function.lastIndexOf('.');
    String owner = dot < 0 ? "" : function.substring(0, dot).replace("(", "").replace(")", "");
    int star = owner.indexOf('*');
    return star < 0 ? owner : "*" + owner.substring(0, star) + owner.substring(star + 1);
  }

  /** Whether a struct type has one captured variable, of the type with a name. */
  private static boolean isBoundTo(GoType type, String receiver) {
    return type.fields().size() == 2 && type.fields().get(1).type().name().equals(receiver);
  }

  private static boolean sameWords(GoType one, GoType other) {
    List<Field> fields = one.fields();
    List<Field> others = other.fields();
    if (fields.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      boolean same =
          fields.get(i).offset() == others.get(i).offset()
              && fields.get(i).type().name().equals(others.get(i).type().name());
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private GoType capturing(List<Field> captured) {
    List<Field> fields = new ArrayList<>(nothing().fields());
    fields.addAll(captured);
    Field last = captured.get(captured.size() - 1);
    long end = last.offset() + last.type().size();
    return new GoType(
        "struct { F uintptr; … }",
        Kind.STRUCT,
        (end + word - 1) / word * word,
        0,
        () -> Parts.struct(List.copyOf(fields)));
  }

  private GoType nothing() {
    return new StructTypes(word).closure("struct { F uintptr }");
  }

  /** Whether a name is that of a layout of closures, with a known function or without. */
  public static boolean isClosureName(String name) {
    return name.startsWith(NAME_PREFIX) || name.equals(UNRESOLVED_NAME);
  }

  /** Whether a type is a struct type that the compiler makes for closures. */
  public static boolean isClosureType(GoType type) {
    if (type.kind() != Kind.STRUCT
        || !type.name().startsWith("struct {")
        || type.fields().isEmpty()) {
      return false;
    }
    Field first = type.fields().get(0);
    return first.type().kind() == Kind.UINTPTR
        && (first.name().equals("F") || first.name().equals(".F"));
  }

  private List<GoType> candidates() {
    if (candidates == null) {
      candidates = known.all().stream().filter(Closures::isClosureType).toList();
    }
    return candidates;
  }
}
