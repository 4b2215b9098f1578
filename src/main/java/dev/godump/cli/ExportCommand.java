package dev.godump.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = "Write the heap in the format of another tool.",
    synopsisSubcommandLabel = "FORMAT",
    commandListHeading = "%nFormats (see godump export FORMAT --help):%n",
    subcommands = {
      ExportPprofCommand.class,
      ExportHprofCommand.class,
      ExportHeapsnapshotCommand.class,
      ExportDotCommand.class,
      ExportJsonlCommand.class,
      ExportParquetCommand.class
    },
    footer = {
      "",
      "Example: godump export pprof heap.dump -o heap.pprof",
      "",
      "The file appears, or is replaced, when it is complete. Only you can read it.",
      "-o - writes to standard output."
    })
final class ExportCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin
  @SuppressWarnings("unused") // picocli shows the help before a command runs
  private HelpOption help;

  @Override
  public void run() {
    String formats = String.join(", ", spec.subcommands().keySet());
    throw new ParameterException(spec.commandLine(), "which format? " + formats);
  }
}
