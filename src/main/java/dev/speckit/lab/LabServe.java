package dev.speckit.lab;

import dev.speckit.command.Block;
import dev.speckit.command.Block.Cell;
import dev.speckit.command.Progress;
import dev.speckit.command.Report;
import dev.speckit.host.Host;
import dev.speckit.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The provider for a person who tries a tool of their own.
record LabServe(Host host, int port, Script script) {
  private static final String RUN = "try";

  /// @param time after which it ends; null for never
  /// @throws InterruptedException when ended by Ctrl-C; everything has ended by then
  Report run(Progress progress, @Nullable Duration time) throws InterruptedException {
    try (LabProvider provider =
        LabProvider.start(host.clock(), port, LabAnswers::to, one -> progress.note(line(one)))) {
      progress.note(
          "In " + script.word() + " the provider " + script.scenario().meaning() + ". Base URLs:");
      for (Api api : Api.values()) {
        progress.note("  %-10s %s".formatted(api.word(), provider.url(api, RUN, script)));
      }
      progress.note("Any key will do. Another scenario is another last word of the URL.");
      progress.note(time == null ? "Ctrl-C ends it." : "It ends after " + words(time) + ".");
      wait(time);
      return report(provider);
    }
  }

  private static void wait(@Nullable Duration time) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    if (time == null) {
      never.await();
    } else {
      boolean _ = never.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static String line(LabRequest request) {
    return "%s %s %s, %d bytes"
        .formatted(request.script().word(), request.method(), request.path(), request.bytes());
  }

  private static String words(Duration time) {
    return time.toSeconds() == 1 ? "1 second" : time.toSeconds() + " seconds";
  }

  private Report report(LabProvider provider) {
    List<LabRequest> requests = provider.requests(RUN);
    List<Json.Fields> urls = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    for (Api api : Api.values()) {
      String url = provider.url(api, RUN, script);
      long count = requests.stream().filter(request -> request.api() == api).count();
      urls.add(Json.fields().with("format", api.word()).with("url", url).with("requests", count));
      rows.add(List.of(Cell.of(api.word()), Cell.of(url), Cell.of(Long.toString(count))));
    }
    return Report.of(
        Json.fields()
            .with("scenario", script.word())
            .with("port", provider.port())
            .with("formats", urls)
            .with("requests", requests.size()),
        new Block.Table("", List.of("format", "base URL", "requests"), rows));
  }
}
