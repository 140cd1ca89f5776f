package dev.speckit.run;

import dev.speckit.command.Progress;
import dev.speckit.failure.Failure;
import dev.speckit.failure.Problem;
import dev.speckit.host.Faults;
import dev.speckit.host.Host;
import dev.speckit.host.ProcessIdentity;
import dev.speckit.json.Json;
import dev.speckit.store.Durability;
import dev.speckit.store.Store;
import dev.speckit.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The journals of all runs of a workspace, in its store. What an event brings with it (an answer,
/// a verdict, a file's hash) is written in the event's own transaction.
public final class Journal {
  private final Store store;
  private final Host host;
  private final Faults faults;
  private final AgentLog log;
  private final Progress progress;

  public Journal(Store store, Host host) {
    this(store, host, AgentLog.none(host), Progress.silent());
  }

  /// @param log told of each event once it is written
  /// @param progress likewise
  public Journal(Store store, Host host, AgentLog log, Progress progress) {
    this.store = store;
    this.host = host;
    this.faults = Faults.of(host);
    this.log = log;
    this.progress = progress;
  }

  public AgentLog log() {
    return log;
  }

  public Store store() {
    return store;
  }

  public Instant now() {
    return host.clock().instant();
  }

  public void start(
      String run,
      RunEvent.Started started,
      String document,
      ProcessIdentity owner,
      Json.Fields settings)
      throws InterruptedException {
    write(
        run,
        started,
        transaction -> {
          Instant now = now();
          RunTable.insert(transaction, run, started, document, now, owner, settings.write());
          return recorded(transaction, run, now, started);
        });
  }

  public void resume(String run, RunEvent.Resumed resumed, ProcessIdentity owner)
      throws InterruptedException {
    append(run, resumed, transaction -> RunTable.own(transaction, run, owner));
  }

  public void stop(String run, RunEvent.Stopped stopped) throws InterruptedException {
    append(run, stopped, transaction -> RunTable.stop(transaction, run, stopped.state(), now()));
  }

  public void append(String run, RunEvent event) throws InterruptedException {
    append(run, event, _ -> {});
  }

  /// Appends an event together with what belongs to it.
  public void append(String run, RunEvent event, Consumer<Transaction> with)
      throws InterruptedException {
    write(
        run,
        event,
        transaction -> {
          with.accept(transaction);
          return recorded(transaction, run, now(), event);
        });
  }

  /// Appends several events, all or none.
  public void appendAll(String run, List<RunEvent> events, Consumer<Transaction> with)
      throws InterruptedException {
    Instant now = now();
    write(
        run,
        events.getFirst(),
        transaction -> {
          with.accept(transaction);
          Run.Recorded last = recorded(transaction, run, now, events.getFirst());
          for (RunEvent event : events.subList(1, events.size())) {
            last = recorded(transaction, run, now, event);
          }
          return last;
        });
  }

  private static Run.Recorded recorded(
      Transaction transaction, String run, Instant at, RunEvent event) {
    return new Run.Recorded(EventTable.append(transaction, run, at, event), at, event);
  }

  /// Writes what is no event: figures that nothing depends on after a crash.
  public void note(Consumer<Transaction> work) {
    uninterrupted(() ->
        store.write(
            Durability.NORMAL,
            transaction -> {
              work.accept(transaction);
              return true;
            }));
  }

  /// [#append(String, RunEvent, Consumer)] for the thread of an attempt: what happened to it is
  /// written even while it is being cancelled, and the cancellation is kept.
  public void appendUninterrupted(String run, RunEvent event, Consumer<Transaction> with) {
    uninterrupted(() -> {
      append(run, event, with);
      return true;
    });
  }

  /// [#appendUninterrupted] of an event that something in the store may speak against. Nobody else
  /// writes between the look and the event, in this process or another.
  ///
  /// @param objection why the event must not be written, or empty; may be called more than once
  /// @return the objection; then nothing was written
  public <T> Optional<T> appendUnless(
      String run,
      RunEvent event,
      Function<Transaction, Optional<T>> objection,
      Consumer<Transaction> with) {
    AtomicReference<Optional<T>> found = new AtomicReference<>(Optional.empty());
    uninterrupted(() -> {
      faults.before(event.kind());
      AtomicReference<Run.@Nullable Recorded> written = new AtomicReference<>();
      found.set(
          store.write(
              Durability.FULL,
              transaction -> {
                Optional<T> against = objection.apply(transaction);
                if (against.isEmpty()) {
                  with.accept(transaction);
                  written.set(recorded(transaction, run, now(), event));
                }
                return against;
              }));
      Run.Recorded recorded = written.get();
      if (found.get().isEmpty() && recorded != null) {
        tell(run, recorded);
      }
      return true;
    });
    return found.get();
  }

  private static void uninterrupted(Callable work) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          work.call();
          return;
        } catch (InterruptedException _) {
          // The writer withdraws work that was interrupted before it began, so it can be repeated.
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Callable {
    boolean call() throws InterruptedException;
  }

  private void write(String run, RunEvent event, Function<Transaction, Run.Recorded> work)
      throws InterruptedException {
    faults.before(event.kind());
    tell(run, store.write(Durability.FULL, work::apply));
  }

  private void tell(String run, Run.Recorded recorded) {
    RunEvent event = recorded.event();
    faults.after(event.kind());
    log.event(run, event);
    progress.event(
        Json.fields()
            .with("kind", "run-event")
            .with("run", run)
            .with("sequence", recorded.sequence())
            .with("at", recorded.at())
            .with("event", event.kind())
            .with("payload", EventText.write(event)));
  }

  /// The run as its journal tells it; empty when there is no such run.
  public Optional<Run> read(String run) throws InterruptedException {
    return RunFold.of(run, events(run));
  }

  /// All events of a run, in order; empty when there is no such run.
  public List<Run.Recorded> events(String run) throws InterruptedException {
    List<EventTable.StoredEvent> stored =
        store.read(transaction -> EventTable.read(transaction, run));
    List<Run.Recorded> journal = new ArrayList<>();
    for (EventTable.StoredEvent event : stored) {
      journal.add(event.recorded().orElseThrow(() -> unreadable(run, event)));
    }
    return journal;
  }

  private static Failure unreadable(String run, EventTable.StoredEvent event) {
    return new Failure.Unavailable(
        Problem.of(
                "journal-unreadable",
                "event "
                    + event.sequence()
                    + " of run "
                    + run
                    + " ("
                    + event.kind()
                    + ") cannot be read")
            .at(".speckit/speckit.db")
            .remedy("use the speckit that wrote it, or start a new run"));
  }
}
