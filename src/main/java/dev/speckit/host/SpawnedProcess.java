package dev.speckit.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// A child that [PosixSpawn] started. One thread reads its output, learns of its end in the same
/// wait, and is the only one that touches its descriptors.
final class SpawnedProcess extends Process {
  /// How often a reader whose child has ended looks whether its output is still wanted: then the
  /// pipe is held open by somebody who got away.
  private static final int LOOK_MILLIS = 50;

  private final ProcessCalls calls;
  private final int pid;
  private final int pipe;
  private final int watch;
  private final CompletableFuture<Process> exit = new CompletableFuture<>();
  private final InputStream output = new Output();
  private final @Nullable ProcessHandle handle;
  private volatile int exitCode;
  private volatile boolean unread;
  private boolean ended;
  private boolean released;

  /// @param pipe where its output is read
  /// @param watch readable as soon as it has ended
  SpawnedProcess(ProcessCalls calls, int pid, int pipe, int watch) {
    this.calls = calls;
    this.pid = pid;
    this.pipe = pipe;
    this.watch = watch;
    // Not later: its number may be another's as soon as it is given back.
    this.handle = ProcessHandle.of(pid).orElse(null);
  }

  /// Waits for the end and closes what is open; nobody may read any more.
  void attend() {
    unread = true;
    while (!exit.isDone()) {
      if (calls.poll(-1, watch, -1).second()) {
        takeExit();
      }
    }
    calls.close(pipe);
    calls.close(watch);
  }

  private void takeExit() {
    exitCode = calls.await(pid);
    synchronized (this) {
      ended = true;
      if (released) {
        calls.reap(pid);
      }
    }
    var _ = exit.complete(this);
  }

  /// Gives its number back to the system, now or at its end.
  synchronized void release() {
    if (ended && !released) {
      calls.reap(pid);
    }
    released = true;
  }

  private final class Output extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (!unread) {
        boolean ended = exit.isDone();
        ProcessCalls.News news = calls.poll(pipe, ended ? -1 : watch, ended ? LOOK_MILLIS : -1);
        if (!news.first() && news.second()) {
          takeExit();
        }
        if (news.first() && !unread) {
          int count = calls.read(pipe, into, from, length);
          if (count >= 0 && news.second()) {
            takeExit();
          }
          return count;
        }
      }
      return -1;
    }

    @Override
    public void close() {
      unread = true;
    }
  }

  @Override
  public InputStream getInputStream() {
    return output;
  }

  /// It reads a file.
  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  /// It writes them to a file.
  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    try {
      var _ = exit.get();
      return exitCode;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public boolean isAlive() {
    return !exit.isDone();
  }

  /// @return -1 when it could not be learned
  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("process " + pid + " has not ended");
    }
    return exitCode;
  }

  @Override
  public CompletableFuture<Process> onExit() {
    return exit;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public ProcessHandle toHandle() {
    if (handle == null) {
      throw new IllegalStateException("process " + pid + " was never there");
    }
    return handle;
  }

  @Override
  public void destroy() {
    if (handle != null && isAlive()) {
      var _ = handle.destroy();
    }
  }

  @Override
  public Process destroyForcibly() {
    if (handle != null && isAlive()) {
      var _ = handle.destroyForcibly();
    }
    return this;
  }
}
