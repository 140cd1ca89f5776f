package dev.speckit.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts programs with `posix_spawn`: no copy of this program's memory tables, no second program
/// for the session, no descriptor but 0, 1 and 2, all signals as a fresh process has them.
final class PosixSpawn implements Spawner {
  /// Flags of `posix_spawn`: reset these signals, set this mask, begin a session.
  private static final short FLAGS = 0x04 | 0x08 | 0x80;

  /// More than the structures of any glibc take.
  private static final long STRUCTURE_BYTES = 1024;

  /// The size of a signal set in glibc.
  private static final long SIGNALS_BYTES = 128;

  private static final int O_RDONLY = 0;
  private static final int O_WRONLY_APPEND_CREATE = 1 | 0x400 | 0x40;
  private static final int O_CLOEXEC = 0x80000;
  private static final int ENOENT = 2;
  private static final int ENOEXEC = 8;
  private static final int SIGCHLD = 17;

  /// The number of `pidfd_open`, the same on every machine that [LibC] knows.
  private static final int PIDFD_OPEN = 434;

  private static final Charset WORDS = words();

  private final LibC.Function spawn;
  private final LibC.Function attributesInit;
  private final LibC.Function attributesFlags;
  private final LibC.Function attributesSignals;
  private final LibC.Function actionsInit;
  private final LibC.Function actionsOpen;
  private final LibC.Function actionsDup;
  private final LibC.Function actionsDirectory;
  private final LibC.Function actionsCloseFrom;
  private final LibC.Function actionsDestroy;
  private final LibC.Function pipe;
  private final LibC.Function systemCall;
  private final ProcessCalls calls;

