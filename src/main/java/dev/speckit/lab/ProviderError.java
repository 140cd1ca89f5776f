package dev.speckit.lab;

/// What a provider of models refuses a request for. Each wire format has its own words for it.
enum ProviderError {
  BAD_REQUEST("Invalid request: a parameter of it is malformed"),
  SIGNED_OUT("invalid x-api-key"),
  FORBIDDEN("this key has no permission for the model"),
  NOT_FOUND("The model does not exist or you do not have access to it."),
  RATE_LIMITED("Rate limit reached, please try again later"),
  QUOTA("You exceeded your current quota, please check your plan and billing details."),
  FAILED("Internal server error"),
  OVERLOADED("Overloaded"),
  CONTEXT_OVERFLOW("prompt is too long: 1208310 tokens > 200000 maximum");

  private final String message;

  ProviderError(String message) {
    this.message = message;
  }

  String message() {
    return message;
  }

  /// The status of the providers that agree; a wire format may have another for some.
  int status() {
    return switch (this) {
      case BAD_REQUEST, CONTEXT_OVERFLOW -> 400;
      case SIGNED_OUT -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case RATE_LIMITED, QUOTA -> 429;
      case FAILED -> 500;
      case OVERLOADED -> 503;
    };
  }
}
