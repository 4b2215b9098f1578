package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.types.layout.Layout;
import org.jspecify.annotations.Nullable;

/**
 * The header or another part of a map or channel, a type that has no descriptor because the runtime
 * lays it out.
 *
 * @param form the part; {@link Layout.Form#VALUE} for entries of a map's directory
 * @param mapOrChannel the type of the map or channel
 */
public record RuntimePart(Layout.Form form, GoType mapOrChannel) {
  /** Returns the part with a layout, or null if the layout is not that of a part. */
  public static @Nullable RuntimePart of(Layout layout) {
    return layout.mapOrChannel == null ? null : new RuntimePart(layout.form, layout.mapOrChannel);
  }

  /** Whether variables of the map's or channel's type point at this part. */
  boolean isHeader() {
    return form == Layout.Form.HASH_MAP
        || form == Layout.Form.SWISS_MAP
        || form == Layout.Form.CHANNEL;
  }
}
