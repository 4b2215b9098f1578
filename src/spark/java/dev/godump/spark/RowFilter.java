package dev.godump.spark;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.sources.GreaterThanOrEqual;
import org.apache.spark.sql.sources.In;
import org.apache.spark.sql.sources.IsNotNull;
import org.apache.spark.sql.sources.IsNull;
import org.apache.spark.sql.sources.LessThan;
import org.apache.spark.sql.sources.LessThanOrEqual;
import org.apache.spark.sql.sources.Not;
import org.apache.spark.sql.sources.Or;
import org.apache.spark.sql.sources.StringContains;
import org.apache.spark.sql.sources.StringEndsWith;
import org.apache.spark.sql.sources.StringStartsWith;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Evaluates the conditions of a query in SQL's logic: true, false or unknown. */
final class RowFilter {
  private RowFilter() {}

  /** Whether a condition can be evaluated here. */
  static boolean isKnown(Filter filter) {
    if (filter instanceof And both) {
      return isKnown(both.left()) && isKnown(both.right());
    } else if (filter instanceof Or either) {
      return isKnown(either.left()) && isKnown(either.right());
    } else if (filter instanceof Not not) {
      return isKnown(not.child());
    } else if (filter instanceof EqualTo equal) {
      return isComparable(equal.value());
    } else if (filter instanceof EqualNullSafe equal) {
      return equal.value() == null || isComparable(equal.value());
    } else if (filter instanceof GreaterThan more) {
      return isComparable(more.value());
    } else if (filter instanceof GreaterThanOrEqual more) {
      return isComparable(more.value());
    } else if (filter instanceof LessThan less) {
      return isComparable(less.value());
    } else if (filter instanceof LessThanOrEqual less) {
      return isComparable(less.value());
    } else if (filter instanceof In in) {
      return Arrays.stream(in.values()).allMatch(RowFilter::isComparable);
    }
    return filter instanceof IsNull
        || filter instanceof IsNotNull
        || filter instanceof StringStartsWith
        || filter instanceof StringEndsWith
        || filter instanceof StringContains;
  }

  /** The types of the columns; NaN is apart, as Spark takes it for equal to itself. */
  private static boolean isComparable(@Nullable Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || (value instanceof Double number && !number.isNaN());
  }

  /**
   * Evaluates a condition.
   *
   * @param row the value of a column by its name, as the row of an engine has it; null for null
   * @return null for unknown
   */
  static @Nullable Boolean test(Filter filter, Function<String, @Nullable Object> row) {
    if (filter instanceof And both) {
      return and(test(both.left(), row), () -> test(both.right(), row));
    } else if (filter instanceof Or either) {
      return not(and(not(test(either.left(), row)), () -> not(test(either.right(), row))));
    } else if (filter instanceof Not not) {
      return not(test(not.child(), row));
    } else if (filter instanceof IsNull is) {
      return row.apply(is.attribute()) == null;
    } else if (filter instanceof IsNotNull is) {
      return row.apply(is.attribute()) != null;
    } else if (filter instanceof EqualNullSafe equal) {
      Object value = row.apply(equal.attribute());
      return value == null || equal.value() == null
          ? value == equal.value()
          : compare(value, equal.value()) == 0;
    } else if (filter instanceof In in) {
      Object value = row.apply(in.attribute());
      return value == null
          ? null
          : (Boolean) Arrays.stream(in.values()).anyMatch(each -> compare(value, each) == 0);
    } else if (filter instanceof StringStartsWith text) {
      return text(row.apply(text.attribute()), value -> value.startsWith(utf8(text.value())));
    } else if (filter instanceof StringEndsWith text) {
      return text(row.apply(text.attribute()), value -> value.endsWith(utf8(text.value())));
    } else if (filter instanceof StringContains text) {
      return text(row.apply(text.attribute()), value -> value.contains(utf8(text.value())));
    }
    return comparison(filter, row);
  }

  private static @Nullable Boolean comparison(
      Filter filter, Function<String, @Nullable Object> row) {
    if (filter instanceof EqualTo equal) {
      return order(row.apply(equal.attribute()), equal.value(), order -> order == 0);
    } else if (filter instanceof GreaterThan more) {
      return order(row.apply(more.attribute()), more.value(), order -> order > 0);
    } else if (filter instanceof GreaterThanOrEqual more) {
      return order(row.apply(more.attribute()), more.value(), order -> order >= 0);
    } else if (filter instanceof LessThan less) {
      return order(row.apply(less.attribute()), less.value(), order -> order < 0);
    } else if (filter instanceof LessThanOrEqual less) {
      return order(row.apply(less.attribute()), less.value(), order -> order <= 0);
    }
    throw new IllegalArgumentException("a condition that was not accepted: " + filter);
  }

  private static @Nullable Boolean and(
      @Nullable Boolean left, java.util.function.Supplier<@Nullable Boolean> other) {
    if (Objects.equals(left, false)) {
      return false;
    }
    Boolean right = other.get();
    return Objects.equals(right, false) ? (Boolean) false : left == null ? null : right;
  }

  private static @Nullable Boolean not(@Nullable Boolean value) {
    return value == null ? null : (Boolean) !value;
  }

  private static @Nullable Boolean order(
      @Nullable Object value, Object bound, Function<Integer, Boolean> holds) {
    return value == null ? null : holds.apply(compare(value, bound));
  }

  private static @Nullable Boolean text(
      @Nullable Object value, Function<UTF8String, Boolean> holds) {
    return value == null ? null : holds.apply((UTF8String) value);
  }

  /** Compares texts as Spark does, by bytes. */
  private static int compare(Object value, Object bound) {
    if (value instanceof UTF8String text) {
      return text.compareTo(utf8((String) bound));
    } else if (value instanceof Long number) {
      return Long.compare(number, (Long) bound);
    } else if (value instanceof Double number) {
      return Double.compare(number, (Double) bound);
    }
    return Boolean.compare((Boolean) value, (Boolean) bound);
  }

  private static UTF8String utf8(String text) {
    return UTF8String.fromString(text);
  }
}
