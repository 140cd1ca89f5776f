package dev.speckit.host;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Set;

/// The few functions of the C library that Java has no words for. Only on Linux with glibc, on
/// machines that hand over the first six arguments in registers of 64 bits.
///
/// All are called in one shape, six words in and one out: linking a shape takes far longer than
/// calling it a thousand times, and a function does not look at arguments it does not have.
final class LibC {
  static final int EINTR = 4;
  static final int ECHILD = 10;
  static final int SIGTERM = 15;
  static final int SIGKILL = 9;

  private static final Set<String> MACHINES = Set.of("amd64", "aarch64");
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  private final SymbolLookup symbols;
  private final MethodHandle shape;

  private LibC(SymbolLookup symbols, MethodHandle shape) {
    this.symbols = symbols;
    this.shape = shape;
  }

  /// Links them: some tens of milliseconds in a program that has just started.
  ///
  /// @throws Unsupported when this machine has no such library
  @SuppressWarnings("restricted")
  static LibC link() throws Unsupported {
    String system = System.getProperty("os.name", "");
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!system.equals("Linux") || !MACHINES.contains(machine)) {
      throw new Unsupported("the system is " + system + " on " + machine);
    }
    try {
      Linker linker = Linker.nativeLinker();
      FunctionDescriptor words =
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
      return new LibC(linker.defaultLookup(), linker.downcallHandle(words, ERRNO));
    } catch (UnsupportedOperationException | IllegalCallerException | LinkageError refused) {
      throw new Unsupported("Java refuses foreign functions: " + refused.getMessage());
    }
  }

  /// This machine lacks something; the message says what.
  static final class Unsupported extends IOException {
    private static final long serialVersionUID = 1L;

    Unsupported(String why) {
      super(why);
    }
  }

  /// @throws Unsupported when the library has no such function
  Function function(String name) throws Unsupported {
    MemorySegment address =
        symbols.find(name).orElseThrow(() -> new Unsupported("the C library has no " + name));
    return new Function(address, shape);
  }

  /// One function.
  record Function(MemorySegment address, MethodHandle shape) {
    /// @return what it returned, an `int` in C
    int call(MemorySegment errno, long... words) {
      return (int)
          invoke(
              errno,
              word(words, 0),
              word(words, 1),
              word(words, 2),
              word(words, 3),
              word(words, 4),
              word(words, 5));
    }

    /// Where it sets `errno`.
    ///
    /// @throws IOException when it returned -1
    long checked(MemorySegment errno, long... words) throws IOException {
      int result = call(errno, words);
      if (result == -1) {
        throw new SystemError(errno(errno));
      }
      return result;
    }

    private static long word(long[] words, int index) {
      return index < words.length ? words[index] : 0;
    }

    private long invoke(MemorySegment errno, long a, long b, long c, long d, long e, long f) {
      try {
        return (long) shape.invokeExact(address, errno, a, b, c, d, e, f);
      } catch (RuntimeException | Error defect) {
        throw defect;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /// Room for what a call says beside its result.
  static MemorySegment errno(SegmentAllocator memory) {
    return memory.allocate(Linker.Option.captureStateLayout());
  }

  /// The number of the error of the last failed call.
  static int errno(MemorySegment errno) {
    return errno.get(JAVA_INT, 0);
  }

  /// What the system said no with.
  static final class SystemError extends IOException {
    private static final long serialVersionUID = 1L;
    private final int number;

    SystemError(int number) {
      super(words(number));
      this.number = number;
    }

    int number() {
      return number;
    }

    /// As the system's own tools say it.
    private static String words(int number) {
      return switch (number) {
        case 1 -> "operation not permitted";
        case 2 -> "no such file or directory";
        case 5 -> "input or output error";
        case 7 -> "arguments and environment are too long for the system";
        case 8 -> "not in a format that the system can execute";
        case 11 -> "the system allows no more processes now";
        case 12 -> "not enough memory";
        case 13 -> "permission denied";
        case 20 -> "a part of the path is not a folder";
        case 23, 24 -> "too many open files";
        case 26 -> "the file is being written to";
        case 36 -> "the name is too long";
        case 40 -> "too many symbolic links";
        default -> "system error " + number;
      };
    }
  }
}
