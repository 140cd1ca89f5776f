package dev.speckit.handoff;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts the tokens of a text by the vocabulary `o200k_base`. Making one loads the vocabulary,
/// which takes a good part of a second: only a hand-off does so.
final class Tokens {
  private final Encoding encoding =
      Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

  int count(String text) {
    return encoding.countTokensOrdinary(text);
  }
}
