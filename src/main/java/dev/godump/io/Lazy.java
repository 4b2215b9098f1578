package dev.godump.io;

import java.util.function.Supplier;

/** Something that is made when it is first asked for. */
public final class Lazy<T> implements Supplier<T> {
  private Supplier<T> source;
  private volatile T value;

  public Lazy(Supplier<T> source) {
    this.source = source;
  }

  @Override
  public T get() {
    T made = value;
    return made != null ? made : make();
  }

  private synchronized T make() {
    if (value == null) {
      value = source.get();
      source = null;
    }
    return value;
  }
}
