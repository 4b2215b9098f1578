package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.types.value.GoValue;
import org.jspecify.annotations.Nullable;

/**
 * A function of a Go value that isn't nil and of its type, with one method for each kind of value.
 *
 * @param <R> type of the result
 */
interface ValueFunction<R> {

  /**
   * Applies the method for the kind of a value.
   *
   * @param type of the value, or null if unknown
   * @throws IllegalArgumentException if the kind has no method
   */
  default R apply(GoValue value, @Nullable GoType type) {
    if (value instanceof GoValue.Scalar scalar) {
      return scalar(scalar, type);
    } else if (value instanceof GoValue.Text text) {
      return text(text);
    } else if (value instanceof GoValue.Bytes bytes) {
      return bytes(bytes, type);
    } else if (value instanceof GoValue.Elements elements) {
      return elements(elements, type);
    } else if (value instanceof GoValue.Struct struct) {
      return struct(struct);
    } else if (value instanceof GoValue.WellKnown known) {
      return wellKnown(known);
    } else if (value instanceof GoValue.Pointer pointer) {
      return pointer(pointer, type);
    } else if (value instanceof GoValue.Entries entries) {
      return entries(entries, type);
    } else if (value instanceof GoValue.Channel channel) {
      return channel(channel);
    } else if (value instanceof GoValue.Dynamic dynamic) {
      return dynamic(dynamic);
    } else if (value instanceof GoValue.Function function) {
      return function(function);
    } else if (value instanceof GoValue.Descriptor descriptor) {
      return descriptor(descriptor);
    } else if (value instanceof GoValue.Redacted redacted) {
      return redacted(redacted);
    } else if (value instanceof GoValue.Unknown unknown) {
      return unknown(unknown);
    }
    throw new IllegalArgumentException("no method for " + value);
  }

  R scalar(GoValue.Scalar value, @Nullable GoType type);

  R text(GoValue.Text value);

  R bytes(GoValue.Bytes value, @Nullable GoType type);

  R elements(GoValue.Elements value, @Nullable GoType type);

  R struct(GoValue.Struct value);

  R wellKnown(GoValue.WellKnown value);

  R pointer(GoValue.Pointer value, @Nullable GoType type);

  R entries(GoValue.Entries value, @Nullable GoType type);

  R channel(GoValue.Channel value);

  R dynamic(GoValue.Dynamic value);

  R function(GoValue.Function value);

  R descriptor(GoValue.Descriptor value);

  R redacted(GoValue.Redacted value);

  R unknown(GoValue.Unknown value);
}
