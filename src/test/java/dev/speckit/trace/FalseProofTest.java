package dev.speckit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.failure.Problem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Only the test that surely is the one that names an item proves it.
class FalseProofTest {
  private static final String JAVA =
      "package p;\nclass PriceTest {\n  %s\n  @Test void free() {\n  }\n}\n";
  private static final String MENTION = "# 1001/AC-001\ntest_opens() {\n}\n";
  @TempDir Path folder;
  private Sample sample;

  @BeforeEach
  void make() throws Exception {
    sample = Sample.in(folder.resolve("w"));
    sample.write(".gitignore", "build/\ntarget/\n");
  }

  private boolean isProven(Map<String, String> files, Map<String, String> reports)
      throws Exception {
    for (Map.Entry<String, String> each : files.entrySet()) {
      sample.write(each.getKey(), each.getValue());
    }
    String _ = sample.commit("1001/AC-001 opens");
    for (Map.Entry<String, String> each : reports.entrySet()) {
      sample.write(each.getKey(), "<testsuite>" + each.getValue() + "</testsuite>");
    }
    return sample.missing().isEmpty();
  }

  private boolean isProven(String path, String text, String cases) throws Exception {
    return isProven(Map.of(path, text.replace('~', '\n')), Map.of("build/r.xml", cases));
  }

  @ParameterizedTest
  @CsvSource({
    "a/tests/m_test.sh, true",
    "./a/tests/m_test.sh, true",
    "{}/a/tests/m_test.sh, true",
    "b/tests/m_test.sh, false",
    "tests/m_test.sh, false",
    "m_test.sh, false",
    "other/a/tests/m_test.sh, false",
    "/else/where/other/a/tests/m_test.sh, false",
  })
  void the_whole_path_of_a_report_must_fit_one_file(String file, boolean proven) throws Exception {
    String path = file.replace("{}", sample.workspace().toString());

    assertThat(
            isProven(
                Map.of("a/tests/m_test.sh", MENTION, "b/tests/m_test.sh", "test_opens() {\n}\n"),
                Map.of("build/r.xml", "<testcase file='" + path + "' name='test_opens'/>")))
        .isEqualTo(proven);
  }

