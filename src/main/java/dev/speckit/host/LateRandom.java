package dev.speckit.host;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The machine's chance, asked for when it is first used: setting it up takes longer than a short
/// command.
final class LateRandom implements RandomGenerator {
  private @Nullable SecureRandom source;

  @Override
  public long nextLong() {
    return source().nextLong();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source().nextBytes(bytes);
  }

  private synchronized SecureRandom source() {
    if (source == null) {
      source = new SecureRandom();
    }
    return source;
  }
}
