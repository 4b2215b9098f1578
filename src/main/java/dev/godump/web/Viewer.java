package dev.godump.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.godump.io.Parallel;
import dev.godump.report.text.Json;
import dev.godump.web.PageFiles.PageFile;
import dev.godump.web.QueryString.MalformedQueryException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server of the local viewer, from its start until it is closed. */
public final class Viewer implements Closeable {
  private static final String API = "/api/";

  /** A request whose answer takes longer is told to ask again. */
  private static final long WAIT_MILLIS = 250;

  /**
   * A client occupies a thread while it sends its request, however slowly. So there are more
   * threads than a thousand slow clients occupy; they are started when needed.
   */
  private static final int MAX_THREADS = 1500;

  private static final int THREAD_SECONDS = 10;

  static {
    // read by the JDK's server when its first class is loaded
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("sun.net.httpserver.maxReqHeaders", "60");
    setDefault("sun.net.httpserver.maxReqTime", "10");
    setDefault("sun.net.httpserver.maxRspTime", "60");
    setDefault("sun.net.httpserver.idleInterval", "30");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Answers answers;
  private final KnownAnswers known;
  private final RequestCheck check;
  private final PageFiles page = new PageFiles();

  private Viewer(Answers answers, Token token, InetSocketAddress address) throws IOException {
    this.answers = answers;
    this.known = new KnownAnswers(answers);
    this.check = new RequestCheck(token, address.getAddress());
    this.server = HttpServer.create(address, 0);
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            THREAD_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> Parallel.daemon("godump-request", work));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * Starts to serve.
   *
   * @param address its port is 0 for any free one
   * @throws IOException if the address can't be used
   */
  public static Viewer start(Answers answers, Token token, InetSocketAddress address)
      throws IOException {
    Viewer viewer = new Viewer(answers, token, address);
    viewer.server.start();
    return viewer;
  }

  /** Returns the address that the server listens on. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      Optional<Answer> refusal = check.refuse(exchange);
      if (refusal.isPresent()) {
        send(exchange, refusal.get());
        return;
      }
      String path = exchange.getRequestURI().getRawPath();
      if (path.startsWith(API)) {
        send(exchange, answer(path.substring(API.length()), exchange));
      } else {
        Optional<PageFile> file = page.find(path);
        if (file.isPresent()) {
          send(exchange, Answer.OK, file.get().type(), file.get().bytes());
        } else {
          send(exchange, Answer.notFound("no such page"));
        }
      }
    } catch (IOException e) {
      // the client is gone
    }
  }

  private Answer answer(String name, HttpExchange exchange) {
    if (name.equals("status")) {
      return status(Answer.OK);
    }
    if (!answers.hasCommand(name)) {
      return Answer.notFound("no such command");
    }
    try {
      Question question = question(name, QueryString.parse(exchange.getRequestURI().getRawQuery()));
      return answers.isReady(question) ? wait(known.ask(question)) : status(Answer.NOT_READY);
    } catch (MalformedQueryException e) {
      return Answer.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private Question question(String command, List<Parameter> parameters)
      throws MalformedQueryException {
    List<Integer> dumps = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    List<Parameter> options = new ArrayList<>();
    for (Parameter parameter : parameters) {
      switch (parameter.name()) {
        case "dump" -> dumps.add(dump(parameter.value().orElse("")));
        case "op" -> operands.add(parameter.value().orElse(""));
        default -> options.add(parameter);
      }
    }
    return new Question(command, dumps.isEmpty() ? List.of(0) : dumps, operands, options);
  }

  private int dump(String text) throws MalformedQueryException {
    if (text.matches("\\d{1,4}") && Integer.parseInt(text) < answers.dumps()) {
      return Integer.parseInt(text);
    }
    throw new MalformedQueryException("no such dump");
  }

  private Answer wait(CompletableFuture<Answer> answer) {
    try {
      return answer.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return status(Answer.NOT_READY);
    } catch (ExecutionException e) {
      return Answer.failure("godump failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.failure("godump ends");
    }
  }

  private Answer status(int code) {
    Map<String, Object> fields = answers.status();
    return new Answer(code, Json.line(fields).getBytes(StandardCharsets.UTF_8));
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    send(exchange, answer.status(), "application/json", answer.json());
  }

  private void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", page.policy());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    if (status == Answer.METHOD_NOT_ALLOWED) {
      headers.set("Allow", "GET, HEAD");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
