package dev.godump;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  /** Each uses only those before it. */
  private static final List<String> PACKAGES =
      List.of("io", "index", "vector", "format", "binary", "graph", "types", "heap", "analysis", "export", "report", "cli");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.godump");

  static Stream<String> packages() {
    return PACKAGES.stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_uses_only_those_above_it(String name) {
    String[] below =
        PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream()
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    if (below.length > 0) {
      noClasses().that().resideInAPackage(inside(name)).should().dependOnClassesThat().resideInAnyPackage(below).check(CODE);
    }
  }

  @Test
  void every_class_lives_in_a_package_of_the_plan() {
    String[] all = PACKAGES.stream().map(ArchitectureTest::inside).toArray(String[]::new);
    classes().should().resideInAnyPackage(all).check(CODE);
  }

  @Test
  void only_the_command_line_touches_the_process_streams_and_picocli() {
    noClasses().that().resideOutsideOfPackage(inside("cli")).should().accessField(System.class, "out").check(CODE);
    noClasses().that().resideOutsideOfPackage(inside("cli")).should().accessField(System.class, "err").check(CODE);
    noClasses().that().resideOutsideOfPackage(inside("cli")).should().dependOnClassesThat().resideInAPackage("picocli..").check(CODE);
  }

  private static String inside(String name) {
    return "dev.godump." + name + "..";
  }
}
