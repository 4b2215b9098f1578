package dev.godump.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses requests that don't come from the viewer's own page. A page from elsewhere that the user
 * has open can send requests to the loopback, too: by the name of a host that it had the browser
 * look up anew (DNS rebinding), which shows in {@code Host}; or from its own origin, which shows in
 * {@code Origin}. And it doesn't know the token.
 */
final class RequestCheck {
  static final String TOKEN = "Godump-Token";

  /** Of path and query, in characters. */
  private static final int MAX_URI = 8192;

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?");

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");

  /** No name of DNS looks like this. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[.*]");

  private final Token token;

  /** Whether requests come from other machines, too, which know this one by its addresses. */
  private final boolean open;

  /**
   * @param address that the server listens on
   */
  RequestCheck(Token token, InetAddress address) {
    this.token = token;
    this.open = !address.isLoopbackAddress();
  }

  /** Returns why a request is refused, if it is. */
  Optional<Answer> refuse(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = only(headers, "Host").toLowerCase(Locale.ROOT);
    if (!isOwn(host)) {
      return refusal(
          Answer.FORBIDDEN, "the Host of the request is not localhost or a loopback address");
    }
    List<String> origins = headers.getOrDefault("Origin", List.of());
    if (!origins.isEmpty() && !only(headers, "Origin").equalsIgnoreCase("http://" + host)) {
      return refusal(Answer.FORBIDDEN, "the request comes from another origin");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return refusal(Answer.METHOD_NOT_ALLOWED, "only GET and HEAD are answered");
    }
    if (exchange.getRequestURI().toString().length() > MAX_URI) {
      return refusal(Answer.URI_TOO_LONG, "the request is too long");
    }
    String path = exchange.getRequestURI().getRawPath();
    if (path == null || !path.startsWith("/")) {
      return refusal(Answer.BAD_REQUEST, "the request has no path");
    }
    if (path.startsWith("/api/") && !token.is(headers.getFirst(TOKEN))) {
      return refusal(
          Answer.UNAUTHORIZED,
          "the token is missing or wrong: open the URL that godump serve printed");
    }
    return Optional.empty();
  }

  private boolean isOwn(String host) {
    Matcher parts = HOST.matcher(host);
    if (!parts.matches()) {
      return false;
    }
    String name = parts.group(1);
    return LOOPBACK.matcher(name).matches() || (open && NUMERIC.matcher(name).matches());
  }

  /** Returns the value of a header, or an empty string if it is missing or there are several. */
  private static String only(Headers headers, String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : "";
  }

  private static Optional<Answer> refusal(int status, String why) {
    return Optional.of(Answer.error(status, why));
  }
}
