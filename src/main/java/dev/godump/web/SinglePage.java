package dev.godump.web;

import dev.godump.web.PageFiles.PageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page and answers as one HTML file, which needs no server. A file loads no modules from other
 * files, so its import map leads to {@code data:} URLs.
 */
public final class SinglePage {
  private static final String START = "godump/start.js";

  /**
   * Starts the page. A policy can't have hashes of modules, but it trusts what a trusted script
   * adds to the document, and what that imports.
   */
  private static final String LOADER =
      """
      const script = document.createElement("script");
      script.type = "module";
      script.src = "data:text/javascript,import 'godump/start.js'";
      document.head.append(script);
      """;

  private static final Pattern STYLE_SHEET = Pattern.compile("href=\"\\.(/app/[^\"]+\\.css)\"");
  private static final Pattern LIBRARY = Pattern.compile("\"([^\"]+)\": \"\\.(/lib/[^\"]+)\"");
  private static final Pattern IMPORT =
      Pattern.compile("^import [^\"]*\"(godump/[^\"]+)\"", Pattern.MULTILINE);

  private final PageFiles files;
  private final String index;

  public SinglePage() throws IOException {
    files = new PageFiles();
    index = text("/");
  }

  /**
   * Writes the file.
   *
   * @param answers JSON objects by the names of the questions, such as {@code histogram?by=type}
   */
  public void write(Map<String, byte[]> answers, OutputStream out) throws IOException {
    String style = style();
    String importMap = "{\"imports\":{" + String.join(",", imports()) + "}}";
    String policy =
        "default-src 'none'; script-src 'strict-dynamic' 'sha256-"
            + PageFiles.hash(importMap)
            + "' 'sha256-"
            + PageFiles.hash(LOADER)
            + "'; style-src 'sha256-"
            + PageFiles.hash(style)
            + "'; base-uri 'none'; form-action 'none'";
    print(
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>godump</title>
        """
            .formatted(policy),
        out);
    print("<style>" + style + "</style>\n", out);
    print("<script type=\"importmap\">" + importMap + "</script>\n", out);
    print("</head>\n<body>\n<div id=\"page\"><noscript>This page needs JavaScript.", out);
    print("</noscript></div>\n<script type=\"application/json\" id=\"data\">", out);
    writeAnswers(answers, out);
    print("</script>\n<script>" + LOADER + "</script>\n</body>\n</html>\n", out);
  }

  private static void writeAnswers(Map<String, byte[]> answers, OutputStream out)
      throws IOException {
    String separator = "{";
    for (Map.Entry<String, byte[]> answer : answers.entrySet()) {
      print(separator + "\"" + answer.getKey() + "\":", out);
      out.write(compact(answer.getValue()));
      separator = ",";
    }
    print(answers.isEmpty() ? "{}" : "}", out);
  }

  /**
   * Returns JSON without white space between its parts, and without {@code <}, so that no string in
   * it can end the script or start a comment.
   */
  public static byte[] compact(byte[] json) {
    StringBuilder compact = new StringBuilder(json.length);
    boolean inString = false;
    boolean escaped = false;
    for (byte each : json) {
      char c = (char) (each & 0xff);
      if (c == '<') {
        compact.append("\\u003c");
      } else if (inString || c > ' ') {
        compact.append(c);
      }
      if (c == '"' && !escaped) {
        inString = !inString;
      }
      escaped = inString && c == '\\' && !escaped;
    }
    return compact.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private String style() throws IOException {
    StringBuilder style = new StringBuilder();
    for (Matcher sheet = STYLE_SHEET.matcher(index); sheet.find(); ) {
      style.append(text(sheet.group(1)));
    }
    return style.toString();
  }

  /**
   * Returns the lines of the import map: the libraries, and the modules that lead from the first.
   */
  private Iterable<String> imports() throws IOException {
    Map<String, String> imports = new LinkedHashMap<>();
    for (Matcher library = LIBRARY.matcher(index); library.find(); ) {
      imports.put(library.group(1), line(library.group(1), text(library.group(2))));
    }
    Deque<String> waiting = new ArrayDeque<>();
    waiting.add(START);
    while (!waiting.isEmpty()) {
      String name = waiting.remove();
      if (!imports.containsKey(name)) {
        String module = text(name.replaceFirst("^godump/", "/app/"));
        imports.put(name, line(name, module));
        IMPORT.matcher(module).results().forEach(found -> waiting.add(found.group(1)));
      }
    }
    return imports.values();
  }

  private static String line(String name, String module) {
    String data = Base64.getEncoder().encodeToString(module.getBytes(StandardCharsets.UTF_8));
    return "\"" + name + "\":\"data:text/javascript;base64," + data + "\"";
  }

  private String text(String path) throws IOException {
    PageFile file =
        files.find(path).orElseThrow(() -> new IOException("no " + path + " in godump"));
    return new String(file.bytes(), StandardCharsets.UTF_8);
  }

  private static void print(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
