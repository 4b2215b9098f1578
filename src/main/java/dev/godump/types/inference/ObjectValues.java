package dev.godump.types.inference;

import dev.godump.types.HeapTypes;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.Layout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values in each object: of one type, one after the other. */
interface ObjectValues {
  /** The layout of one value, or null if it is unknown. */
  @Nullable Layout layout(int object);

  /** The number of values in an object that has a layout. */
  long count(int object);

  /** Those of types that were inferred in this process. */
  record Inferred(ObjectTypings typings) implements ObjectValues {
    @Override
    public @Nullable Layout layout(int object) {
      Typing typing = typings.get(object);
      return typing == null ? null : typing.layout();
    }

    @Override
    public long count(int object) {
      return Objects.requireNonNull(typings.get(object)).count();
    }
  }

  /** Those of types that were read from an index. */
  final class Stored implements ObjectValues {
    private final HeapTypes types;
    private final List<@Nullable Layout> layoutByType;

    Stored(HeapTypes types) {
      this.types = types;
      this.layoutByType = types.layoutByType();
    }

    @Override
    public @Nullable Layout layout(int object) {
      return layoutByType.get(types.typeIndex(object));
    }

    @Override
    public long count(int object) {
      return types.type(types.typeIndex(object)).count();
    }
  }
}
