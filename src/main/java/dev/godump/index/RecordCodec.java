package dev.godump.index;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntCollection;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Writes records to a section and reads them. A record is its components in order: numbers, texts,
 * constants by name, ids, records, and lists and optional values of these. A value of a sealed
 * interface is the simple name of its record before that.
 */
public final class RecordCodec {
  private RecordCodec() {}

  /**
   * Writes a list of records.
   *
   * @param type of the records
   */
  public static <R extends Record> void writeAll(
      Class<R> type, Collection<? extends R> records, SectionOutput out) {
    out.writeInt(records.size());
    records.forEach(each -> write(type, each, out));
  }

  /**
   * Reads a list of records.
   *
   * @throws DamagedIndexException if the section doesn't contain one
   */
  public static <R extends Record> List<R> readAll(Class<R> type, SectionInput in) {
    List<R> records = new ArrayList<>();
    for (int i = in.readCount(); i > 0; i--) {
      records.add(type.cast(read(type, in)));
    }
    return List.copyOf(records);
  }

  private static void write(Type type, Object value, SectionOutput out) {
    if (type == int.class) {
      out.writeInt((Integer) value);
    } else if (type == long.class) {
      out.writeLong((Long) value);
    } else if (type == boolean.class) {
      out.writeBoolean((Boolean) value);
    } else if (type == String.class) {
      out.writeText((String) value);
    } else if (type == OptionalInt.class) {
      OptionalInt number = (OptionalInt) value;
      out.writeBoolean(number.isPresent());
      number.ifPresent(out::writeInt);
    } else if (type == IntList.class || type == IntSet.class) {
      out.writeInt(((IntCollection) value).size());
      ((IntCollection) value).forEach(out::writeInt);
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      List<?> list = (List<?>) value;
      out.writeInt(list.size());
      list.forEach(each -> write(argument(generic), each, out));
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      Optional<?> optional = (Optional<?>) value;
      out.writeBoolean(optional.isPresent());
      optional.ifPresent(each -> write(argument(generic), each, out));
    } else if (type instanceof Class<?> named && named.isEnum()) {
      out.writeText(((Enum<?>) value).name());
    } else if (type instanceof Class<?> named && named.isSealed()) {
      out.writeText(value.getClass().getSimpleName());
      write(value.getClass(), value, out);
    } else if (type instanceof Class<?> named && named.isRecord()) {
      for (RecordComponent component : named.getRecordComponents()) {
        write(component.getGenericType(), component(component, value), out);
      }
    } else {
      throw new IllegalArgumentException("an index has no form of " + type);
    }
  }

  private static Object component(RecordComponent component, Object owner) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Type argument(ParameterizedType generic) {
    return generic.getActualTypeArguments()[0];
  }

  private static Object read(Type type, SectionInput in) {
    if (type == int.class) {
      return in.readInt();
    } else if (type == long.class) {
      return in.readLong();
    } else if (type == boolean.class) {
      return in.readBoolean();
    } else if (type == String.class) {
      return in.readText();
    } else if (type == OptionalInt.class) {
      return in.readBoolean() ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    } else if (type == IntList.class) {
      return ints(in);
    } else if (type == IntSet.class) {
      return new IntOpenHashSet(ints(in));
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = in.readCount(); i > 0; i--) {
        list.add(read(argument(generic), in));
      }
      return List.copyOf(list);
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() == Optional.class) {
      return in.readBoolean() ? Optional.of(read(argument(generic), in)) : Optional.empty();
    } else if (type instanceof Class<?> named && named.isEnum()) {
      String name = in.readText();
      return Arrays.stream(named.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equals(name))
          .findFirst()
          .orElseThrow(() -> new DamagedIndexException("no constant " + name));
    } else if (type instanceof Class<?> named && named.isSealed()) {
      String name = in.readText();
      return records(named)
          .filter(each -> each.getSimpleName().equals(name))
          .findFirst()
          .map(each -> read(each, in))
          .orElseThrow(() -> new DamagedIndexException("no record " + name));
    } else if (type instanceof Class<?> named && named.isRecord()) {
      return record(named, in);
    }
    throw new IllegalArgumentException("an index has no form of " + type);
  }

  /** The records that a sealed interface permits, also through other sealed interfaces. */
  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RecordCodec::records)
        : Stream.of(type);
  }

  private static IntArrayList ints(SectionInput in) {
    int count = in.readCount();
    IntArrayList ints = new IntArrayList(count);
    for (int i = 0; i < count; i++) {
      ints.add(in.readInt());
    }
    return ints;
  }

  private static Object record(Class<?> type, SectionInput in) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = read(Objects.requireNonNull(components[i].getGenericType()), in);
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new DamagedIndexException("a " + type.getSimpleName() + " that can't be");
    }
  }
}
