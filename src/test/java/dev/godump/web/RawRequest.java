package dev.godump.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client sends, as bytes. */
final class RawRequest {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawRequest() {}

  /** Opens a connection to the loopback. */
  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  /** Sends a request line and headers, and returns the whole response, which may be empty. */
  static String send(int port, String... lines) throws IOException {
    try (Socket socket = connect(port)) {
      String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException reset) {
      // the server closed the connection before it read all
      return "";
    }
  }

  /** Returns the status code of a response, or 0 if there is none. */
  static int status(String response) {
    return response.startsWith("HTTP/1.1 ") ? Integer.parseInt(response.substring(9, 12)) : 0;
  }
}
