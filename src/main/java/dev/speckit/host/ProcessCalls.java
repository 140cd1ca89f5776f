package dev.speckit.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What is asked of the system about a running child, by numbers of processes and descriptors.
final class ProcessCalls {
  private static final int POLLIN = 1;
  private static final int POLL_BYTES = 8;
  private static final int POLL_REVENTS = 6;
  private static final int PIECE_BYTES = 16 << 10;
  private static final int UNKNOWN = -1;
  private static final int P_PID = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int CLD_EXITED = 1;
  private static final long SIGINFO_BYTES = 128;
  private static final long SIGINFO_CODE = 8;
  private static final long SIGINFO_STATUS = 24;

  private final LibC.Function poll;
  private final LibC.Function read;
  private final LibC.Function close;
  private final LibC.Function waitid;
  private final LibC.Function waitpid;
  private final LibC.Function kill;

  ProcessCalls(LibC library) throws LibC.Unsupported {
    poll = library.function("poll");
    read = library.function("read");
    close = library.function("close");
    waitid = library.function("waitid");
    waitpid = library.function("waitpid");
    kill = library.function("kill");
  }

  /// What there is news of.
  record News(boolean first, boolean second) {}

  /// Waits until one of two descriptors has something to say: data, its end, the end of a process.
  ///
  /// @param first a descriptor, or -1 for none
  /// @param second likewise
  /// @param millis how long at most; -1 for as long as it takes
  News poll(int first, int second, int millis) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      MemorySegment both = memory.allocate(2L * POLL_BYTES, Integer.BYTES);
      both.set(JAVA_INT, 0, first);
      both.set(JAVA_SHORT, 4, (short) POLLIN);
      both.set(JAVA_INT, POLL_BYTES, second);
      both.set(JAVA_SHORT, POLL_BYTES + 4, (short) POLLIN);
      int count = poll.call(errno, both.address(), 2, millis);
      return count <= 0
          ? new News(false, false)
          : new News(
              both.get(JAVA_SHORT, POLL_REVENTS) != 0,
              both.get(JAVA_SHORT, POLL_BYTES + POLL_REVENTS) != 0);
    }
  }

  /// @return how many bytes, or -1 at the end
  int read(int descriptor, byte[] into, int from, int length) throws IOException {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      MemorySegment piece = memory.allocate(Math.min(length, PIECE_BYTES));
      int count;
      do {
        count = read.call(errno, descriptor, piece.address(), piece.byteSize());
      } while (count < 0 && LibC.errno(errno) == LibC.EINTR);
      if (count < 0) {
        throw new LibC.SystemError(LibC.errno(errno));
      }
      MemorySegment.copy(piece, JAVA_BYTE, 0, into, from, count);
      return count == 0 ? -1 : count;
    }
  }

  void close(int descriptor) {
    try (Arena memory = Arena.ofConfined()) {
      var _ = close.call(LibC.errno(memory), descriptor);
    }
  }

  /// Waits for the end of a child, which keeps its number.
  ///
  /// @return its exit code, 128 and more for a signal; -1 when somebody else has taken it
  int await(int pid) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      MemorySegment news = memory.allocate(SIGINFO_BYTES, Long.BYTES);
      int result;
      do {
        result = waitid.call(errno, P_PID, pid, news.address(), WEXITED | WNOWAIT);
      } while (result < 0 && LibC.errno(errno) == LibC.EINTR);
      if (result < 0) {
        return UNKNOWN;
      }
      int status = news.get(JAVA_INT, SIGINFO_STATUS);
      return news.get(JAVA_INT, SIGINFO_CODE) == CLD_EXITED ? status : 128 + status;
    }
  }

  /// Gives the number of a child back, and waits for its end if need be.
  void reap(int pid) {
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment errno = LibC.errno(memory);
      int who;
      do {
        who = waitpid.call(errno, pid, 0, 0);
      } while (who < 0 && LibC.errno(errno) == LibC.EINTR);
    }
  }

  /// @param pid a process, or the negative number of a group
  /// @return whether somebody was there to get it
  boolean kill(long pid, int signal) {
    try (Arena memory = Arena.ofConfined()) {
      return kill.call(LibC.errno(memory), pid, signal) == 0;
    }
  }
}
