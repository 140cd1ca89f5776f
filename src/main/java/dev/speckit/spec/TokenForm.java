package dev.speckit.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token that is known by the form its issuer gives it.
///
/// @param word in lower case: what every such token starts with
/// @param pattern of the token from that word on; a group of it, if it has one, is the secret.
///   Every repetition is possessive and of one class, so that no stack grows with the text.
record TokenForm(String word, Pattern pattern) {
  /// Not inside a longer word. In JSON the letter of an escape ends before the token starts.
  private static final String EDGE =
      "(?:(?<![A-Za-z0-9_\\\\-])|(?<=\\\\[nrtbf])|(?<=\\\\u[0-9a-fA-F]{4}))";

  static final List<TokenForm> ALL =
      List.of(
          form("ghp_", "ghp_[A-Za-z0-9]{20,}+"),
          form("gho_", "gho_[A-Za-z0-9]{20,}+"),
          form("ghs_", "ghs_[A-Za-z0-9]{20,}+"),
          form("ghu_", "ghu_[A-Za-z0-9]{20,}+"),
          form("ghr_", "ghr_[A-Za-z0-9]{20,}+"),
          form("github_pat_", "github_pat_[A-Za-z0-9_]{20,}+"),
          form("glpat-", "glpat-[A-Za-z0-9_-]{16,}+"),
          form("glptt-", "glptt-[A-Za-z0-9_-]{16,}+"),
          form("gldt-", "gldt-[A-Za-z0-9_-]{16,}+"),
          form("glrt-", "glrt-[A-Za-z0-9_-]{16,}+"),
          form("glcbt-", "glcbt-[A-Za-z0-9_-]{16,}+"),
          form("glimt-", "glimt-[A-Za-z0-9_-]{16,}+"),
          form("glft-", "glft-[A-Za-z0-9_-]{16,}+"),
          form("glsoat-", "glsoat-[A-Za-z0-9_-]{16,}+"),
          form("glagent-", "glagent-[A-Za-z0-9_-]{16,}+"),
          form("sk-", "sk-(?=[A-Za-z_-]{0,200}[0-9])[A-Za-z0-9_-]{16,}+"),
          form("sk_", "sk_(?:live_|test_)[A-Za-z0-9]{10,}+"),
          form("rk_", "rk_(?:live_|test_)[A-Za-z0-9]{10,}+"),
          form("pk_", "pk_(?:live_|test_)[A-Za-z0-9]{10,}+"),
          form("whsec_", "whsec_[A-Za-z0-9+/=_]{16,}+"),
          form("xox", "xox[abeoprs]-[A-Za-z0-9-]{10,}+"),
          form("xapp-", "xapp-[0-9]-[A-Za-z0-9-]{10,}+"),
          form("hooks.slack.com/", "hooks\\.slack\\.com/services/([A-Za-z0-9/]{16,}+)"),
          form("/api/webhooks/", "/api/webhooks/[0-9]{10,25}/([A-Za-z0-9_-]{30,}+)", ""),
          form("akia", "AKIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
          form("asia", "ASIA[0-9A-Z]{16}(?![0-9A-Za-z])"),
          form("aiza", "AIza[0-9A-Za-z_-]{35}"),
          form("ya29.", "ya29\\.[0-9A-Za-z_-]{20,}+"),
          form("gocspx-", "GOCSPX-[0-9A-Za-z_-]{20,}+"),
          form("npm_", "npm_[A-Za-z0-9]{30,}+"),
          form("pypi-", "pypi-[A-Za-z0-9_-]{32,}+"),
          form("hf_", "hf_[A-Za-z0-9]{30,}+"),
          form("r8_", "r8_[A-Za-z0-9]{30,}+"),
          form("gsk_", "gsk_[A-Za-z0-9]{30,}+"),
          form("xai-", "xai-[A-Za-z0-9]{30,}+"),
          form("pplx-", "pplx-[A-Za-z0-9]{30,}+"),
          form("dop_v1_", "dop_v1_[0-9a-f]{40,}+"),
          form("dapi", "dapi[0-9a-f]{32}(?:-[0-9])?"),
          form("dckr_pat_", "dckr_pat_[A-Za-z0-9_-]{20,}+"),
          form("rubygems_", "rubygems_[0-9a-f]{40,}+"),
          form("hvs.", "hvs\\.[A-Za-z0-9_-]{20,}+"),
          form("hvb.", "hvb\\.[A-Za-z0-9_-]{20,}+"),
          form("shpat_", "shpat_[0-9a-fA-F]{32}"),
          form("shpss_", "shpss_[0-9a-fA-F]{32}"),
          form("sq0", "sq0(?:atp|csp)-[A-Za-z0-9_-]{20,}+"),
          form("lin_api_", "lin_api_[A-Za-z0-9]{30,}+"),
          form("ntn_", "ntn_[A-Za-z0-9]{30,}+"),
          form("figd_", "figd_[A-Za-z0-9_-]{30,}+"),
          form("pmak-", "PMAK-[0-9a-f]{20,}+-[0-9a-f]{20,}+"),
          form("nrak-", "NRAK-[A-Z0-9]{20,}+"),
          form("glsa_", "glsa_[A-Za-z0-9_]{30,}+"),
          form("glc_", "glc_[A-Za-z0-9+/=]{30,}+"),
          form("sntrys_", "sntrys_[A-Za-z0-9+/=_-]{30,}+"),
          form("sbp_", "sbp_[0-9a-f]{40}"),
          form("pscale_", "pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_.-]{30,}+"),
          form("atatt3", "ATATT3[A-Za-z0-9_=-]{30,}+"),
          form("age-secret-key-1", "AGE-SECRET-KEY-1[0-9A-Z]{50,}+"),
          form("sg.", "SG\\.[A-Za-z0-9_-]{16,}+\\.[A-Za-z0-9_-]{16,}+"),
          form(":aa", ":(AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])", "(?<=[0-9]{8,10})"),
          form("eyj", "eyJ[A-Za-z0-9_-]{8,}+\\.eyJ[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]*+"),
          form("sig=", "sig=([A-Za-z0-9%+/=_-]{30,}+)"),
          form("x-amz-signature=", "X-Amz-Signature=([0-9a-f]{32,}+)"),
          form("thin:", "thin:[^\\s/@:\"'`\\\\]{1,60}+/([^\\s/@\"'`\\\\]{1,200}+)@"),
          form(
              ":5432:",
              ":5432:[^\\s:\"'`\\\\]{1,60}+:[^\\s:\"'`\\\\]{1,60}+:([^\\s\"'`\\\\]{1,200}+)",
              ""),
          form(
              " -u ",
              " -u [\"']?[^\\s:\"'`\\\\$]{1,60}+:(?![0-9]{1,7}(?!\\S))([^\\s:\"'`\\\\/$]{4,200}+)",
              ""));

  private static TokenForm form(String word, String pattern) {
    return form(word, pattern, EDGE);
  }

  private static TokenForm form(String word, String pattern, String edge) {
    return new TokenForm(word, Pattern.compile(edge + pattern));
  }

  /// @param start of the word in the text
  Optional<SecretSpan> read(String text, int start) {
    Matcher matcher =
        pattern
            .matcher(text)
            .useTransparentBounds(true)
            .region(start, Math.min(text.length(), start + SecretSpan.LENGTH_MAX));
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    int group = matcher.groupCount();
    return Optional.of(new SecretSpan(start, matcher.start(group), matcher.end(group)));
  }
}
