package dev.godump.types;

import dev.godump.binary.type.GoType;
import dev.godump.types.layout.HashMapOffsets;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.RuntimeLayouts;
import dev.godump.types.program.KnownTypes;

/** The types of the runtime's maps and channels in the process that wrote the dump. */
public final class RuntimeStructures {
  private final KnownTypes known;
  private final Layouts layouts;

  RuntimeStructures(KnownTypes known, Layouts layouts) {
    this.known = known;
    this.layouts = layouts;
  }

  /** Whether maps are Swiss tables (Go 1.24 and later). */
  public boolean hasSwissMaps() {
    return known.hasSwissMaps();
  }

  /** The type that variables of a map type point at: runtime.hmap or internal/runtime/maps.Map. */
  public GoType mapHeader(GoType map) {
    return layouts.mapHeader(map).type;
  }

  /** The type of the tables of a large Swiss map. */
  public GoType mapTable(GoType map) {
    return layouts.swissMaps().table(map).type;
  }

  /** The offsets in the headers of maps that are not Swiss tables. */
  public HashMapOffsets hashMap() {
    return HashMapOffsets.of(layouts.wordSize(), layouts.release());
  }

  /** The type that variables of a channel type point at: runtime.hchan. */
  public GoType channelHeader(GoType channel) {
    return layouts.channels().header(channel).type;
  }

  /** Offset of {@code next} in runtime.sudog. */
  public long sudogNext() {
    return known
        .named("runtime.sudog")
        .flatMap(type -> type.fields().stream().filter(f -> f.name().equals("next")).findFirst())
        .map(GoType.Field::offset)
        .orElseGet(() -> RuntimeLayouts.sudogNext(layouts.wordSize(), layouts.release()));
  }
}
