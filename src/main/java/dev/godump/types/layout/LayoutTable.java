package dev.godump.types.layout;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.program.KnownTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Layouts by id, and by the type or key that they were compiled for. Not thread-safe. */
final class LayoutTable {
  private final KnownTypes known;
  private final int word;
  private final int minor;
  private final GoType empty;

  private final List<Layout> all = new ArrayList<>();
  private final IdentityHashMap<GoType, Layout> layoutByType = new IdentityHashMap<>();
  private final Map<String, Layout> layoutByName = new HashMap<>();
  private final Map<String, Layout> layoutByKey = new HashMap<>();

  /**
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  LayoutTable(KnownTypes known, int word, int minor) {
    this.known = known;
    this.word = word;
    this.minor = minor;
    this.empty = StructTypes.basic("interface {}", Kind.INTERFACE, 2L * word);
  }

  Layout get(int id) {
    return all.get(id);
  }

  /** The layout of interfaces without methods. */
  Layout any() {
    return layoutOf(empty);
  }

  /** The layout of a type; several descriptions of one type share a layout. */
  Layout layoutOf(GoType type) {
    Layout layout = layoutByType.get(type);
    if (layout != null) {
      return layout;
    }
    GoType best = known.resolve(type);
    String key = best.kind() + " " + best.size() + " " + best.name();
    Layout same = layoutByName.get(key);
    boolean another =
        same != null
            && same.type.descriptor() != 0
            && best.descriptor() != 0
            && same.type.descriptor() != best.descriptor();
    if (same == null || another) {
      same = compile(best, Form.VALUE, null);
      layoutByName.putIfAbsent(key, same);
    }
    layoutByType.put(type, same);
    layoutByType.put(best, same);
    return same;
  }

  /** Sets the layout of a type, to keep it apart from others of the same name. */
  void setLayoutOf(GoType type, Layout layout) {
    layoutByType.put(type, layout);
  }

  /**
   * The layout with a key.
   *
   * @param type its type, for the first call with the key
   * @param mapOrChannel type of the map or channel that it is a part of, or null
   */
  Layout layoutFor(String key, Supplier<GoType> type, Form form, @Nullable GoType mapOrChannel) {
    Layout layout = layoutByKey.get(key);
    if (layout == null) {
      layout = compile(type.get(), form, mapOrChannel);
      layoutByKey.put(key, layout);
    }
    return layout;
  }

  /** Compiles a type. */
  Layout compile(GoType type, Form form, @Nullable GoType mapOrChannel) {
    ReferenceCollector collector = new ReferenceCollector(known, word, minor, empty);
    collector.add(type);
    if (form == Form.CHANNEL && ChannelLayouts.hasUnscannedBuffer(type)) {
      collector.clearPointers();
    }
    long[] pointerOffsets = known.pointerOffsets(type);
    if (pointerOffsets != null) {
      collector.setPointers(pointerOffsets);
    }
    return add(id -> collector.layout(id, type, form, mapOrChannel));
  }

  /** Adds a layout, made with the next id. */
  Layout add(IntFunction<Layout> made) {
    Layout layout = made.apply(all.size());
    all.add(layout);
    return layout;
  }
}
