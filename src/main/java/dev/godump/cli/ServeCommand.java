package dev.godump.cli;

import dev.godump.analysis.LargestFirst;
import dev.godump.analysis.stacks.HeapStacks.StackKind;
import dev.godump.analysis.stacks.KeptStacks;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.web.Token;
import dev.godump.web.Viewer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    description = {
      "Look at heaps in a browser: a server for a page on this machine, until Ctrl-C.",
      "The printed URL contains a token. Without it the server answers no question."
    },
    footer = {
      "",
      "Examples:",
      "  godump serve heap.dump",
      "  godump serve --exe server before.dump after.dump",
      "  godump serve --port 8080 --no-open heap.dump"
    })
final class ServeCommand extends DumpCommand {
  private static final int MAX_PORT = 65_535;

  /** The stacks of flame graphs and of pictures by type: they take a visit of each object. */
  private static final List<ServedDump.Preparation> FLAME_GRAPHS =
      Stream.of(StackKind.PATH, StackKind.DOMINATOR, StackKind.GOROUTINE)
          .<ServedDump.Preparation>map(kind -> heap -> heap.kept(new KeptStacks(heap, kind)))
          .toList();

  /** Lists that take a visit of each object the first time. */
  private static final List<ServedDump.Preparation> LISTS =
      List.of(heap -> LargestFirst.byRetained(heap, Optional.empty(), 1), SpansCommand::spansOf);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DUMP",
      description = "Heap dumps: several are compared, oldest first.")
  private List<String> dumps;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port to listen on. Default: any free one.")
  private int port;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = {
        "The address to listen on. Default: ${DEFAULT-VALUE}, which only this machine reaches.",
        "With another, whoever sees the network sees the token and the heap: nothing is encrypted."
      })
  private String listen;

  @Option(names = "--no-open", description = "Don't open the page in a browser.")
  private boolean noOpen;

  @Mixin private GraphOptions options;

  @Override
  public String dump() {
    return "";
  }

  @Override
  public Integer call() throws IOException {
    Token token = Token.random();
    try (ServedDumps served = openAll();
        Viewer viewer = Viewer.start(served, token, address())) {
      String url = url(viewer.address(), token);
      PrintStream out = new PrintStream(streams().out(), true, StandardCharsets.UTF_8);
      out.println(url);
      streams().say("serving until Ctrl-C");
      openBrowser(url);
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private void openBrowser(String url) {
    if (!noOpen && streams().outIsTerminal()) {
      Browser.opener(System.getProperty("os.name"), System.getenv())
          .ifPresent(opener -> Browser.open(opener, url));
    }
  }

  /** Starts to open the dumps. */
  ServedDumps openAll() throws IOException {
    List<ServedDump> served = new ArrayList<>();
    List<ServedDump> aside = new ArrayList<>();
    for (String each : dumps) {
      requireFile(each);
      int index = served.size();
      served.add(served(index, each, "godump-dump-" + index, LISTS));
      aside.add(served(index, each, "godump-dump-" + index + "-aside", FLAME_GRAPHS));
    }
    return new ServedDumps(
        served, aside, SharedOptions.of(spec), Version.number(), secrets().isHidden());
  }

  private ServedDump served(
      int index, String dump, String thread, List<ServedDump.Preparation> preparations)
      throws IOException {
    return new ServedDump(
        index, thread, dump, options, common().maxUnpacked(), streams(), preparations);
  }

  private static void requireFile(String dump) throws IOException {
    try {
      if (!Files.isRegularFile(Path.of(dump))) {
        throw new OperandException(
            dump + ": " + (Files.exists(Path.of(dump)) ? "not a regular file" : "no such file"));
      }
    } catch (InvalidPathException e) {
      throw new OperandException(dump + ": not a file name: " + e.getReason());
    }
  }

  InetSocketAddress address() throws OperandException {
    if (port < 0 || port > MAX_PORT) {
      throw new OperandException("--port " + port + " is not a port");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(listen), port);
    } catch (UnknownHostException e) {
      throw new OperandException("--listen " + listen + " is not an address");
    }
  }

  /** Returns the URL of the page, with the token where no request sends it. */
  static String url(InetSocketAddress address, Token token) {
    String host = address.getAddress().getHostAddress();
    return "http://"
        + (host.contains(":") ? "[" + host.replaceFirst("%.*", "") + "]" : host)
        + ":"
        + address.getPort()
        + "/#token="
        + token.text();
  }
}
