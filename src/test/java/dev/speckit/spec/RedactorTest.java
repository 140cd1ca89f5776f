package dev.speckit.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.speckit.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The corpus in `secrets/`, random pieces of it, and everything this project is made of.
class RedactorTest {
  private static final int ROUNDS = Boolean.getBoolean("speckit.exhaustive") ? 20_000 : 1_000;

  /// Read back from bytes: what is no UTF-8 must pass too.
  private static final Map<String, String> PLANTED = planted();

  static Stream<String> names() {
    return PLANTED.keySet().stream();
  }

  static Stream<String> harmless() {
    return resource("harmless.txt").lines().map(RedactorTest::unescaped);
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_secret_is_taken_out_and_nothing_else(String name) {
    String marked = PLANTED.get(name);
    String text = marked.replaceAll("[⟦⟧]", "");
    String expected = marked.replaceAll("(?s)⟦.*?⟧", "[redacted]");
    assertThat(redacted(text)).isEqualTo(expected);
    assertThat(redacted(expected)).isEqualTo(expected);
    if (text.startsWith("{") || text.startsWith("[")) {
      assertThat(Json.read(text).value()).as("the corpus").isPresent();
      assertThat(Json.read(expected).value()).isPresent();
    }
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void what_is_no_secret_passes(String text) {
    assertThat(redacted(text)).isEqualTo(text);
  }

  @Test
  void the_corpus_has_many_kinds() {
    assertThat(PLANTED).hasSizeGreaterThan(100);
  }

  @Test
  void pieces_of_any_size_give_the_same_bytes() {
    List<String> texts = texts();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 12); part > 0; part--) {
        text.append(texts.get(random.nextInt(texts.size())))
            .append(random.nextInt(4) == 0 ? " " : "\n");
      }
      if (random.nextInt(20) == 0) {
        text.insert(random.nextInt(text.length()), "x y".repeat(random.nextInt(50_000)));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      String whole = redacted(text.toString());
      assertThat(inPieces(bytes, random)).as("round " + round).isEqualTo(whole);
    }
  }

