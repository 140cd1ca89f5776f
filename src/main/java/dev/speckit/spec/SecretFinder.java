package dev.speckit.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Finds secrets in one piece of text. Nearly every piece holds no word that could lead to one, and
/// only around such a word is anything looked at closer.
final class SecretFinder {
  private static final List<String> FORMS = TokenForm.ALL.stream().map(TokenForm::word).toList();
  private static final int ASSIGNED = FORMS.size();
  private static final int KEYS = ASSIGNED + AssignedSecret.WORDS.size();
  private static final List<String> ALL =
      Stream.of(FORMS, AssignedSecret.WORDS, PrivateKeyText.WORDS).flatMap(List::stream).toList();
  private static final WordFinder WORDS = new WordFinder(ALL, true);

  private final KnownSecrets known;

  SecretFinder(KnownSecrets known) {
    this.known = known;
  }

  /// @param spans in order, none touching another
  /// @param open what the text ends in
  /// @param openStart where that begins, when it is a key that is only begun
  record Found(List<SecretSpan> spans, PrivateKeyText.Open open, int openStart) {}

  private record Hit(int word, int start) {}

  /// Quick, and now and then true of bytes without a secret.
  boolean mayHold(byte[] bytes, int from, int to) {
    return WORDS.isIn(bytes, from, to) || known.isIn(bytes, from, to);
  }

  Found find(String text) {
    List<Hit> hits = new ArrayList<>();
    WORDS.find(text, (word, start) -> hits.add(new Hit(word, start)));
    hits.sort(Comparator.comparingInt(Hit::start));
    List<SecretSpan> spans = new ArrayList<>();
    PrivateKeyText.Open open = PrivateKeyText.Open.NO;
    int openStart = 0;
    int done = 0;
    AssignedSecret assigned = new AssignedSecret(text);
    for (int index = 0; index < hits.size() && open == PrivateKeyText.Open.NO; index++) {
      Hit hit = hits.get(index);
      if (hit.start() < done) {
        continue;
      }
      int before = spans.size();
      if (hit.word() < ASSIGNED) {
        TokenForm.ALL.get(hit.word()).read(text, hit.start()).ifPresent(spans::add);
      } else if (hit.word() < KEYS) {
        assigned.read(ALL.get(hit.word()), hit.start()).ifPresent(spans::add);
      } else {
        int next = nextKey(hits, index, text.length());
        PrivateKeyText.Reading reading = PrivateKeyText.read(text, hit.start(), next);
        spans.addAll(reading.spans());
        open = reading.open();
        openStart = hit.start();
      }
      done = spans.size() > before ? spans.getLast().to() : done;
    }
    known.find(text, spans);
    return new Found(joined(spans), open, openStart);
  }

  private static int nextKey(List<Hit> hits, int index, int none) {
    for (int at = index + 1; at < hits.size(); at++) {
      if (hits.get(at).word() >= KEYS) {
        return hits.get(at).start();
      }
    }
    return none;
  }

  /// In order; what overlaps or touches becomes one.
  static List<SecretSpan> joined(List<SecretSpan> spans) {
    List<SecretSpan> sorted =
        spans.stream().sorted(Comparator.comparingInt(SecretSpan::from)).toList();
    List<SecretSpan> joined = new ArrayList<>();
    for (SecretSpan span : sorted) {
      if (!joined.isEmpty() && span.from() <= joined.getLast().to()) {
        SecretSpan last = joined.removeLast();
        joined.add(
            new SecretSpan(
                Math.min(last.start(), span.start()), last.from(), Math.max(last.to(), span.to())));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }
}
