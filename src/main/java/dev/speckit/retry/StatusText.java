package dev.speckit.retry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HTTP status that a text for people names. A number counts only where the words before it say
/// that it is a status: `503 files`, `took 429 ms` and `req_5031` name none.
public final class StatusText {
  private static final Pattern STATUS =
      Pattern.compile(
          "(?:\\bhttp(?:/\\d(?:\\.\\d)?)?|\\bstatus(?:[ _-]?code)?|\\bapi error|\\berror code"
              + "|\\berror|\"code\"|\\bcode)[\"']?\\s?[:=(]?\\s?[\"']?([45]\\d\\d)(?![\\w.%]|\\s?(?:ms|s"
              + "|seconds|bytes|files|tokens|lines|times)\\b)|^\\s*([45]\\d\\d)(?=:|\\s(?:unauthorized|forbidden|not"
              + " found|too many requests|bad gateway|service unavailable|internal server"
              + " error|gateway timeout)|\\s*$)",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private StatusText() {}

  /// The last one: what was tried again before says less than how it ended.
  public static Optional<Integer> find(String text) {
    Optional<Integer> last = Optional.empty();
    for (Matcher status = STATUS.matcher(text); status.find(); ) {
      String digits = status.group(1) == null ? status.group(2) : status.group(1);
      last = Optional.of(Integer.valueOf(digits));
    }
    return last;
  }
}
