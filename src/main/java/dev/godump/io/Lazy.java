package dev.godump.io;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed on first use. */
public final class Lazy<T> implements Supplier<T> {
  private @Nullable Supplier<T> source;
  private volatile @Nullable T value;

  public Lazy(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
    T made = value;
    return made != null ? made : make();
  }

  private synchronized T make() {
    T made = value;
    if (made == null) {
      made = Objects.requireNonNull(source).get();
      value = made;
      source = null;
    }
    return made;
  }
}
