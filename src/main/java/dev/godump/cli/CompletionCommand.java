package dev.godump.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Print a shell completion script.",
    footer = {
      "",
      "Examples:",
      "  source <(godump completion bash)",
      "  godump completion zsh > ~/.zsh/godump.zsh   # and source it from ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells with a completion script. */
  enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell;

  @Mixin
  @SuppressWarnings("unused") // picocli shows the help before a command runs
  private HelpOption help;

  @Override
  public Integer call() {
    CommandLine root = spec.root().commandLine();
    String script = AutoComplete.bash("godump", root);
    // picocli's script is for bash; zsh runs it in its emulation of bash's completion
    String before =
        shell == Shell.zsh
            ? "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
            : "";
    spec.commandLine().getOut().println(before + script);
    return 0;
  }
}
