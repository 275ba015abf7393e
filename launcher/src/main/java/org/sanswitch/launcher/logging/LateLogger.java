package org.sanswitch.launcher.logging;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a logger of the JDK that is not asked for before there is a warning. {@code
 * System.getLogger} initialises java.util.logging, and a program that chooses its log manager or
 * its log configuration in {@code main} would come too late.
 */
public final class LateLogger implements System.Logger {

  private final String name;

  private LateLogger(String name) {
    this.name = name;
  }

  /**
   * Takes the place of {@code System.getLogger(String)}.
   *
   * @param name name of the logger
   * @return a logger of warnings and errors
   */
  public static System.Logger getLogger(String name) {
    return new LateLogger(name);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level.getSeverity() >= Level.WARNING.getSeverity() && level != Level.OFF;
  }

  @Override
  public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      System.getLogger(name).log(level, bundle, message, thrown);
    }
  }

  @Override
  public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format,
      @Nullable Object... parameters) {
    if (isLoggable(level)) {
      System.getLogger(name).log(level, bundle, format, parameters);
    }
  }
}
