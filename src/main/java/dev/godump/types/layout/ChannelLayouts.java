package dev.godump.types.layout;

import static dev.godump.types.layout.StructTypes.field;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.program.KnownTypes;

/** Makes the layouts of channels (runtime/chan.go). */
public final class ChannelLayouts {
  private static final String BUFFER = "buf";

  private final LayoutTable table;
  private final KnownTypes known;
  private final StructTypes types;
  private final int word;
  private final ChannelOffsets at;

  /**
   * @param word bytes of a pointer
   * @param minor 24 for Go 1.24
   */
  ChannelLayouts(LayoutTable table, KnownTypes known, int word, int minor) {
    this.table = table;
    this.known = known;
    this.types = new StructTypes(word);
    this.word = word;
    this.at = ChannelOffsets.of(word, minor);
  }

  /** The layout of the header that variables of a channel type point at. */
  public Layout header(GoType channel) {
    GoType elem = channel.elem();
    String name = "hchan<" + StructTypes.name(elem) + ">";
    boolean noscan = elem != null && table.layoutOf(elem).pointerOffsets.length == 0;
    return table.layoutFor(name, () -> hchan(name, noscan), Form.CHANNEL, channel);
  }

  private GoType hchan(String name, boolean noscan) {
    GoType waiting = known.named("runtime.sudog").map(types::pointer).orElse(types.unsafePointer());
    GoType queue =
        StructTypes.struct(
            "runtime.waitq", 2L * word, field("first", 0, waiting), field("last", word, waiting));
    return StructTypes.struct(
        name,
        at.size(),
        field("qcount", ChannelOffsets.QCOUNT, types.uint()),
        field("dataqsiz", at.dataqsiz(), types.uint()),
        field(BUFFER, at.buf(), noscan ? types.uintptr() : types.unsafePointer()),
        field("elemsize", at.elemsize(), StructTypes.uint16()),
        field("closed", at.closed(), StructTypes.uint32()),
        field("elemtype", at.elemtype(), types.uintptr()),
        field("sendx", at.sendx(), types.uint()),
        field("recvx", at.recvx(), types.uint()),
        field("recvq", at.recvq(), queue),
        field("sendq", at.sendq(), queue));
  }

  /** Whether the collector doesn't scan a channel, since its elements have no pointers. */
  static boolean hasUnscannedBuffer(GoType header) {
    return header.fields().stream().anyMatch(ChannelLayouts::isUnscannedBuffer);
  }

  private static boolean isUnscannedBuffer(Field field) {
    return field.name().equals(BUFFER) && field.type().kind() == Kind.UINTPTR;
  }

  /** The layout of the headers of channels with an element type. */
  public Layout headerOf(GoType elem) {
    String name = "chan " + elem.name();
    return header(
        known
            .named(name)
            .orElseGet(() -> new GoType(name, Kind.CHAN, word, 0, () -> Parts.of(elem))));
  }
}
