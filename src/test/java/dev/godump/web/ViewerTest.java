package dev.godump.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerTest {
  private static final int SLOW_CLIENTS = 1000;

  private final Token token = Token.random();
  private final AtomicInteger asked = new AtomicInteger();
  private final List<CompletableFuture<Answer>> waiting = new ArrayList<>();
  private Viewer viewer;

  /** Repeats a question as its answer; the command "slow" is answered when the test says so. */
  private final Answers answers =
      new Answers() {
        @Override
        public Map<String, Object> status() {
          return Map.of("dumps", List.of());
        }

        @Override
        public boolean hasCommand(String name) {
          return name.equals("echo") || name.equals("slow");
        }

        @Override
        public int dumps() {
          return 2;
        }

        @Override
        public boolean isReady(Question question) {
          return !question.dumps().contains(1);
        }

        @Override
        public synchronized CompletableFuture<Answer> ask(Question question) {
          asked.incrementAndGet();
          if (question.command().equals("slow")) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            waiting.add(later);
            return later;
          }
          byte[] text = question.toString().getBytes(StandardCharsets.UTF_8);
          return CompletableFuture.completedFuture(Answer.ok(text));
        }
      };

  @BeforeEach
  void start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    viewer = Viewer.start(answers, token, new InetSocketAddress(loopback, 0));
  }

  @AfterEach
  void stop() {
    viewer.close();
  }

  private int port() {
    return viewer.address().getPort();
  }

  private String host() {
    return "Host: 127.0.0.1:" + port();
  }

  /** Sends a GET request with the token, and returns the response. */
  private String get(String path) throws IOException {
    return RawRequest.send(
        port(), "GET " + path + " HTTP/1.1", host(), "Godump-Token: " + token.text());
  }

  private static String body(String response) {
    return response.substring(response.indexOf("\r\n\r\n") + 4);
  }

  @Test
  void a_question_has_command_dumps_operands_and_options() throws IOException {
    assertThat(body(get("/api/echo?op=a%20b+c&dump=0&top=3&flag&op=%E2%82%AC&empty=")))
        .isEqualTo(
            new Question(
                    "echo",
                    List.of(0),
                    List.of("a b c", "€"),
                    List.of(
                        new Parameter("top", java.util.Optional.of("3")),
                        new Parameter("flag", java.util.Optional.empty()),
                        new Parameter("empty", java.util.Optional.of(""))))
                .toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "127.0.0.1", "[::1]", "LOCALHOST:1", "127.0.0.2:65535", "[::1]:8080"})
  void any_name_and_port_of_the_loopback_is_a_host(String host) throws IOException {
    String line = "Godump-Token: " + token.text();
    String response = RawRequest.send(port(), "GET /api/echo HTTP/1.1", "Host: " + host, line);
    assertThat(RawRequest.status(response)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "127.0.0.1.example.org",
        "localhost.example.org",
        "localhost:80:80",
        "localhost@example.org",
        "10.0.0.1",
        "0.0.0.0",
        "[::2]",
        "127.0.0.1, example.org",
        ""
      })
  void another_host_is_refused(String host) throws IOException {
    for (String path : List.of("/", "/api/echo", "/api/status")) {
      String line = "Godump-Token: " + token.text();
      String response = RawRequest.send(port(), "GET " + path + " HTTP/1.1", "Host: " + host, line);
      assertThat(RawRequest.status(response)).as(host).isEqualTo(403);
    }
  }

  @Test
  void a_missing_or_second_host_is_refused() throws IOException {
    assertThat(RawRequest.status(RawRequest.send(port(), "GET / HTTP/1.1"))).isEqualTo(403);
    String twice = RawRequest.send(port(), "GET / HTTP/1.1", host(), "Host: example.org");
    assertThat(RawRequest.status(twice)).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "http://example.org, 403",
    "null, 403",
    "https://127.0.0.1, 403",
    "http://127.0.0.1, 403",
    "http://127.0.0.1:PORT, 200",
    "http://127.0.0.1:PORT.example.org, 403"
  })
  void only_the_own_origin_is_answered(String origin, int status) throws IOException {
    String response =
        RawRequest.send(
            port(),
            "GET /api/echo HTTP/1.1",
            host(),
            "Origin: " + origin.replace("PORT", String.valueOf(port())),
            "Godump-Token: " + token.text());
    assertThat(RawRequest.status(response)).isEqualTo(status);
    assertThat(response).doesNotContain("Access-Control");
  }

  @Test
  void data_needs_the_token_and_files_do_not() throws IOException {
    for (String path : List.of("/api/status", "/api/echo", "/api/no-such", "/api/")) {
      String request = "GET " + path + " HTTP/1.1";
      assertThat(RawRequest.status(RawRequest.send(port(), request, host()))).isEqualTo(401);
      String wrong = "Godump-Token: " + Token.random().text();
      assertThat(RawRequest.status(RawRequest.send(port(), request, host(), wrong))).isEqualTo(401);
    }
    String page = RawRequest.send(port(), "GET / HTTP/1.1", host());
    assertThat(RawRequest.status(page)).isEqualTo(200);
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "X"})
  void other_methods_are_refused(String method) throws IOException {
    for (String path : List.of("/", "/api/echo")) {
      String line = "Godump-Token: " + token.text();
      String response = RawRequest.send(port(), method + " " + path + " HTTP/1.1", host(), line);
      assertThat(RawRequest.status(response)).isEqualTo(405);
      assertThat(response).contains("Allow: GET, HEAD");
    }
  }

  @Test
  void head_has_no_body() throws IOException {
    String line = "Godump-Token: " + token.text();
    String response = RawRequest.send(port(), "HEAD /api/echo HTTP/1.1", host(), line);
    assertThat(RawRequest.status(response)).isEqualTo(200);
    assertThat(body(response)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/app/../../../etc/passwd",
        "/app/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/app/%2e%2e/index.html",
        "/app//start.js",
        "/app/.hidden.js",
        "/app/",
        "/lib",
        "//etc/passwd",
        "/index.html",
        "/Viewer.class",
        "/app/../Viewer.class",
        "/app/start.js%00.png",
        "/app/start.js/",
        "/APP/start.js",
        "/api",
        "/api/../app/start.js",
        "/api/echo/",
        "/api/%65cho",
        "*",
        "etc/passwd",
        "file:///etc/passwd",
        "/%zz",
        "/a b"
      })
  void other_paths_are_not_found(String path) throws IOException {
    String response = get(path);
    assertThat(RawRequest.status(response)).as(response).isBetween(400, 499);
    assertThat(response).doesNotContain("root:", "\tat ");
  }

  @Test
  void the_files_of_the_page_are_served() throws IOException {
    String page = get("/");
    assertThat(page).contains("Content-type: text/html", "<!doctype html>");
    assertThat(get("/app/start.js")).contains("HTTP/1.1 200", "Content-type: text/javascript");
    assertThat(get("/app/style/base.css")).contains("HTTP/1.1 200", "Content-type: text/css");
  }

  @Test
  void responses_forbid_what_the_page_does_not_need() throws IOException {
    for (String path : List.of("/", "/api/echo", "/no-such")) {
      assertThat(get(path))
          .containsIgnoringCase("\nX-Content-Type-Options: nosniff")
          .containsIgnoringCase("\nCache-Control: no-store")
          .containsIgnoringCase("\nReferrer-Policy: no-referrer")
          .containsIgnoringCase("\nContent-Security-Policy: default-src 'none'; script-src 'self'")
          .containsIgnoringCase("frame-ancestors 'none'")
          .doesNotContain("unsafe-");
    }
  }

  @Test
  void the_policy_allows_the_inline_script_of_the_page_by_its_hash() throws IOException {
    assertThat(get("/")).containsPattern("script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='");
  }

  @Test
  void requests_of_absurd_length_are_refused() throws IOException {
    assertThat(RawRequest.status(get("/api/echo?op=" + "x".repeat(9000)))).isEqualTo(414);
    assertThat(RawRequest.status(get("/" + "x".repeat(1 << 20)))).isIn(0, 414);
    String line = "X-Long: " + "x".repeat(1 << 22);
    String response = RawRequest.send(port(), "GET / HTTP/1.1", host(), line);
    assertThat(RawRequest.status(response)).isIn(0, 200, 400, 413, 431);
    String[] many = new String[10_000];
    java.util.Arrays.fill(many, "X-Many: x");
    many[0] = "GET / HTTP/1.1";
    many[1] = host();
    assertThat(RawRequest.status(RawRequest.send(port(), many))).isIn(0, 400, 431);
    assertThat(RawRequest.status(get("/api/echo"))).isEqualTo(200);
  }

  @Test
  void an_answer_that_takes_long_is_found_once() throws IOException {
    assertThat(get("/api/slow")).startsWith("HTTP/1.1 202").contains("{\"dumps\":[]}");
    assertThat(get("/api/slow")).startsWith("HTTP/1.1 202");
    waiting.get(0).complete(Answer.ok("{}".getBytes(StandardCharsets.UTF_8)));
    assertThat(body(get("/api/slow"))).isEqualTo("{}");
    assertThat(body(get("/api/slow"))).isEqualTo("{}");
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_dump_that_is_not_open_is_asked_later() throws IOException {
    assertThat(get("/api/echo?dump=1")).startsWith("HTTP/1.1 202");
    assertThat(get("/api/echo?dump=2")).startsWith("HTTP/1.1 400");
    assertThat(get("/api/echo?dump=x")).startsWith("HTTP/1.1 400");
  }

  @Test
  void slow_clients_do_not_stop_others() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW_CLIENTS; i++) {
        Socket socket = RawRequest.connect(port());
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        slow.add(socket);
      }
      assertThat(RawRequest.status(get("/api/echo"))).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
    assertThat(RawRequest.status(get("/api/echo"))).isEqualTo(200);
  }
}
