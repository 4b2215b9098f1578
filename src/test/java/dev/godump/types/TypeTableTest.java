package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.binary.type.GoType.Parts;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.SectionInput;
import dev.godump.index.SectionOutput;
import dev.godump.types.program.KnownTypes;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Types read from an index have the same parts as when they were written. */
class TypeTableTest {
  private static final GoType INT = new GoType("int", Kind.INT, 8, 0, () -> Parts.NONE);
  private static final GoType BUCKET_OF_DESCRIPTOR = struct("bucket<string,int>", 0x1000, "elems");
  private static final GoType BUCKET_OF_DWARF = struct("bucket<string,int>", 0, "values");

  private static GoType struct(String name, long descriptor, String field) {
    return new GoType(
        name,
        Kind.STRUCT,
        8,
        descriptor,
        () -> Parts.struct(List.of(new Field(field, 0, INT, false))));
  }

  /** An executable that describes buckets twice, and has the second description at entry 77. */
  private static KnownTypes program() {
    return (KnownTypes)
        Proxy.newProxyInstance(
            KnownTypes.class.getClassLoader(),
            new Class<?>[] {KnownTypes.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "entryOf" -> arguments[0] == BUCKET_OF_DWARF ? 77 : -1;
                  case "typeOfEntry" ->
                      Optional.of(BUCKET_OF_DWARF).filter(type -> arguments[0].equals(77));
                  case "resolve" ->
                      ((GoType) arguments[0]).descriptor() == 0x1000
                          ? BUCKET_OF_DESCRIPTOR
                          : arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void types_with_the_same_name_keep_their_own_fields() throws IOException {
    List<GoType> read = writeAndRead(BUCKET_OF_DESCRIPTOR, BUCKET_OF_DWARF);
    assertThat(read.get(1)).isSameAs(BUCKET_OF_DESCRIPTOR);
    assertThat(read.get(2).fields()).isEqualTo(BUCKET_OF_DWARF.fields());
  }

  @Test
  void types_that_no_executable_describes_are_written_with_their_parts() throws IOException {
    GoType[] list = new GoType[1];
    GoType pointer = new GoType("*list", Kind.POINTER, 8, 0, () -> Parts.of(list[0]));
    list[0] =
        new GoType(
            "list",
            Kind.STRUCT,
            16,
            0,
            () ->
                Parts.struct(
                    List.of(
                        new Field("next", 0, pointer, true),
                        new Field("bucket", 8, BUCKET_OF_DWARF, false))));
    GoType read = writeAndRead(list[0]).get(1);
    assertThat(read.name()).isEqualTo("list");
    assertThat(read.kind()).isEqualTo(Kind.STRUCT);
    assertThat(read.size()).isEqualTo(16);
    Field next = read.fields().get(0);
    assertThat(next.embedded()).isTrue();
    assertThat(next.type().name()).isEqualTo("*list");
    assertThat(next.type().elem()).isSameAs(read);
    assertThat(read.fields().get(1).offset()).isEqualTo(8);
    assertThat(read.fields().get(1).type().fields().get(0).name()).isEqualTo("values");
  }

  @Test
  void parts_of_a_map_and_an_array_are_kept() throws IOException {
    GoType map =
        new GoType(
            "map",
            Kind.MAP,
            8,
            0,
            () -> new Parts(INT, BUCKET_OF_DESCRIPTOR, 0, List.of(), BUCKET_OF_DWARF, 0));
    GoType array =
        new GoType("[3]int", Kind.ARRAY, 24, 0, () -> new Parts(INT, null, 3, List.of(), null, 0));
    List<GoType> read = writeAndRead(map, array);
    assertThat(read.get(1).key()).isSameAs(BUCKET_OF_DESCRIPTOR);
    assertThat(read.get(1).groups().fields().get(0).name()).isEqualTo("values");
    assertThat(read.get(2).length()).isEqualTo(3);
    assertThat(read.get(2).elem()).isSameAs(read.get(1).elem());
  }

  @Test
  void a_reference_to_a_missing_row_is_damage() throws IOException {
    SectionOutput out = new SectionOutput();
    out.writeBoolean(true);
    out.writeText("[3]int");
    out.writeByte(Kind.ARRAY.number());
    out.writeLong(24);
    out.writeLong(0);
    out.writeByte(2);
    out.writeInt(2);
    for (int i = 0; i < 3; i++) {
      out.writeLong(0);
    }
    out.writeBoolean(false);
    assertThatThrownBy(() -> read(out)).isInstanceOf(DamagedIndexException.class);
  }

  private static List<GoType> writeAndRead(GoType... types) throws IOException {
    SectionOutput out = new SectionOutput();
    TypeTable.Writer writer = new TypeTable.Writer(program());
    for (int i = 0; i < types.length; i++) {
      assertThat(writer.rowOf(types[i])).isEqualTo(i + 1);
    }
    writer.write(out);
    return read(out);
  }

  private static List<GoType> read(SectionOutput out) throws IOException {
    return TypeTable.read(new SectionInput("types", out.toBytes()), program());
  }
}
