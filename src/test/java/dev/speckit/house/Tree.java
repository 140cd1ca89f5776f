package dev.speckit.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

/// The classes of the project, and those that offend on purpose.
final class Tree {
  static final String ROOT = "dev.speckit";
  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/test/"))
          .importPackages(ROOT);
  private static final String OFFENDER = ROOT + ".house.offender";
  static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(OFFENDER);

  private Tree() {}

  /// The project keeps the rule, and the rule can fail.
  static void holds(ArchRule rule) {
    rule.check(MAIN);
    assertThat(rule.allowEmptyShould(true).evaluate(OFFENDERS).hasViolation())
        .as("a rule that the offender does not break can break nowhere: " + rule.getDescription())
        .isTrue();
  }

  /// The package's first word below the root: `cli`; empty for the root itself. The packages below
  /// the offenders' are rooms as well.
  static String room(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(ROOT)) {
      return "";
    }
    String above = name.startsWith(OFFENDER + ".") ? OFFENDER : ROOT;
    String below = name.substring(above.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  static boolean isOurs(JavaClass type) {
    return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
  }

  static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
