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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  void there_is_no_circle_of_rooms() {
    Tree.holds(
        slices()
            .assignedFrom(by("rooms", type -> Tree.room(type).isEmpty() ? null : Tree.room(type)))
            .should()
            .beFreeOfCycles());
  }

  @Test
  void there_is_no_circle_of_packages() {
    Tree.holds(
        slices().assignedFrom(by("packages", JavaClass::getPackageName)).should().beFreeOfCycles());
  }

  @Test
  void there_is_no_circle_of_files() {
    Tree.holds(
        slices()
            .assignedFrom(by("files", type -> Tree.outermost(type).getName()))
            .should()
            .beFreeOfCycles()
            // A value and its text are one thing; only the library's own calls stand apart.
            .ignoreDependency(file("dev.speckit.json.Json"), file("dev.speckit.json.JsonText")));
  }

  private static DescribedPredicate<JavaClass> file(String name) {
    return DescribedPredicate.describe(name, type -> Tree.outermost(type).getName().equals(name));
  }

  private static SliceAssignment by(String what, Function<JavaClass, @Nullable String> name) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        String slice = Tree.isOurs(type) ? name.apply(type) : null;
        return slice == null ? SliceIdentifier.ignore() : SliceIdentifier.of(slice);
      }

      @Override
      public String getDescription() {
        return what;
      }
    };
  }

  @Test
  void child_packages_use_their_parent_and_never_the_reverse() {
    Tree.holds(
        classes()
            .that(DescribedPredicate.describe("lie below the root", RoomsTest::isBelowTheRoot))
            .should(
                new ArchCondition<>("use no child package") {
                  @Override
                  public void check(JavaClass type, ConditionEvents events) {
                    for (Dependency use : type.getDirectDependenciesFromSelf()) {
                      String used = use.getTargetClass().getBaseComponentType().getPackageName();
                      if (used.startsWith(type.getPackageName() + ".")) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                      }
                    }
                  }
                }));
  }

  private static boolean isBelowTheRoot(JavaClass type) {
    return !type.getPackageName().equals(Tree.ROOT);
  }

  @ParameterizedTest
  @CsvSource({
    "picocli., cli",
    "org.jline., cli",
    "java.sql., store",
    "org.sqlite., store",
    "org.flywaydb., store",
    "org.tomlj., config",
    "javax.xml., checks",
    "java.net.ServerSocket, lab",
    "com.knuddels., handoff",
    "org.apache.commons., evidence",
    "tools.jackson.core., json",
    "tools.jackson.databind., agent",
    "com.networknt., agent"
  })
  void a_library_stays_in_its_room(String library, String room) {
    Tree.holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(Tree.ROOT + "." + room + "..")
            .should()
            .dependOnClassesThat(startsWith(library)));
    assertThat(Tree.MAIN.stream().map(Tree::room)).as("rooms").contains(room);
  }

  private static DescribedPredicate<JavaClass> startsWith(String prefix) {
    return DescribedPredicate.describe("of " + prefix, type -> type.getName().startsWith(prefix));
  }
}
