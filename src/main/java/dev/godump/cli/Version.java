package dev.godump.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version, from the properties that the build writes. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"godump " + number()};
  }

  /** Returns the version number alone. */
  static String number() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/godump.properties")) {
      build.load(in);
    }
    return build.getProperty("version");
  }
}