  @Test
  void a_report_in_the_place_of_a_file_is_about_that_one() throws Exception {
    assertThat(
            isProven(
                Map.of("a/tests/m_test.sh", MENTION, "b/tests/m_test.sh", "test_opens() {\n}\n"),
                Map.of("a/build/r.xml", "<testcase file='tests/m_test.sh' name='test_opens'/>")))
        .isFalse();
    assertThat(
            Tracing.of(
                    sample.host(),
                    dev.speckit.spec.SpecTree.open(sample.workspace()),
                    java.util.List.of("**/*.xml"))
                .graph(java.util.Set.of())
                .unproven())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "p.PriceTest, free, true",
    "q.PriceTest, free, false",
    "PriceTest, free, false",
    "a.p.PriceTest, free, false",
    "p.PriceTest, paid, false",
    "p.OtherTest, free, false",
  })
  void a_class_must_match_in_package_and_name(String group, String name, boolean proven)
      throws Exception {
    assertThat(
            isProven(
                "src/test/java/p/PriceTest.java",
                JAVA.formatted("// 1001/AC-001"),
                "<testcase classname='" + group + "' name='" + name + "'/>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({"p.q.PriceTest, true", "p.PriceTest, false", "q.PriceTest, false"})
  void a_package_may_be_written_in_the_file_alone(String group, boolean proven) throws Exception {
    assertThat(
            isProven(
                "tests/PriceTest.kt",
                "package p.q~class PriceTest {~  // 1001/AC-001~  @Test fun free() {~  }~}~",
                "<testcase classname='" + group + "' name='free'/>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({
    "<failure/>, '', false",
    "'', <failure/>, true",
    "-, '', false",
    "'', -, true",
  })
  void of_two_modules_each_report_is_about_its_own(String one, String two, boolean proven)
      throws Exception {
    Map<String, String> files =
        Map.of(
            "m1/src/test/java/p/PriceTest.java", JAVA.formatted("// 1001/AC-001"),
            "m2/src/test/java/p/PriceTest.java", JAVA.formatted(""));
    String head = "<testcase classname='p.PriceTest' name='free'>";
    Map<String, String> reports = new java.util.HashMap<>();
    if (!one.equals("-")) {
      reports.put("m1/target/surefire-reports/TEST-a.xml", head + one + "</testcase>");
    }
    if (!two.equals("-")) {
      reports.put("m2/target/surefire-reports/TEST-a.xml", head + two + "</testcase>");
    }
    isProven(files, reports);

    assertThat(
            Tracing.of(
                    sample.host(),
                    dev.speckit.spec.SpecTree.open(sample.workspace()),
                    java.util.List.of("*/target/surefire-reports/*.xml"))
                .graph(java.util.Set.of())
                .unproven()
                .isEmpty())
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "def test_one():~    \"\"\"1001/AC-001\"\"\"~    assert 1~~def test_two():~    pass~|true",
        "def test_two():~    pass~~def test_one():~    x = 1~    # 1001/AC-001~~def"
            + " test_three():~|true",
        "def test_one():~    pass~~def test_two():~    \"\"\"1001/AC-001\"\"\"~   "
            + " test_one()~|false",
        "# 1001/AC-001, unlike test_two~def test_one():~    pass~~def test_two():~    pass~|true",
        "def test_two():~    pass~~# 1001/AC-001~@mark.depends(\"test_two\")~def test_one():~   "
            + " pass~|true",
        "def test_two():~    pass~~# 1001/AC-001~def helper():~    test_one()~def test_one():~   "
            + " pass|false",
        "def test_gone():~    \"\"\"1001/AC-001\"\"\"~~def test_one():~    pass~|false",
        "# 1001/AC-001~def test_gone():~    pass~~def test_one():~    pass~|false",
        "\"\"\"1001/AC-001\"\"\"~~def test_one():~    pass~~def test_gone():~    pass~|false",
        "\"\"\"1001/AC-001\"\"\"~~def test_one():~    pass~~def test_two():~    pass~|false",
        "\"\"\"1001/AC-001\"\"\"~~def test_one():~    pass~|true",
        "def test_one():~    pass~~# 1001/AC-001~~def test_two():~    pass~|false",
      })
  void a_mention_is_about_the_test_around_or_below_it_alone(String text, boolean proven)
      throws Exception {
    String head = "<testcase classname='tests.test_m' name='";
    assertThat(
            isProven(
                "tests/test_m.py",
                text,
                head
                    + "test_one'/>"
                    + (text.contains("def test_two")
                        ? head + "test_two'><skipped/></testcase>"
                        : "")))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "test('one', () => {~  // 1001/AC-001~  run();~});~test('two', () => {~});~|true",
        "test('two', () => {~});~test('one', () => {~  run('two');~  // 1001/AC-001~});~|true",
        "test('two', () => {~  // 1001/AC-001~});~test('one', () => {~});~|false",
        "describe('a', () => {~  // 1001/AC-001~  it('one', () => {~  });~});~|true",
        "// 1001/AC-001~test(~  'one',~  () => {~  });~test('two', () => {});~|true",
        "// 1001/AC-001~test.skip('three', () => {});~test('one', () => {});~|false",
      })
  void the_same_in_scripts(String text, boolean proven) throws Exception {
    String head = "<testcase classname='tests/m.test.ts' name='";
    assertThat(
            isProven(
                "tests/m.test.ts",
                text,
                head + "one'/>" + head + "a &gt; two'><skipped/></testcase>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class TestA:~    def test_x(self):~        \"\"\"1001/AC-001\"\"\"~class TestB:~    def"
            + " test_x(self):~|true",
        "class TestA:~    def test_x(self):~        pass~class TestB:~    def test_x(self):~       "
            + " \"\"\"1001/AC-001\"\"\"|false",
      })
  void tests_of_one_name_are_told_apart_by_their_classes(String text, boolean proven)
      throws Exception {
    assertThat(
            isProven(
                "tests/test_m.py",
                text,
                "<testcase classname='tests.test_m.TestA' name='test_x'/><testcase"
                    + " classname='tests.test_m.TestB' name='test_x'><failure/></testcase>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true",
    "<skipped/>, false",
    "<failure/>, false",
  })
  void of_one_test_with_values_all_must_pass(String second, boolean proven) throws Exception {
    assertThat(
            isProven(
                "tests/test_m.py",
                "# 1001/AC-001~def test_one(a):~    pass~",
                "<testcase classname='tests.test_m' name='test_one[1]'/>"
                    + "<testcase classname='tests.test_m' name='test_one[2]'>"
                    + second
                    + "</testcase>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({
    "# 1001/AC-001, true",
    "# TODO: 1001/AC-001 is not tested here, false",
    "# FIXME 1001/AC-001, false",
    "# not tested: 1001/AC-001, false",
    "# 1001/AC-001 is not tested yet, false",
    "# 1001/AC-001: keeps a TODO, true",
  })
  void what_is_to_be_done_is_not_tested(String line, boolean proven) throws Exception {
    assertThat(
            isProven(
                "tests/m_test.sh",
                line + "~test_opens() {~}~",
                "<testcase classname='m_test' name='test_opens'/>"))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({"tests/README.md", "tests/readme.txt", "tests/README", "test/notes.adoc"})
  void a_document_below_tests_is_no_test(String path) throws Exception {
    assertThat(isProven(path, "1001/AC-001~", "<testcase file='" + path + "' name='a'/>"))
        .isFalse();
    assertThat(sample.links("1001/AC-001").toString()).doesNotContain("test:");
  }

  @ParameterizedTest
  @CsvSource({
    "opens [AC-001], true",
    "opens 1001/AC-001, true",
    "test_AC_001, true",
    "test_1001_AC_001, true",
    "9999/AC-001, false",
    "v11001/AC-001, false",
    "v1021/AC-001, false",
    "1.1001/AC-001, false",
    "test_1021_AC_001, false",
    "test_v1001_AC_001, false",
  })
  void a_number_before_the_id_is_its_spec(String name, boolean proven) throws Exception {
    assertThat(isProven(Map.of(), Map.of("build/r.xml", "<testcase name='" + name + "'/>")))
        .isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<testcase name='a AC-001' status='failed'/>|false",
        "<testcase name='a AC-001' result='Error'/>|false",
        "<testcase name='a AC-001' status='skipped'/>|false",
        "<testsuite failures='1'><testcase name='a AC-001'/></testsuite>|false",
        "<testsuite><testcase name='a AC-001'/><error/></testsuite>|false",
        "<testsuite failures='1'><testcase name='a AC-001'/><testcase"
            + " name='b'><failure/></testcase></testsuite>|true",
        "<testsuite failures='1'><testcase name='b'/></testsuite><testsuite><testcase name='a"
            + " AC-001'/></testsuite>|true",
      })
  void a_suite_that_failed_proves_nothing(String inside, boolean proven) throws Exception {
    assertThat(isProven(Map.of(), Map.of("build/r.xml", inside))).isEqualTo(proven);
  }

  @Test
  void a_suite_that_contradicts_itself_is_told() throws Exception {
    isProven(
        Map.of(),
        Map.of("build/r.xml", "<testsuite failures='1'><testcase name='a AC-001'/></testsuite>"));

    assertThat(sample.graph().told())
        .extracting(Problem::code)
        .containsExactly("report-contradicts-itself");
  }

  @Test
  void one_name_in_two_reports_proves_nothing_when_one_failed() throws Exception {
    assertThat(
            isProven(
                Map.of(),
                Map.of(
                    "build/a.xml",
                    "<testcase classname='c' name='a AC-001'/>",
                    "build/b.xml",
                    "<testcase classname='c' name='a AC-001'><failure/></testcase>")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"src/a.sh, false", "docs/a.md, true", "src/b.sh, true"})
  void a_report_older_than_the_source_that_names_the_item_is_stale(String newer, boolean proven)
      throws Exception {
    sample.write("src/a.sh", "# 1001/AC-001\n");
    sample.write("docs/a.md", "1001/AC-001\n");
    sample.write("src/b.sh", "true\n");
    isProven("tests/m_test.sh", MENTION, "<testcase classname='m_test' name='test_opens'/>");
    for (String each : java.util.List.of("src/a.sh", "docs/a.md", "src/b.sh", "tests/m_test.sh")) {
      sample.age(each, each.equals(newer) ? 0 : 60);
    }
    sample.age("build/r.xml", 30);

    assertThat(sample.missing().isEmpty()).isEqualTo(proven);
  }

  @ParameterizedTest
  @CsvSource({
    "p_test.go, p, TestFree, true",
    "p_test.go, p, TestFree/some_case, true",
    "p_test.go, q, TestFree, false",
    "p_test.go, p, TestOther, false",
    "a/p/p_test.go, p, TestFree, true",
    "a/p/p_test.go, example.org/m/a/p, TestFree, true",
    "a/p/p_test.go, example.org/other/p, TestFree, false",
    "a/p/p_test.go, a/p, TestFree, false",
  })
  void tests_of_go_are_found_by_their_package(
      String path, String group, String name, boolean proven) throws Exception {
    sample.write("go.mod", "module example.org/m\n");
    assertThat(
            isProven(
                path,
                "package p~~func TestFree(t *testing.T) { // 1001/AC-001~}~",
                "<testcase classname='" + group + "' name='" + name + "'/>"))
        .isEqualTo(proven);
  }

  @Test
  void one_package_name_of_go_in_two_folders_is_ambiguous() throws Exception {
    String text = "package p\n\nfunc TestFree(t *testing.T) { // 1001/AC-001\n}\n";
    assertThat(
            isProven(
                Map.of("a/p/p_test.go", text, "b/p/p_test.go", "package p\n"),
                Map.of("build/r.xml", "<testcase classname='p' name='TestFree'/>")))
        .isFalse();
  }
}
