package dev.godump.binary.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Descriptors that package reflect created, each as the only object of a heap. */
@Timeout(20)
class ReflectedTypesTest {
  private static final long HEAP = 0xc000000000L;
  private static final long SLIDE = 0x10000;
  private static final int NEGATIVE_NAME_OFFSET = -7;

  private static Executable program;
  private static ModuleData module;
  private static long point;

  @BeforeAll
  static void open() throws IOException {
    program = Executables.open("testdata/go1.24/types.program.zst");
    module = ModuleData.find(program).orElseThrow();
    point =
        new RuntimeTypes(program, module, 24, AllocatedMemory.NONE)
            .all().stream()
                .filter(type -> type.name().equals("main.Point"))
                .findFirst()
                .orElseThrow()
                .descriptor();
  }

  /** A heap of one object of 256 bytes, with pointers of a process with a slide. */
  private record Heap(byte[] bytes) implements AllocatedMemory {
    @Override
    public boolean isObjectStart(long address) {
      return address == HEAP;
    }

    @Override
    public boolean contains(long address) {
      return address >= HEAP && address < HEAP + bytes.length;
    }

    @Override
    public int read(long address, byte[] into, int length) {
      int there = contains(address) ? (int) Math.min(length, HEAP + bytes.length - address) : 0;
      System.arraycopy(bytes, there == 0 ? 0 : (int) (address - HEAP), into, 0, there);
      return there;
    }

    @Override
    public long slide() {
      return SLIDE;
    }
  }

  private static ByteBuffer descriptor(Kind kind, long size, int name) {
    ByteBuffer bytes = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    bytes
        .putLong(0, size)
        .putLong(8, 8)
        .put(21, (byte) 8)
        .put(22, (byte) 8)
        .put(23, (byte) kind.number());
    return bytes.putInt(40, name);
  }

  private static Optional<GoType> at(ByteBuffer bytes) {
    byte[] memory = new byte[bytes.capacity()];
    bytes.get(0, memory);
    return new RuntimeTypes(program, module, 24, new Heap(memory)).at(HEAP);
  }

  @Test
  void a_slice_is_named_by_its_element() {
    GoType slice =
        at(descriptor(Kind.SLICE, 24, NEGATIVE_NAME_OFFSET).putLong(48, point + SLIDE))
            .orElseThrow();
    assertThat(slice.name()).isEqualTo("[]main.Point");
    assertThat(slice.elem().name()).isEqualTo("main.Point");
  }

  @Test
  void a_struct_has_fields_with_names_in_the_heap() {
    ByteBuffer bytes = descriptor(Kind.STRUCT, 8, NEGATIVE_NAME_OFFSET);
    bytes.putLong(56, HEAP + SLIDE + 128).putLong(64, 1).putLong(72, 1);
    bytes.putLong(128, HEAP + SLIDE + 200).putLong(136, point + SLIDE).putLong(144, 0);
    bytes.put(200, (byte) 1).put(201, (byte) 2).put(202, (byte) 'A').put(203, (byte) 'b');
    GoType struct = at(bytes).orElseThrow();
    assertThat(struct.name()).isEqualTo("struct { Ab main.Point }");
    assertThat(struct.fields()).extracting(GoType.Field::name).containsExactly("Ab");
  }

  @Test
  void bytes_without_a_reflected_name_are_not_a_descriptor() {
    assertThat(at(descriptor(Kind.SLICE, 24, 7000000).putLong(48, point + SLIDE))).isEmpty();
    assertThat(at(descriptor(Kind.INT, 8, NEGATIVE_NAME_OFFSET))).isEmpty();
  }

  @Test
  void names_of_structs_that_contain_themselves_end() {
    ByteBuffer bytes = descriptor(Kind.STRUCT, 8, NEGATIVE_NAME_OFFSET);
    bytes.putLong(56, HEAP + SLIDE + 128).putLong(64, 3).putLong(72, 3);
    for (int field = 0; field < 3; field++) {
      bytes.putLong(128 + 24 * field, HEAP + SLIDE + 240).putLong(136 + 24 * field, HEAP + SLIDE);
    }
    bytes.put(241, (byte) 1).put(242, (byte) 'a');
    assertThat(at(bytes).orElseThrow().name()).startsWith("struct {");
  }
}
