package dev.speckit.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.speckit.command.Command;
import dev.speckit.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How types are made and named.
final class TypesTest {
  private static final Pattern BANNED =
      Pattern.compile(
          "(?:Utils?|Helper|Manager|Impl|Abstract|Common|Base|Service|Data|Info|Processor)"
              + "(?=[A-Z0-9]|$)");

  /// The compiler itself adds the last one to every exhaustive switch.
  private static final Set<String> THROWN =
      Set.of(
          "java.lang.IllegalArgumentException",
          "java.lang.IllegalStateException",
          "java.lang.MatchException");

  @Test
  void every_class_is_a_record_an_enum_an_interface_sealed_or_final() {
    Tree.holds(
        types(
            "be a record, enum, interface, sealed or final",
            (type, events) -> {
              boolean closed =
                  type.isInterface()
                      || type.isEnum()
                      || type.isRecord()
                      || type.isAnonymousClass()
                      || type.getModifiers().contains(JavaModifier.FINAL)
                      || type.reflect().isSealed();
              // The constant of an enum with a body is a class of its own that nobody can name.
              boolean constant = type.getRawSuperclass().map(JavaClass::isEnum).orElse(false);
              if (!closed && !constant) {
                violated(events, type, "is open to be extended");
              }
            }));
  }

  @Test
  void no_name_holds_a_word_that_says_nothing() {
    Tree.holds(
        types(
            "be named for what they are",
            (type, events) -> {
              if (BANNED.matcher(type.getSimpleName()).find()) {
                violated(events, type, "has a word in its name that says nothing");
              }
            }));
  }

  @Test
  void only_failures_and_our_own_mistakes_are_thrown() {
    Tree.holds(
        noClasses()
            .should()
            .callConstructorWhere(
                DescribedPredicate.describe(
                    "make another kind of exception",
                    call -> {
                      JavaClass made = call.getTargetOwner();
                      return made.isAssignableTo(Throwable.class)
                          && !made.isAssignableTo(Failure.class)
                          && !THROWN.contains(made.getName())
                          && !isSuperCall(call.getOriginOwner(), made)
                          && !isForTheStandardLibrary(call.getOriginOwner(), made);
                    })));
  }

  private static boolean isSuperCall(JavaClass origin, JavaClass made) {
    return origin.getRawSuperclass().filter(made::equals).isPresent();
  }

  /// The host speaks the language of streams and files to those who wrap it.
  private static boolean isForTheStandardLibrary(JavaClass origin, JavaClass made) {
    boolean stream = made.isAssignableTo(IOException.class);
    boolean stop = made.isAssignableTo(InterruptedException.class);
    boolean running =
        made.isEquivalentTo(IllegalThreadStateException.class)
            && origin.isAssignableTo(Process.class);
    return (stream && Tree.room(origin).equals("host")) || stop || running;
  }

  /// The tests of the analysts read what they say as any agent's answer is read; tests of agents in
  /// other rooms have them speak to the lab.
  private static final Set<String> PUBLIC_FOR_TESTS =
      Set.of("dev.speckit.agent.AnswerReader", "dev.speckit.lab.LabProvider");

  @Test
  void a_public_type_is_used_outside_of_its_package() {
    Tree.holds(
        types(
            "be package-private unless used outside",
            (type, events) -> {
              boolean topLevel = type.getEnclosingClass().isEmpty();
              if (topLevel
                  && type.getModifiers().contains(JavaModifier.PUBLIC)
                  && !PUBLIC_FOR_TESTS.contains(type.getName())
                  && !isUsedOutside(type)
                  && !isHandedOut(type)) {
                violated(events, type, "is public but used in its own package only");
              }
            }));
  }

  private static boolean isUsedOutside(JavaClass type) {
    return Tree.MAIN.stream()
        .filter(user -> !user.getPackageName().equals(type.getPackageName()))
        .flatMap(user -> user.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .anyMatch(target -> Tree.outermost(target.getBaseComponentType()).equals(type));
  }

  /// A public type of the package gives it to its callers, who need not name it.
  private static boolean isHandedOut(JavaClass type) {
    return Tree.MAIN.stream()
        .filter(owner -> owner.getPackageName().equals(type.getPackageName()))
        .filter(owner -> !Tree.outermost(owner).equals(type))
        .filter(owner -> owner.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(owner -> owner.getMethods().stream())
        .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
        .flatMap(method -> method.getAllInvolvedRawTypes().stream())
        .anyMatch(given -> Tree.outermost(given.getBaseComponentType()).equals(type));
  }

  @Test
  void every_command_is_listed() {
    Tree.holds(
        types(
            "be listed in Wiring",
            (type, events) -> {
              boolean command = type.isAssignableTo(Command.class) && !type.isInterface();
              if (command && !type.isAnonymousClass() && !isMadeBy(type)) {
                violated(events, type, "is a command that nobody can call");
              }
            }));
  }

  private static boolean isMadeBy(JavaClass command) {
    return Stream.of("dev.speckit.Wiring", "dev.speckit.cli.OwnCommands")
        .map(Tree.MAIN::get)
        .flatMap(maker -> maker.getDirectDependenciesFromSelf().stream())
        .anyMatch(use -> use.getTargetClass().equals(command));
  }

  @Test
  void every_package_says_what_it_is_and_marks_its_nulls() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path folder : files.filter(TypesTest::holdsJava).toList()) {
        Path file = folder.resolve("package-info.java");
        assertThat(file).exists();
        assertThat(Files.readString(file)).startsWith("///").contains("@NullMarked");
      }
    }
  }

  private static boolean holdsJava(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".java"));
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static com.tngtech.archunit.lang.ArchRule types(
      String description, BiConsumer<JavaClass, ConditionEvents> check) {
    Predicate<JavaClass> written =
        type -> !type.getSimpleName().equals("package-info") && !type.isAnonymousClass();
    return classes()
        .that(DescribedPredicate.describe("written by hand", written))
        .should(
            new ArchCondition<>(description) {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                check.accept(type, events);
              }
            });
  }

  private static void violated(ConditionEvents events, JavaClass type, String what) {
    events.add(SimpleConditionEvent.violated(type, type.getName() + " " + what));
  }
}
