package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.web.Token;
import dev.godump.web.Viewer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import picocli.CommandLine;

/** {@code godump serve} in this process, and a client of it. */
final class RunningViewer implements AutoCloseable {
  private static final int NOT_READY = 202;
  private static final int PAUSE_MILLIS = 20;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Token token = Token.random();
  private final ServedDumps dumps;
  private final Viewer viewer;

  private RunningViewer(ServeCommand command) throws IOException {
    dumps = command.openAll();
    viewer = Viewer.start(dumps, token, command.address());
  }

  /** Starts the command with the words after {@code serve}. */
  static RunningViewer of(String... words) throws IOException {
    String[] args = new String[words.length + 1];
    args[0] = "serve";
    System.arraycopy(words, 0, args, 1, words.length);
    Streams streams =
        new Streams(
            InputStream.nullInputStream(),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream(),
            false,
            false);
    CommandLine line = Commands.commandLine(streams, args);
    return new RunningViewer(
        (ServeCommand) line.parseArgs(args).subcommand().commandSpec().userObject());
  }

  int port() {
    return viewer.address().getPort();
  }

  String token() {
    return token.text();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  /** A request with the token. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Godump-Token", token());
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Gets a path, again and again while the server says that the answer is not ready. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> response = send(request(path));
      if (response.statusCode() != NOT_READY) {
        return response;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Returns the answer at a path, which must be one. */
  String json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    return response.body();
  }

  @Override
  public void close() {
    viewer.close();
    dumps.close();
  }
}
