package dev.speckit.handoff;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/// Counts the tokens of a text by the vocabulary `o200k_base`. The first count loads it, which
/// takes a good part of a second: only a hand-off does so.
final class Tokens {
  private Tokens() {}

  private static final class Vocabulary {
    private static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
  }

  static int count(String text) {
    return Vocabulary.ENCODING.countTokensOrdinary(text);
  }
}
