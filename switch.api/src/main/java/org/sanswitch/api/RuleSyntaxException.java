package org.sanswitch.api;

import java.io.Serial;

/** A rule does not parse: the message has the position, what was expected and what was found. */
public final class RuleSyntaxException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final int position;
  private final String expected;

  /**
   * Makes the exception.
   *
   * @param position index in the text of the rules of the first character that does not fit
   * @param expected the tokens that would fit there
   * @param found what stands there
   */
  public RuleSyntaxException(int position, String expected, String found) {
    super("rule syntax: at position " + position + ": expected " + expected + ", found " + found);
    this.position = position;
    this.expected = expected;
  }

  /** {@return index in the text of the first character that does not fit, from 0} */
  public int position() {
    return position;
  }

  /** {@return the tokens that would fit} */
  public String expected() {
    return expected;
  }
}
