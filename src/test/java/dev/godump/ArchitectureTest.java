package dev.godump;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  /** All packages; each may use only those before it. */
  private static final List<String> PACKAGES =
      List.of(
          "io",
          "index",
          "vector",
          "format",
          "binary.file",
          "binary.runtime",
          "binary.type",
          "binary.dwarf",
          "core.live",
          "core",
          "graph",
          "graph.load",
          "graph.store",
          "types.program",
          "types.layout",
          "types",
          "types.inference",
          "types.value",
          "heap.roots",
          "heap.dominators",
          "heap.parts",
          "heap.stack",
          "heap.cleanups",
          "heap.paths",
          "heap.histogram",
          "heap",
          "analysis",
          "analysis.signature",
          "analysis.waits",
          "analysis.leaks",
          "analysis.waste",
          "analysis.growth",
          "analysis.stacks",
          "analysis.diagram",
          "analysis.find",
          "analysis.spans",
          "export",
          "export.hprof",
          "export.heapsnapshot",
          "report.text",
          "report.liveness",
          "report.value",
          "report.label",
          "report.record",
          "report",
          "web",
          "sql",
          "sql.table",
          "sql.engine",
          "sql.duckdb",
          "spark",
          "cli");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.godump");

  static Stream<String> packages() {
    return PACKAGES.subList(0, PACKAGES.size() - 1).stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void a_package_uses_only_the_packages_before_it(String name) {
    String[] later =
        PACKAGES.subList(PACKAGES.indexOf(name) + 1, PACKAGES.size()).stream()
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(inside(name))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later)
        // only a profile builds package spark
        .allowEmptyShould(true)
        .check(CODE);
  }

  @Test
  void packages_are_free_of_cycles() {
    slices().matching("dev.godump.(**)").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void every_class_is_in_a_listed_package() {
    String[] all = PACKAGES.stream().map(ArchitectureTest::inside).toArray(String[]::new);
    classes()
        .that()
        .doNotHaveSimpleName("package-info")
        .should()
        .resideInAnyPackage(all)
        .check(CODE);
  }

  @Test
  void every_package_but_the_command_line_has_at_most_46_classes() {
    Map<String, Long> sizes =
        topLevel()
            .filter(c -> !c.getPackageName().equals(inside("cli")))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    sizes.values().removeIf(size -> size <= 46);
    assertThat(sizes).isEmpty();
  }

  @Test
  void no_two_classes_have_the_same_simple_name() {
    Map<String, List<String>> byName =
        topLevel()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    byName.values().removeIf(names -> names.size() == 1);
    assertThat(byName).isEmpty();
  }

  @Test
  void class_names_have_no_empty_words() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ModuleData") // the name in Go's runtime
        .should()
        .haveNameMatching(".*(Utils?|Manager|Helper|Impl|Info|Data)")
        .check(CODE);
  }

  @Test
  void only_the_command_line_uses_picocli_and_the_process_streams() {
    String[] others =
        PACKAGES.stream()
            .filter(name -> !name.equals("cli"))
            .map(ArchitectureTest::inside)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAnyPackage(others)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CODE);
  }

  private static Stream<JavaClass> topLevel() {
    return CODE.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(c -> !c.getSimpleName().equals("package-info"));
  }

  private static String inside(String name) {
    return "dev.godump." + name;
  }
}
