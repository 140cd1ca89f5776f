package dev.speckit.spec;

/// A place of a secret in a text.
///
/// @param start where what tells that it is one begins: the word before a value
/// @param from where the secret begins
/// @param to where it ends
record SecretSpan(int start, int from, int to) {
  /// What stands in place of a secret.
  static final String MARK = "[redacted]";

  /// No secret together with the word before it is longer: a text can be looked at in pieces.
  static final int LENGTH_MAX = 20_000;
}
