package dev.speckit.run;

import dev.speckit.host.Host;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// The id of a run: `20261121-101530-3f9a2c`, time in UTC and six digits of chance. Sorts by time.
public final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern FORM = Pattern.compile("[0-9]{8}-[0-9]{6}-[0-9a-f]{6}");

  private RunId() {}

  public static String next(Host host) {
    Instant now = host.clock().instant();
    byte[] chance = new byte[3];
    host.random().nextBytes(chance);
    return TIME.format(now) + "-" + HexFormat.of().formatHex(chance);
  }

  /// Whether the text is a whole run id: then it may become a folder's name.
  public static boolean isRunId(String text) {
    return FORM.matcher(text).matches();
  }
}
