package dev.speckit.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What touches the world stays where a test can replace it.
final class ManyThingsInOnePlaceTest {
  /// Who may start threads, by outermost class: one owner for each kind of thread.
  private static final Set<String> THREAD_OWNERS =
      Set.of("Main", "Ticker", "AgentBatch", "StoreThread", "Aside", "LabProvider");

  @Test
  void files_processes_environment_time_and_chance_are_touched_by_the_host_only() {
    Tree.holds(
        outside("host")
            .should()
            .accessTargetWhere(
                access(
                    "the machine",
                    target ->
                        touches(target, "java.nio.file.Files")
                            || touches(target, "java.lang.ProcessBuilder")
                            || touches(target, "java.util.Random")
                            || touches(target, "java.security.SecureRandom")
                            || calls(target, "java.lang.Math", "random")
                            || calls(target, "java.util.UUID", "randomUUID")
                            || calls(target, "java.lang.System", "getenv")
                            || calls(target, "java.lang.System", "currentTimeMillis")
                            || isNow(target))));
  }

  private static boolean isNow(JavaAccess<?> access) {
    return access.getTargetOwner().getPackageName().equals("java.time")
        && access.getTarget().getName().equals("now");
  }

  @Test
  void threads_are_started_by_their_named_owners_only() {
    Tree.holds(
        noClasses()
            .that(
                DescribedPredicate.describe(
                    "own no threads",
                    type ->
                        !Tree.room(type).equals("host")
                            && !THREAD_OWNERS.contains(Tree.outermost(type).getSimpleName())))
            .should()
            .accessTargetWhere(
                access(
                    "threads",
                    target ->
                        (touches(target, "java.lang.Thread")
                                && (target.getTarget().getName().startsWith("of")
                                    || target.getTarget().getName().startsWith("start")
                                    || target.getTarget().getName().equals("<init>")))
                            || touches(target, "java.util.concurrent.Executors")
                            || touches(target, "java.util.concurrent.CompletableFuture"))));
  }

  @Test
  void the_program_ends_in_main_only() {
    Tree.holds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.speckit.Main")
            .should()
            .accessTargetWhere(
                access(
                    "the end of the program",
                    target ->
                        calls(target, "java.lang.System", "exit")
                            || calls(target, "java.lang.Runtime", "halt")
                            || calls(target, "java.lang.Runtime", "exit"))));
  }

  @Test
  void standard_streams_belong_to_main_and_the_command_line() {
    Tree.holds(
        outside("cli")
            .and()
            .doNotHaveFullyQualifiedName("dev.speckit.Main")
            .should()
            .accessTargetWhere(
                access(
                    "standard streams",
                    target ->
                        touches(target, "java.lang.System")
                            && Set.of("in", "out", "err").contains(target.getTarget().getName()))));
  }

  private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction outside(
      String room) {
    return noClasses().that().resideOutsideOfPackage(Tree.ROOT + "." + room + "..");
  }

  private static DescribedPredicate<JavaAccess<?>> access(
      String what, Predicate<JavaAccess<?>> test) {
    return DescribedPredicate.describe(what, test);
  }

  private static boolean touches(JavaAccess<?> access, String owner) {
    JavaClass target = access.getTargetOwner();
    return target.getName().equals(owner);
  }

  private static boolean calls(JavaAccess<?> access, String owner, String name) {
    return touches(access, owner) && access.getTarget().getName().equals(name);
  }
}
