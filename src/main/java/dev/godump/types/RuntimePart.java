package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;

/**
 * What a type is that no descriptor describes, because the runtime lays it out: the header or a
 * part of a map or channel.
 *
 * @param form which; {@link Layout.Form#VALUE} of an entry of a map's directory
 * @param subject the type of the map or channel
 */
public record RuntimePart(Layout.Form form, GoType mapOrChannel) {
  /** Of a layout, or null if it is not such a type. */
  public static RuntimePart of(Layout layout) {
    return layout.mapOrChannel == null ? null : new RuntimePart(layout.form, layout.mapOrChannel);
  }

  /** Whether it is what variables of the map's or channel's type point at. */
  boolean isHeader() {
    return form == Layout.Form.HASH_MAP
        || form == Layout.Form.SWISS_MAP
        || form == Layout.Form.CHANNEL;
  }

  /** Its fields. */
  GoType type(Layouts layouts) {
    return switch (form) {
      case HASH_MAP, SWISS_MAP -> layouts.mapHeader(mapOrChannel).type;
      case SWISS_TABLE -> layouts.mapTable(mapOrChannel).type;
      case CHANNEL -> layouts.channel(mapOrChannel).type;
      case VALUE, CLOSURE -> layouts.directoryEntry(mapOrChannel).type;
    };
  }
}