  /// @throws LibC.Unsupported when something is missing; nothing was changed
  PosixSpawn(LibC library) throws LibC.Unsupported {
    spawn = library.function("posix_spawn");
    attributesInit = library.function("posix_spawnattr_init");
    attributesFlags = library.function("posix_spawnattr_setflags");
    attributesSignals = library.function("posix_spawnattr_setsigdefault");
    actionsInit = library.function("posix_spawn_file_actions_init");
    actionsOpen = library.function("posix_spawn_file_actions_addopen");
    actionsDup = library.function("posix_spawn_file_actions_adddup2");
    actionsDirectory = library.function("posix_spawn_file_actions_addchdir_np");
    actionsCloseFrom = library.function("posix_spawn_file_actions_addclosefrom_np");
    actionsDestroy = library.function("posix_spawn_file_actions_destroy");
    pipe = library.function("pipe2");
    systemCall = library.function("syscall");
    calls = new ProcessCalls(library);
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      int own = systemCall.call(errno, PIDFD_OPEN, ProcessHandle.current().pid());
      if (own < 0) {
        throw new LibC.Unsupported("the kernel has no pidfd_open");
      }
      calls.close(own);
      // Whoever started this program may have chosen never to hear of children: then the system
      // would throw their exit codes away.
      var _ = library.function("signal").call(errno, SIGCHLD, 0);
    }
  }

  ProcessCalls calls() {
    return calls;
  }

  @Override
  public boolean ownSession() {
    return true;
  }

  @Override
  public void attend(Process process) {
    if (process instanceof SpawnedProcess spawned) {
      spawned.attend();
    }
  }

  @Override
  public void release(Process process) {
    if (process instanceof SpawnedProcess spawned) {
      spawned.release();
    }
  }

  @Override
  public String description() {
    return "by posix_spawn";
  }

  @Override
  public Process start(Program program) throws IOException {
    try {
      return start(program, program.executable(), program.arguments());
    } catch (LibC.SystemError error) {
      if (error.number() != ENOEXEC) {
        throw new IOException(why(program, error), error);
      }
    }
    // A script that does not say by what it is run is one for the shell, since ever.
    List<String> words = new ArrayList<>();
    words.add(program.executable().toString());
    words.addAll(program.arguments());
    try {
      return start(program, Path.of("/bin/sh"), words);
    } catch (LibC.SystemError error) {
      throw new IOException(why(program, error), error);
    }
  }

  /// The system gives one number for whatever is missing.
  private static String why(Program program, LibC.SystemError error) {
    if (error.number() == ENOENT && !Files.isDirectory(program.directory())) {
      return "the working directory " + program.directory() + " is not there";
    }
    if (error.number() == ENOENT && !Files.exists(program.input())) {
      return "the input " + program.input() + " is not there";
    }
    if (error.number() == ENOENT) {
      return program.executable() + ": it, or what its first line names, is not there";
    }
    return program.executable() + ": " + error.getMessage();
  }

  private Process start(Program program, Path executable, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>();
    words.add(executable.toString());
    words.addAll(arguments);
    List<String> variables = new ArrayList<>();
    program.environment().forEach((name, value) -> variables.add(name + "=" + value));
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      MemorySegment ends = memory.allocate(JAVA_INT, 2);
      var _ = pipe.checked(errno, ends.address(), O_CLOEXEC);
      int read = ends.get(JAVA_INT, 0);
      int write = ends.get(JAVA_INT, Integer.BYTES);
      int pid;
      try {
        pid = spawn(memory, errno, program, write, texts(memory, words), texts(memory, variables));
      } catch (IOException | RuntimeException | Error failure) {
        calls.close(read);
        throw failure;
      } finally {
        calls.close(write);
      }
      int watch = systemCall.call(errno, PIDFD_OPEN, pid);
      if (watch < 0) {
        int reason = LibC.errno(errno);
        var _ = calls.kill(-pid, LibC.SIGKILL);
        calls.reap(pid);
        calls.close(read);
        throw new LibC.SystemError(reason);
      }
      return new SpawnedProcess(calls, pid, read, watch);
    }
  }

  private int spawn(
      Arena memory,
      MemorySegment errno,
      Program program,
      int write,
      MemorySegment words,
      MemorySegment variables)
      throws IOException {
    MemorySegment actions = memory.allocate(STRUCTURE_BYTES, Long.BYTES);
    succeed(actionsInit.call(errno, actions.address()));
    try {
      long at = actions.address();
      long input = text(memory, program.input().toAbsolutePath().toString()).address();
      long errors = text(memory, program.errors().toAbsolutePath().toString()).address();
      long directory = text(memory, program.directory().toString()).address();
      succeed(actionsOpen.call(errno, at, 0, input, O_RDONLY));
      succeed(actionsDup.call(errno, at, write, 1));
      succeed(actionsOpen.call(errno, at, 2, errors, O_WRONLY_APPEND_CREATE, 0600));
      succeed(actionsCloseFrom.call(errno, at, 3));
      succeed(actionsDirectory.call(errno, at, directory));
      MemorySegment pid = memory.allocate(JAVA_INT);
      succeed(
          spawn.call(
              errno,
              pid.address(),
              words.get(ADDRESS, 0).address(),
              at,
              attributes(memory).address(),
              words.address(),
              variables.address()));
      return pid.get(JAVA_INT, 0);
    } finally {
      var _ = actionsDestroy.call(errno, actions.address());
    }
  }

  /// Every signal as a fresh process has it, none held back, a session of its own.
  private MemorySegment attributes(Arena memory) throws IOException {
    MemorySegment errno = LibC.errno(memory);
    MemorySegment attributes = memory.allocate(STRUCTURE_BYTES, Long.BYTES);
    MemorySegment all = memory.allocate(SIGNALS_BYTES).fill((byte) -1);
    succeed(attributesInit.call(errno, attributes.address()));
    succeed(attributesFlags.call(errno, attributes.address(), FLAGS));
    succeed(attributesSignals.call(errno, attributes.address(), all.address()));
    return attributes;
  }

  /// These functions return the number of the error.
  private static void succeed(int number) throws IOException {
    if (number != 0) {
      throw new LibC.SystemError(number);
    }
  }

  /// Addresses of words, and a last one that is zero.
  private static MemorySegment texts(Arena memory, List<String> words) throws IOException {
    MemorySegment all = memory.allocate(ADDRESS, words.size() + 1L);
    for (int index = 0; index < words.size(); index++) {
      all.setAtIndex(ADDRESS, index, text(memory, words.get(index)));
    }
    return all;
  }

  private static MemorySegment text(Arena memory, String word) throws IOException {
    if (word.indexOf('\0') >= 0) {
      throw new IOException("a word of the command or its environment holds a zero byte");
    }
    byte[] bytes = word.getBytes(WORDS);
    MemorySegment text = memory.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text;
  }

  /// What file names are in; UTF-8 where that is plain ASCII, which cannot say more.
  private static Charset words() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    Charset charset = Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
  }
}
