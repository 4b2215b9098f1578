package dev.godump.binary.type;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.Executables;
import dev.godump.binary.runtime.ModuleData;
import dev.godump.binary.type.GoType.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Type descriptors of real programs. */
class RuntimeTypesFactsTest {
  private static List<GoType> types(String version, int minor) throws IOException {
    Executable program = Executables.open("testdata/" + version + "/types.program.zst");
    return new RuntimeTypes(
            program, ModuleData.find(program).orElseThrow(), minor, AllocatedMemory.NONE)
        .all();
  }

  @ParameterizedTest
  @CsvSource({"go1.19,19,bucket", "go1.24,24,group", "go1.27,27,group"})
  void map_buckets_and_groups_are_named_by_key_and_element_type(
      String version, int minor, String storage) throws IOException {
    List<GoType> maps =
        types(version, minor).stream()
            .filter(
                type ->
                    type.kind() == Kind.MAP
                        && type.groups() != null
                        && type.name().startsWith("map["))
            .toList();
    assertThat(maps).hasSizeGreaterThan(5);
    assertThat(maps)
        .allSatisfy(
            map ->
                assertThat(map.groups().name())
                    .isEqualTo(storage + "<" + map.key().name() + "," + map.elem().name() + ">"));
  }

  @ParameterizedTest
  @CsvSource({"go1.19,19", "go1.24,24", "go1.27,27"})
  void no_package_is_named_twice(String version, int minor) throws IOException {
    assertThat(types(version, minor))
        .extracting(GoType::name)
        .noneMatch(name -> name.contains("shape.shape"));
  }
}
