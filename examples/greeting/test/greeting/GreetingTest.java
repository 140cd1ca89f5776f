package greeting;

/** Each method is a test; one that throws has failed. */
public final class GreetingTest {
  public void a_person_is_greeted_by_name() {
    check(Greeting.of("Ada", 9).endsWith(", Ada!"), Greeting.of("Ada", 9));
  }

  public void before_noon_it_is_morning() {
    same("Good morning, Ada!", Greeting.of("Ada", 0));
    same("Good morning, Ada!", Greeting.of("Ada", 11));
  }

  public void from_noon_on_it_is_afternoon() {
    same("Good afternoon, Ada!", Greeting.of("Ada", 12));
    same("Good afternoon, Ada!", Greeting.of("Ada", 17));
  }

  public void from_six_on_it_is_evening() {
    same("Good evening, Ada!", Greeting.of("Ada", 18));
    same("Good evening, Ada!", Greeting.of("Ada", 23));
  }

  public void blanks_around_a_name_are_dropped() {
    same("Good morning, Ada!", Greeting.of("  Ada ", 9));
  }

  public void who_gives_no_name_is_greeted_as_a_friend() {
    same("Good morning, friend!", Greeting.of("", 9));
    same("Good morning, friend!", Greeting.of("   ", 9));
  }

  private static void same(String expected, String actual) {
    check(expected.equals(actual), "expected <" + expected + "> but was <" + actual + ">");
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
