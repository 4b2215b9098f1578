package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "schema",
    description = "Print the JSON Schema of what a command prints with --json.",
    footer = {"", "Example: godump schema histogram > histogram.schema.json"})
final class SchemaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", description = "The command, such as histogram.")
  private String command;

  @Mixin
  @SuppressWarnings("unused") // picocli shows the help before a command runs
  private HelpOption help;

  @Override
  public Integer call() throws IOException {
    String schema =
        schema(command)
            .orElseThrow(
                () ->
                    new OperandException(
                        "no command '"
                            + command
                            + "' has a JSON Schema; godump help lists commands"));
    spec.commandLine().getOut().print(schema);
    return ExitCode.OK;
  }

  /** Returns the schema of a command's answers, if it has any in JSON. */
  static Optional<String> schema(String command) throws IOException {
    if (!command.matches("[a-z-]{1,20}")) {
      return Optional.empty();
    }
    try (InputStream in =
        SchemaCommand.class.getResourceAsStream("/dev/godump/schema/" + command + ".json")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
