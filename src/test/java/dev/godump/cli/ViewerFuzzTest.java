package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Random requests get an answer or are refused; godump never fails. */
class ViewerFuzzTest {
  private static final int REQUESTS = Integer.getInteger("godump.fuzz.requests", 3000);
  private static final int CLIENTS = 8;
  private static final long SEED = 20_261_201;

  private static final List<String> VALUES =
      List.of(
          "",
          "0",
          "1",
          "5",
          "-1",
          "4",
          "99999999999999999999",
          "0.5",
          "NaN",
          "1e9",
          "type",
          "size",
          "shape",
          "retained",
          "count",
          "bytes",
          "name",
          "package",
          "root",
          "site",
          "label",
          "main.",
          "noptr",
          "/[a-z]+/",
          "((((((",
          "[",
          "*",
          "0xc000092000",
          "0x",
          "0xffffffffffffffff",
          "bss+0x0",
          "goroutine 1",
          "main.cache.items[3]",
          "main.m[\"k\"]",
          "../../etc/passwd",
          "-",
          "--help",
          "@x",
          "${sys:user.home}",
          "<img src=x onerror=alert(1)>",
          "\u202e\u0000\n",
          "%s%n",
          "x".repeat(2000));

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String request(Random random) {
    String command = one(random, List.copyOf(new TreeSet<>(ServedCommand.OPTIONS.keySet())));
    StringBuilder query = new StringBuilder("/api/" + command + "?dump=" + random.nextInt(3));
    List<String> options = List.copyOf(new TreeSet<>(ServedCommand.OPTIONS.get(command)));
    int count = random.nextInt(4);
    for (int i = 0; i < count && !options.isEmpty(); i++) {
      query.append('&').append(random.nextInt(20) == 0 ? "exe" : one(random, options));
      if (random.nextInt(4) > 0) {
        query.append('=').append(encode(one(random, VALUES)));
      }
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      query.append("&op=").append(encode(one(random, VALUES)));
    }
    return query.toString();
  }

  @Test
  void random_requests_never_make_godump_fail() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (RunningViewer viewer =
        RunningViewer.of(
            "--no-index",
            "testdata/go1.24/growth-1.dump.gz",
            "testdata/go1.27/leak_cache.dump.gz")) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        Random random = new Random(SEED + client);
        all.add(
            clients.submit(
                () -> {
                  for (int i = 0; i < REQUESTS / CLIENTS; i++) {
                    String path = request(random);
                    HttpResponse<String> response = viewer.get(path);
                    assertThat(response.statusCode())
                        .as("%s: %s", path, response.body())
                        .isIn(200, 400, 404, 414);
                    assertThat(response.body()).as(path).doesNotContain("\\tat ", "root:x:");
                  }
                  return null;
                }));
      }
      for (Future<?> client : all) {
        client.get();
      }
    } finally {
      clients.shutdownNow();
    }
  }
}
