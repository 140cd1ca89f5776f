package dev.speckit.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may use whom.
final class RoomsTest {

  @Test
  void the_import_sees_the_project() {
    assertThat(Tree.MAIN.size()).isGreaterThan(60);
    assertThat(Tree.MAIN.stream().map(JavaClass::getName))
        .noneMatch(name -> name.contains("house"));
  }

  @Test
  void packages_use_only_what_the_table_grants() throws IOException {
    Grants grants = Grants.read();
    Tree.holds(
        classes()
            .should(
                new ArchCondition<>("use only what the table of ARCHITECTURE.md grants") {
                  @Override
                  public void check(JavaClass type, ConditionEvents events) {
                    for (Dependency use : type.getDirectDependenciesFromSelf()) {
                      JavaClass target = use.getTargetClass().getBaseComponentType();
                      if (Tree.isOurs(target)
                          && !grants.allows(Tree.room(type), Tree.room(target))) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                      }
                    }
                  }
                }));
  }

  @Test
  void every_package_stands_in_the_table() throws IOException {
    Grants grants = Grants.read();
    assertThat(Tree.MAIN.stream().map(Tree::room).distinct()).allMatch(grants::knows);
    assertThat(grants.knows("house")).isFalse();
  }

  @Test
  void there_is_no_circle_of_packages() throws IOException {
    Grants grants = Grants.read();
    TreeMap<String, TreeSet<String>> uses = new TreeMap<>();
    grants.table().forEach((room, granted) -> uses.put(room, new TreeSet<>(granted)));
    uses.remove(Grants.ROOT);
    assertThat(afterTakingLeaves(uses)).isEmpty();
    uses.get("failure").add("cli");
    assertThat(afterTakingLeaves(uses)).isNotEmpty();
  }

  /// Rooms that are left when those without a use of another are taken away again and again.
  private static TreeMap<String, TreeSet<String>> afterTakingLeaves(
      TreeMap<String, TreeSet<String>> uses) {
    TreeMap<String, TreeSet<String>> left = new TreeMap<>();
    uses.forEach((room, granted) -> left.put(room, new TreeSet<>(granted)));
    List<String> leaves = new ArrayList<>();
    do {
      leaves.clear();
      left.forEach((room, granted) -> {
        granted.retainAll(left.keySet());
        if (granted.isEmpty()) {
          leaves.add(room);
        }
      });
      leaves.forEach(left::remove);
    } while (!leaves.isEmpty());
    return left;
  }

  @Test
  void there_is_no_circle_of_files() {
    Tree.holds(
        slices()
            .assignedFrom(
                new SliceAssignment() {
                  @Override
                  public SliceIdentifier getIdentifierOf(JavaClass type) {
                    return Tree.isOurs(type)
                        ? SliceIdentifier.of(Tree.outermost(type).getName())
                        : SliceIdentifier.ignore();
                  }

                  @Override
                  public String getDescription() {
                    return "files";
                  }
                })
            .should()
            .beFreeOfCycles());
  }

  @Test
  void child_packages_use_their_parent_and_never_the_reverse() {
    assertThat(usesOfChildren("spec")).isEmpty();
    assertThat(usesOfChildren("agent")).isEmpty();
  }

  private static List<String> usesOfChildren(String room) {
    String parent = Tree.ROOT + "." + room;
    return Tree.MAIN.stream()
        .filter(type -> type.getPackageName().equals(parent))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(use -> use.getTargetClass().getPackageName().startsWith(parent + "."))
        .map(Dependency::getDescription)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "picocli., cli",
    "java.sql., store",
    "org.sqlite., store",
    "org.flywaydb., store",
    "org.tomlj., config",
    "tools.jackson.core., json",
    "tools.jackson.databind., agent",
    "com.networknt., agent"
  })
  void a_library_stays_in_its_room(String library, String room) {
    var rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(Tree.ROOT + "." + room + "..")
            .should()
            .dependOnClassesThat(startsWith(library));
    rule.check(Tree.MAIN);
    if (library.equals("picocli.") || library.equals("java.sql.")) {
      assertThat(rule.evaluate(Tree.OFFENDERS).hasViolation()).isTrue();
    }
    assertThat(Tree.MAIN.stream().anyMatch(type -> Tree.room(type).equals(room))).isTrue();
  }

  private static DescribedPredicate<JavaClass> startsWith(String prefix) {
    return DescribedPredicate.describe("of " + prefix, type -> type.getName().startsWith(prefix));
  }
}
