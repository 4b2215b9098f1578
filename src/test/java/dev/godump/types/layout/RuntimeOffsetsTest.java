package dev.godump.types.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.dwarf.Dwarf;
import dev.godump.binary.dwarf.DwarfTypes;
import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the tables of offsets with the debugging information of real programs. */
class RuntimeOffsetsTest {

  private static final int WORD = 8;

  private static GoType type(String name, int minor) throws IOException {
    try (Executable file = Executables.open("testdata/go1." + minor + "/types.program.zst")) {
      GoType type = new DwarfTypes(new Dwarf(file)).named(name).orElseThrow();
      assertThat(type.fields()).isNotEmpty();
      return type;
    }
  }

  private static Map<String, Long> offsets(GoType type) {
    Map<String, Long> offsets = new HashMap<>();
    for (Field field : type.fields()) {
      offsets.put(field.name(), field.offset());
    }
    return offsets;
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 24, 27})
  void channels_have_the_offsets_of_the_debugging_information(int minor) throws IOException {
    GoType type = type("runtime.hchan", minor);
    ChannelOffsets at = ChannelOffsets.of(WORD, minor);
    assertThat(at.size()).isEqualTo((int) type.size());
    assertThat(offsets(type))
        .containsEntry("qcount", (long) ChannelOffsets.QCOUNT)
        .containsEntry("dataqsiz", (long) at.dataqsiz())
        .containsEntry("buf", (long) at.buf())
        .containsEntry("elemsize", (long) at.elemsize())
        .containsEntry("closed", (long) at.closed())
        .containsEntry("elemtype", (long) at.elemtype())
        .containsEntry("sendx", (long) at.sendx())
        .containsEntry("recvx", (long) at.recvx())
        .containsEntry("recvq", (long) at.recvq())
        .containsEntry("sendq", (long) at.sendq());
  }

  @ParameterizedTest
  @ValueSource(ints = {19, 24, 27})
  void sudogs_have_the_offsets_of_the_debugging_information(int minor) throws IOException {
    assertThat(offsets(type("runtime.sudog", minor)))
        .containsEntry("next", RuntimeLayouts.sudogNext(WORD, minor));
  }

  @ParameterizedTest
  @ValueSource(ints = 19)
  void hash_maps_have_the_offsets_of_the_debugging_information(int minor) throws IOException {
    GoType type = type("runtime.hmap", minor);
    HashMapOffsets at = HashMapOffsets.of(WORD, minor);
    assertThat(at.size()).isEqualTo((int) type.size());
    assertThat(offsets(type))
        .containsEntry("count", (long) HashMapOffsets.COUNT)
        .containsEntry("flags", (long) at.flags())
        .containsEntry("B", (long) at.logBuckets())
        .containsEntry("noverflow", (long) at.noverflow())
        .containsEntry("hash0", (long) at.hash0())
        .containsEntry("buckets", (long) at.buckets())
        .containsEntry("oldbuckets", (long) at.oldbuckets())
        .containsEntry("nevacuate", (long) at.nevacuate())
        .containsEntry("extra", (long) at.extra());
    MapExtraOffsets extra = MapExtraOffsets.of(WORD);
    assertThat(offsets(type("runtime.mapextra", minor)))
        .containsEntry("overflow", (long) MapExtraOffsets.OVERFLOW)
        .containsEntry("oldoverflow", (long) extra.oldoverflow())
        .containsEntry("nextOverflow", (long) extra.nextOverflow());
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 27})
  void swiss_maps_have_the_offsets_of_the_debugging_information(int minor) throws IOException {
    GoType type = type("internal/runtime/maps.Map", minor);
    SwissMapOffsets at = SwissMapOffsets.of(WORD);
    assertThat(at.size()).isEqualTo((int) type.size());
    assertThat(offsets(type))
        .containsEntry("used", (long) SwissMapOffsets.USED)
        .containsEntry("seed", (long) at.seed())
        .containsEntry("dirPtr", (long) at.dirPtr())
        .containsEntry("dirLen", (long) at.dirLen())
        .containsEntry("globalDepth", (long) at.globalDepth())
        .containsEntry("globalShift", (long) at.globalShift())
        .containsEntry("writing", (long) at.writing())
        .containsEntry("clearSeq", (long) at.clearSeq());
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 27})
  void tables_have_the_offsets_of_the_debugging_information(int minor) throws IOException {
    GoType type = type("internal/runtime/maps.table", minor);
    SwissTableOffsets at = SwissTableOffsets.of(WORD);
    Map<String, Long> offsets = offsets(type);
    assertThat(at.size()).isEqualTo((int) type.size());
    assertThat(offsets)
        .containsEntry("used", (long) SwissTableOffsets.USED)
        .containsEntry("capacity", (long) at.capacity())
        .containsEntry("growthLeft", (long) at.growthLeft())
        .containsEntry("localDepth", (long) at.localDepth())
        .containsEntry("index", (long) at.index())
        .containsEntry("groups", (long) at.groups());
    Map<String, Long> groups = offsets(type("internal/runtime/maps.groupsReference", minor));
    assertThat(offsets.get("groups") + groups.get("lengthMask")).isEqualTo(at.lengthMask());
  }
}