  @Test
  void what_was_redacted_stays_as_it_is() {
    List<String> texts = texts();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 8); part > 0; part--) {
        String one = texts.get(random.nextInt(texts.size()));
        int from = random.nextInt(one.length());
        text.append(one, from, random.nextInt(from, one.length()))
            .append(random.nextBoolean() ? "" : "\n");
      }
      String once = redacted(text.toString());
      assertThat(redacted(once)).as("round " + round).isEqualTo(once);
    }
  }

  @Test
  void json_stays_json_with_the_same_shape() {
    List<String> texts = texts();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      Json value = value(random, texts, 0);
      String text = random.nextBoolean() ? value.write() : value.writeIndented();
      assertThat(Json.read(redacted(text)).value()).as("round " + round + "\n" + text).isPresent();
    }
  }

  @Test
  void a_secret_is_found_wherever_it_stands_in_a_line_without_end() {
    String token = "gh" + "p_" + "0123456789abcdefghijABCDEFGHIJ012345";
    String assigned = "password=\\\"" + "s3cretword".repeat(20) + "\\\"";
    for (int before = 39_000; before < 67_000; before += 13) {
      String line = "x".repeat(before) + " " + token + " " + assigned + " " + "y ".repeat(40_000);
      String expected =
          "x".repeat(before) + " [redacted] password=\\\"[redacted]\\\" " + "y ".repeat(40_000);
      assertThat(redacted(line).equals(expected)).as("at " + before).isTrue();
    }
  }

  /// Each piece leads to a closer look; what is looked at must not grow with how often it stands
  /// there. Far from the bound where it does not, far beyond where it does.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "token=\"",
        "token='\\\"",
        "password='x\\",
        "token=\\\\\\\\",
        "token:(",
        "token: (",
        "token==",
        "password\":\"a'",
        "secret>a",
        "--token ",
        "login password ",
        "://a:",
        "://a:b@@",
        "bearer 1",
        "authorization:",
        "authorization: basic ",
        "\"auth\":\"",
        "cookie:;",
        "cookie:a;",
        "cookie: a=b; ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\"",
        "-----BEGIN PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAA\"-----END ",
        "Private-Lines: 1 ",
        "-----END ",
        "sk-a-",
        "eyJaaaaaaaa.",
        "ghp_",
        "sig=A",
        "\\",
        "\"",
        "\\\"",
        "A1b2",
        "AAAAAAAAAAAAAAAAAAAAAAA\""
      })
  @Timeout(60)
  void hostile_lines_take_time_in_proportion_to_their_length(String piece) {
    KnownSecrets known =
        KnownSecrets.of(Map.of("SHOP_KEY", "a\\\\\"1-" + "=b".repeat(20)), Set.of());
    String line = piece.repeat((2 << 20) / piece.length());
    for (String before : List.of("", "\"-----BEGIN PRIVATE KEY-----\",\n")) {
      byte[] bytes = (before + line).getBytes(StandardCharsets.US_ASCII);
      assertThat(new Redactor(known).all(bytes)).isNotEmpty();
    }
  }

  @Test
  @Timeout(60)
  void one_line_of_thirty_megabytes_passes() {
    byte[] base64 = "QUJDREVGR0hJSktM".repeat(30 << 16).getBytes(StandardCharsets.US_ASCII);
    assertThat(new Redactor(KnownSecrets.NONE).all(base64)).isEqualTo(base64);
  }

  @Test
  void secrets_without_anything_between_them_are_all_taken_out() {
    String value = "zq81xk20vv";
    KnownSecrets known = KnownSecrets.of(Map.of("SHOP_KEY", value), Set.of());
    for (int count : List.of(3_990, 4_100, 6_553, 6_554, 20_000)) {
      String text = "a " + value.repeat(count) + " b " + value + " c";
      Redactor.Redacted redacted = Redactor.redacted(text, known);
      assertThat(redacted.text()).as("%d", count).isEqualTo("a [redacted] b [redacted] c");
      assertThat(redacted.count()).isEqualTo(2);
    }
    String hosts = "://a:b" + "@".repeat(200_000) + "host";
    assertThat(redacted(hosts)).startsWith("://a:[redacted]");
  }

  @Test
  void the_beginning_of_a_key_passes_wherever_a_window_ends() {
    for (int before = 0; before < 150_000; before += 1_009) {
      String text =
          "x ".repeat(before / 2) + "-----BE" + "GIN PRIVATE KEY-----" + " ".repeat(30_000);
      assertThat(redacted(text).equals(text)).as("at " + before).isTrue();
      assertThat(redacted(text + "\n").equals(text + "\n")).as("at " + before).isTrue();
    }
  }

  @Test
  void the_count_is_how_often_something_was_replaced() {
    List<String> texts = texts();
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      StringBuilder text = new StringBuilder();
      for (int part = random.nextInt(1, 9); part > 0; part--) {
        text.append(texts.get(random.nextInt(texts.size())))
            .append(random.nextBoolean() ? " " : "\n");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
      Redactor redactor = new Redactor(KnownSecrets.NONE);
      String after = new String(redactor.all(bytes), StandardCharsets.ISO_8859_1);
      assertThat(redactor.count())
          .as("round " + round)
          .isEqualTo(marks(after) - marks(text.toString()));
    }
  }

  private static int marks(String text) {
    return text.split("\\[redacted]", -1).length - 1;
  }

  @Test
  void any_bytes_pass() {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    assertThat(new Redactor(KnownSecrets.NONE).all(bytes)).isEqualTo(bytes);
    byte[] line =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace('\n', '\r')
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new Redactor(KnownSecrets.NONE).all(line)).isEqualTo(line);
  }

  @Test
  void a_line_reaches_the_disk_at_its_line_feed() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Redactor redactor = new Redactor(KnownSecrets.NONE);
    byte[] bytes = "one\ntwo password=letm".getBytes(StandardCharsets.UTF_8);
    redactor.pass(bytes, 0, bytes.length, out::write);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\n");
    byte[] more = "ein\n".getBytes(StandardCharsets.UTF_8);
    redactor.pass(more, 0, more.length, out::write);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo password=[redacted]\n");
    assertThat(redactor.count()).isEqualTo(1);
  }

  @Test
  void a_known_value_is_found_in_every_form() {
    String value = "q7\"x\\Zr/9+w k€t0";
    KnownSecrets known = KnownSecrets.of(Map.of("SHOP_KEY", value), Set.of());
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            value,
            value.replace("\\", "\\\\").replace("\"", "\\\""),
            java.net.URLEncoder.encode(value, StandardCharsets.UTF_8),
            Base64.getEncoder().withoutPadding().encodeToString(utf8),
            Base64.getUrlEncoder().withoutPadding().encodeToString(utf8));
    for (String form : forms) {
      assertThat(Redactor.redacted("a <" + form + "> b", known).text()).contains("[redacted]");
      assertThat(Redactor.redacted("a <" + form + "> b", known).text()).doesNotContain(form);
    }
    for (String user : List.of("", "a", "ad", "ada")) {
      String pair = user + ":" + value;
      String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      assertThat(Redactor.redacted("x " + basic, known).text()).as(user).contains("[redacted]");
    }
  }

  @Test
  void only_values_of_variables_named_like_secrets_are_known() {
    Map<String, String> environment =
        Map.of(
            "API_KEY", "zq81xk20vv",
            "HOME", "/home/ada0123",
            "DB_PASSWORD", "postgres",
            "SSH_AUTH_SOCK", "/tmp/ssh-x/agent.1",
            "TOKEN_FLAG", "true",
            "GIT_AUTHOR_NAME", "Ada Lovelace 1",
            "OTHER", "named1234x");
    KnownSecrets known = KnownSecrets.of(environment, Set.of("OTHER"));
    String text = String.join(" ", environment.values());
    assertThat(Redactor.redacted(text, known).text())
        .doesNotContain("zq81xk20vv", "named1234x")
        .contains("/home/ada0123", "postgres", "/tmp/ssh-x/agent.1", "true", "Ada Lovelace 1");
    assertThat(Redactor.redacted("{\"a\":\"\\nzq81xk20vv\"}", known).text())
        .isEqualTo("{\"a\":\"\\n[redacted]\"}");
  }

  /// Our own sources speak of tokens all the time.
  @Test
  void the_projects_own_files_pass_but_for_tests_about_secrets() throws IOException {
    List<String> changed = new ArrayList<>();
    for (String root : List.of("src", "docs", "examples", "README.md", "ARCHITECTURE.md")) {
      if (!Files.exists(Path.of(root))) {
        continue;
      }
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          byte[] bytes = Files.readAllBytes(file);
          Redactor redactor = new Redactor(KnownSecrets.NONE);
          var _ = redactor.all(bytes);
          long count = redactor.count();
          if (count > 0) {
            changed.add(file + " " + count);
          }
        }
      }
    }
    assertThat(changed)
        .allMatch(file ->
            file.matches(
                ".*/(?:secrets/|Secrets|Redact|Unread|EarlierStores|DbImport|AuditConsensus|AuditNotes).*"));
  }

  private static Json value(Random random, List<String> texts, int depth) {
    int kind = random.nextInt(depth > 3 ? 3 : 5);
    String text = texts.get(random.nextInt(texts.size()));
    return switch (kind) {
      case 0 -> Json.of(random.nextInt());
      case 1 -> Json.of(text);
      case 2 -> Json.of(Json.fields().with("in", text).write());
      case 3 -> {
        List<Json> items = new ArrayList<>();
        for (int item = random.nextInt(4); item >= 0; item--) {
          items.add(value(random, texts, depth + 1));
        }
        yield new Json.Items(items);
      }
      default -> {
        Json.Fields fields = Json.fields();
        for (String key : List.of("password", "token: ", "auth", "-----BEGIN PRIVATE KEY-----")) {
          if (random.nextBoolean()) {
            fields = fields.with(key, value(random, texts, depth + 1));
          }
        }
        yield fields;
      }
    };
  }

  private static List<String> texts() {
    return Stream.concat(
            PLANTED.values().stream().map(text -> text.replaceAll("[⟦⟧]", "")), harmless())
        .toList();
  }

  private static String redacted(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new String(new Redactor(KnownSecrets.NONE).all(bytes), StandardCharsets.ISO_8859_1);
  }

  private static String inPieces(byte[] bytes, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Redactor redactor = new Redactor(KnownSecrets.NONE);
    int max = random.nextBoolean() ? 10 : 70_000;
    try {
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, random.nextInt(1, max));
        redactor.pass(bytes, at, length, out::write);
        at += length;
      }
      redactor.end(out::write);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> planted() {
    Map<String, String> planted = new TreeMap<>();
    resource("planted.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> {
          int colon = line.indexOf(": ");
          String text = unescaped(line.substring(colon + 2).replace("~", ""));
          planted.put(line.substring(0, colon), text);
        });
    return planted;
  }

  private static String unescaped(String line) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      if (line.charAt(at) != '\\' || at + 1 == line.length()) {
        text.append(line.charAt(at++));
        continue;
      }
      at++;
      switch (line.charAt(at)) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case '\\' -> text.append('\\');
        case 'x' -> {
          text.append((char) Integer.parseInt(line.substring(at + 1, at + 3), 16));
          at += 2;
        }
        default -> text.append('\\').append(line.charAt(at));
      }
      at++;
    }
    return text.toString();
  }

  private static String resource(String name) {
    try (InputStream in = RedactorTest.class.getResourceAsStream("/secrets/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
