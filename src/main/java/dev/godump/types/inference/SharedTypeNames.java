package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import dev.godump.types.program.KnownTypes;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names for types that have one name in Go, such as a package's type and one that a function
 * declares: all but the first are numbered, in the order of their descriptors, which is the same in
 * all dumps of a program.
 */
final class SharedTypeNames {
  private SharedTypeNames() {}

  /** Names of the layouts of such types. */
  static IdentityHashMap<Layout, String> names(List<Typing> table, KnownTypes known) {
    Map<String, LongArrayList> descriptors = new HashMap<>();
    for (Typing typing : table) {
      if (typing != null && isNamed(typing.layout())) {
        descriptors.put(typing.layout().name, new LongArrayList());
      }
    }
    for (GoType type : known.all()) {
      LongArrayList shared = descriptors.get(type.name());
      if (shared != null && type.descriptor() != 0 && !shared.contains(type.descriptor())) {
        shared.add(type.descriptor());
      }
    }
    descriptors.values().forEach(shared -> shared.sort(Long::compareUnsigned));
    IdentityHashMap<Layout, String> names = new IdentityHashMap<>();
    for (Typing typing : table) {
      if (typing != null && isNamed(typing.layout())) {
        Layout layout = typing.layout();
        LongArrayList shared = descriptors.get(layout.name);
        int number = shared == null ? 0 : shared.indexOf(layout.type.descriptor());
        if (number > 0) {
          names.put(layout, layout.name + " #" + (number + 1));
        }
      }
    }
    return names;
  }

  /** Whether a layout is that of a value of a type that was declared with a name. */
  private static boolean isNamed(Layout layout) {
    boolean declared =
        layout.name.indexOf('.') > 0
            && layout.name.indexOf('<') < 0
            && !layout.name.startsWith("struct {");
    return declared
        && layout.form == Layout.Form.VALUE
        && layout.type.kind() == GoType.Kind.STRUCT
        && layout.type.descriptor() != 0
        && layout.type.name().equals(layout.name);
  }
}
