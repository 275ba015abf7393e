package org.sanswitch.impl.routing;

import org.sanswitch.api.RuleSyntaxException;

/**
 * A word of a rule.
 *
 * @param text its text
 * @param position where it stands in the text of all rules
 */
record Token(String text, int position) {

  private static final int MAX_SHOWN = 40;

  RuleSyntaxException unexpected(String expected) {
    return unexpectedAt(0, expected);
  }

  /** {@return an exception for what stands at an index of this word} */
  RuleSyntaxException unexpectedAt(int index, String expected) {
    return new RuleSyntaxException(position + index, expected, shown(text.substring(index)));
  }

  /** {@return the text in quotes, short and without control characters} */
  static String shown(String text) {
    if (text.isEmpty()) {
      return "the end of the rule";
    }
    String start = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    StringBuilder printable = new StringBuilder(start.length() + 2).append('\'');
    for (int i = 0; i < start.length(); i++) {
      char c = start.charAt(i);
      if (c >= ' ' && c < 0x7F) {
        printable.append(c);
      } else {
        printable.append(String.format("\\u%04x", (int) c));
      }
    }
    return printable.append('\'').toString();
  }
}
