package dev.godump.core.live;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells whether a process may be read, and if not, why. */
final class ProcessAccess {
  private static final Path PTRACE_SCOPE = Path.of("/proc/sys/kernel/yama/ptrace_scope");

  private ProcessAccess() {}

  /**
   * Opens the memory of a process.
   *
   * @throws ProcessException if the process doesn't exist or can't be read
   */
  static FileChannel open(ProcFiles process) throws IOException {
    checkSystem();
    try {
      check(process);
      return FileChannel.open(process.file("mem"), StandardOpenOption.READ);
    } catch (ProcessException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new ProcessException("no such process");
    } catch (IOException e) {
      throw new ProcessException(
          "no permission to read its memory: "
              + reason(process)
              + "; run godump, or gcore, as root");
    }
  }

  private static void checkSystem() throws ProcessException {
    Path own = Path.of("/proc/self");
    try {
      long seen = Long.parseLong(Files.readSymbolicLink(own).toString());
      if (seen != ProcessHandle.current().pid()) {
        throw new ProcessException("/proc shows other processes than those of this container");
      }
    } catch (ProcessException e) {
      throw e;
    } catch (IOException e) {
      throw new ProcessException("a running process can be read only on Linux, with /proc");
    }
  }

  private static void check(ProcFiles process) throws IOException {
    long pid = process.pid();
    if (pid == ProcessHandle.current().pid()) {
      throw new ProcessException("this is godump itself");
    }
    String group = process.status("Tgid").orElse("");
    if (!group.equals(Long.toString(pid))) {
      throw new ProcessException("this is a thread of process " + group);
    }
    if (process.state(pid) == 'Z') {
      throw new ProcessException("this process has ended; only its parent has not noticed yet");
    }
    if (process.status("VmSize").isEmpty()) {
      throw new ProcessException("this is a thread of the kernel");
    }
    String tracer = process.status("TracerPid").orElse("0");
    if (!tracer.equals("0")) {
      throw new ProcessException(
          "process " + tracer + " debugs it: end that first, or use gcore inside the debugger");
    }
  }

  private static String reason(ProcFiles process) throws IOException {
    String user = firstWord(process.status("Uid").orElse(""));
    String own = firstWord(new ProcFiles(ProcessHandle.current().pid()).status("Uid").orElse(""));
    if (!user.equals(own)) {
      return "it runs as user " + user;
    }
    String scope = Files.isReadable(PTRACE_SCOPE) ? Files.readString(PTRACE_SCOPE).strip() : "0";
    return scope.equals("0") ? "the kernel protects it" : "kernel.yama.ptrace_scope is " + scope;
  }

  private static String firstWord(String numbers) {
    return numbers.split("\\s", 2)[0];
  }
}
