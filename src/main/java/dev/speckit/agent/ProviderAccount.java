package dev.speckit.agent;

/// What limits and breakers count for: one account of one provider, and a model of it. Agents that
/// share it share its limits.
///
/// @param provider such as `anthropic`; the program itself where no provider is known
/// @param account the variable that holds the key, or `sign-in` for the user's own
/// @param model the provider's name for it, or `default`
public record ProviderAccount(String provider, String account, String model) {
  static final String SIGN_IN = "sign-in";
  static final String DEFAULT_MODEL = "default";

  @Override
  public String toString() {
    return provider + "/" + account + "/" + model;
  }
}
