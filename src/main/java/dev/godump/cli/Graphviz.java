package dev.godump.cli;

import dev.godump.io.OutputFailedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs Graphviz's {@code dot}, if it is installed. */
final class Graphviz {
  private static final String COMMAND = "dot";

  private Graphviz() {}

  /** Writes a graph in the dot language. */
  @FunctionalInterface
  interface GraphWriter {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Checks that {@code dot} is installed.
   *
   * @throws OutputFailedException if it is not
   */
  static void requireInstalled() throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(COMMAND, "-V").redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new OutputFailedException(
          "an SVG needs Graphviz's dot, which is not installed; write a .dot file instead");
    }
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
  }

  /**
   * Draws a graph as SVG.
   *
   * @throws OutputFailedException if {@code dot} fails
   */
  static void drawSvg(GraphWriter graph, OutputStream out) throws IOException {
    Process process =
        new ProcessBuilder(COMMAND, "-Tsvg").redirectError(ProcessBuilder.Redirect.DISCARD).start();
    ByteArrayOutputStream drawing = new ByteArrayOutputStream();
    // read in parallel: dot may write before it has read all input
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try {
                process.getInputStream().transferTo(drawing);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (OutputStream in = process.getOutputStream()) {
      graph.write(in);
    }
    try {
      reading.join();
      if (process.waitFor() != 0) {
        throw new OutputFailedException("Graphviz's dot failed; write a .dot file to see why");
      }
    } catch (CompletionException e) {
      throw new OutputFailedException(
          "Graphviz's dot gave no answer: " + Objects.requireNonNull(e.getCause()).getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutputFailedException("interrupted");
    } finally {
      process.destroy();
    }
    drawing.writeTo(out);
  }
}
