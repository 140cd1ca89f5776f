package greeting;

/** What a visitor reads first. */
public final class Greeting {
  private Greeting() {}

  /**
   * Greets a person.
   *
   * @param hour of the day, 0 to 23
   */
  public static String of(String name, int hour) {
    return "Hello, " + name + "!";
  }
}
