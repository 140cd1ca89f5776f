package dev.speckit.host;

/// Chooses once how this program starts others, and lets only so many start at the same moment.
public final class Spawning {
  /// Set to `builder`, children are started by Java's own means.
  static final String PROPERTY = "speckit.spawn";

  private Spawning() {}

  /// How children are started, for people: `by posix_spawn`, or by what else and why.
  public static String description() {
    return chosen().description();
  }

  static Spawner chosen() {
    return Chosen.SPAWNER;
  }

  private static Spawner choose() {
    if (System.getProperty(PROPERTY, "").equals("builder")) {
      return new BuilderSpawn("the property " + PROPERTY + " says so");
    }
    try {
      return new PosixSpawn(LibC.link());
    } catch (LibC.Unsupported missing) {
      return new BuilderSpawn(String.valueOf(missing.getMessage()));
    }
  }

  private static final class Chosen {
    static final Spawner SPAWNER = choose();
  }
}
