package dev.godump.types.layout;

import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.layout.Layout.Role;
import org.jspecify.annotations.Nullable;

/**
 * The layouts of bytes: those of byte slices and arrays, those of strings, and those that both
 * share, as {@code strings.Builder} and {@code unsafe.String} do. No descriptor describes the bytes
 * of a string; it is the pointers that distinguish them.
 */
public final class ByteLayouts {
  /** The name of the type of a string's bytes. */
  public static final String STRING_NAME = "string bytes";

  /** The name of the type of bytes that strings and byte slices share. */
  public static final String SHARED_NAME = "uint8 and string bytes";

  private final Layout array;
  private final Layout string;
  private final Layout shared;

  ByteLayouts(LayoutTable table) {
    array = table.layoutOf(StructTypes.uint8());
    string = table.layoutOf(StructTypes.basic(STRING_NAME, Kind.UINT8, 1));
    shared = table.layoutOf(StructTypes.basic(SHARED_NAME, Kind.UINT8, 1));
  }

  /** The layout of the bytes of byte slices and arrays: uint8. */
  public Layout array() {
    return array;
  }

  /** The layout of the bytes of strings. */
  public Layout string() {
    return string;
  }

  /** The layout of bytes that strings and byte slices share. */
  public Layout shared() {
    return shared;
  }

  /** Whether a layout is one of bytes. */
  public static boolean isBytes(Layout layout) {
    return switch (layout.role) {
      case BYTES, STRING_BYTES, SHARED_BYTES -> true;
      default -> false;
    };
  }

  /** Whether a layout includes another one of bytes: the same, or shared ones include all. */
  public static boolean includes(Layout all, Layout some) {
    return all == some || (all.role == Role.SHARED_BYTES && isBytes(some));
  }

  /** The role of the type of bytes with a name, or null for other types. */
  static @Nullable Role roleOf(String name) {
    return switch (name) {
      case "uint8" -> Role.BYTES;
      case STRING_NAME -> Role.STRING_BYTES;
      case SHARED_NAME -> Role.SHARED_BYTES;
      default -> null;
    };
  }
}
