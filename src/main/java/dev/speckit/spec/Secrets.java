package dev.speckit.spec;

/// Takes keys, tokens and passwords out of a text that leaves the machine. Pure; a text that was
/// redacted stays as it is.
///
/// Known are private keys (PEM), tokens by the form that their issuer gives them, passwords in
/// addresses, and values behind words such as `password=`. A long random word alone is kept: it may
/// as well be a commit, a checksum or an id.
public final class Secrets {
  /// What stands in place of a secret.
  public static final String REDACTED = SecretSpan.MARK;

  private static final SecretFinder FINDER = new SecretFinder(KnownSecrets.NONE);

  private static final JsonSecrets JSON = new JsonSecrets(Secrets::redacted);

  private Secrets() {}

  /// The text with [#REDACTED] in place of what looks like a secret. Takes time in proportion to
  /// the length of the text.
  public static String redacted(String text) {
    LineRedactor lines = new LineRedactor(FINDER);
    StringBuilder out = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int feed = text.indexOf('\n', at);
      int end = feed < 0 ? text.length() : feed + 1;
      out.append(lines.line(text.substring(at, end)));
      at = end;
    }
    out.append(lines.end());
    return lines.count() == 0 ? text : out.toString();
  }

  /// As [#redacted]; where the text is JSON, also what its escapes hide. JSON in which they hid a
  /// secret comes back on one line.
  public static String redactedContent(String text) {
    return JSON.text(text);
  }
}
