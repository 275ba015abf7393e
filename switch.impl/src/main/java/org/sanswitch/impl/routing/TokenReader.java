package org.sanswitch.impl.routing;

import org.sanswitch.api.RuleSyntaxException;

/** Cuts the text of rules into words. Used by one thread. */
final class TokenReader {

  private final String text;

  /** Guard: the one thread that reads. */
  private int position;

  TokenReader(String text) {
    this.text = text;
  }

  /** {@return whether another rule begins, with the position at its first word} */
  boolean nextRule() {
    while (position < text.length() && (isBlank() || isSeparator())) {
      position++;
    }
    return position < text.length();
  }

  int position() {
    return position;
  }

  String textFrom(int start) {
    return text.substring(start, position).strip();
  }

  /** {@return the next word of the rule} */
  Token next(String expected) throws RuleSyntaxException {
    skipBlanks();
    int start = position;
    while (position < text.length() && !isBlank() && !isSeparator()) {
      position++;
    }
    Token token = new Token(text.substring(start, position), start);
    if (token.text().isEmpty()) {
      throw token.unexpected(expected);
    }
    return token;
  }

  void endOfRule() throws RuleSyntaxException {
    skipBlanks();
    if (position < text.length() && !isSeparator()) {
      throw next("").unexpected("';' or the end of the line");
    }
  }

  private void skipBlanks() {
    while (position < text.length() && isBlank()) {
      position++;
    }
  }

  private boolean isBlank() {
    char c = text.charAt(position);
    return c == ' ' || c == '\t';
  }

  private boolean isSeparator() {
    char c = text.charAt(position);
    return c == ';' || c == '\n' || c == '\r';
  }
}
