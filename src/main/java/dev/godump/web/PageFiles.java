package dev.godump.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, which are in the jar. A path of a request is looked up only if it has the
 * form of their names; no file of the file system is ever opened.
 */
final class PageFiles {
  private static final String INDEX = "index.html";

  /** Folders and names start with a letter or digit, so that none is {@code ..}. */
  private static final Pattern NAME =
      Pattern.compile("(app|lib)/([A-Za-z0-9][A-Za-z0-9_-]*/){0,4}[A-Za-z0-9][A-Za-z0-9._-]{0,80}");

  private static final Pattern INLINE_SCRIPT =
      Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>", Pattern.DOTALL);

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  private final String policy;

  PageFiles() throws IOException {
    Optional<PageFile> index = find("/");
    policy = policy(index.map(file -> new String(file.bytes(), StandardCharsets.UTF_8)).orElse(""));
  }

  /** A file and its media type. */
  record PageFile(String type, byte[] bytes) {}

  /** Returns the file at the path of a URL, which starts with a slash and is not decoded. */
  Optional<PageFile> find(String path) throws IOException {
    boolean index = path.equals("/");
    String name = index ? INDEX : path.substring(1);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !(index || NAME.matcher(name).matches())) {
      return Optional.empty();
    }
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      return in == null ? Optional.empty() : Optional.of(new PageFile(type, in.readAllBytes()));
    }
  }

  /**
   * The Content-Security-Policy: everything comes from this server, and the only inline scripts are
   * those of the page, by their hashes.
   */
  String policy() {
    return policy;
  }

  private static String policy(String index) {
    StringBuilder scripts = new StringBuilder("'self'");
    for (Matcher inline = INLINE_SCRIPT.matcher(index); inline.find(); ) {
      scripts.append(" 'sha256-").append(hash(inline.group(1))).append('\'');
    }
    return "default-src 'none'; script-src "
        + scripts
        + "; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  /** The hash of a script or style as policies have it. */
  static String hash(String script) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Base64.getEncoder()
          .encodeToString(sha256.digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
