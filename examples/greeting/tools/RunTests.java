import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/** Calls every public method of a test class and writes a JUnit XML report. */
public final class RunTests {
  public static void main(String[] arguments) throws Exception {
    Class<?> type = Class.forName(arguments[0]);
    Method[] tests = type.getDeclaredMethods();
    Arrays.sort(tests, Comparator.comparing(Method::getName));
    StringBuilder cases = new StringBuilder();
    int count = 0;
    int failures = 0;
    for (Method test : tests) {
      if (test.getParameterCount() > 0 || !java.lang.reflect.Modifier.isPublic(test.getModifiers())) {
        continue;
      }
      count++;
      String failure = failure(type, test);
      failures += failure == null ? 0 : 1;
      System.out.println((failure == null ? "ok    " : "WRONG ") + test.getName());
      cases
          .append("  <testcase classname=\"" + type.getName() + "\" name=\"" + test.getName() + "\">")
          .append(failure == null ? "" : "<failure message=\"" + escaped(failure) + "\"/>")
          .append("</testcase>\n");
    }
    write(Path.of(arguments[1]), type.getName(), count, failures, cases.toString());
    System.out.println(count + " tests, " + failures + " failed");
    System.exit(failures == 0 ? 0 : 1);
  }

  private static String failure(Class<?> type, Method test) throws ReflectiveOperationException {
    try {
      test.invoke(type.getDeclaredConstructor().newInstance());
      return null;
    } catch (InvocationTargetException thrown) {
      return String.valueOf(thrown.getCause().getMessage());
    }
  }

  private static void write(Path folder, String name, int count, int failures, String cases)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("TEST-" + name + ".xml"),
        "<testsuite name=\"" + name + "\" tests=\"" + count + "\" failures=\"" + failures + "\">\n"
            + cases
            + "</testsuite>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
