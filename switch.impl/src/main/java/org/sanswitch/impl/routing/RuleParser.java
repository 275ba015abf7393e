package org.sanswitch.impl.routing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.sanswitch.api.RuleSyntaxException;

/**
 * Parses rules: {@code use san|tcp|<provider> connect|listen <target>}, separated by semicolons or
 * line ends. See {@link TargetParser} for the target.
 */
public final class RuleParser {

  private static final int MAX_CHARACTERS = 65_536;
  private static final int MAX_NAME = 64;

  private final Resolver resolver;

  /**
   * Makes a parser.
   *
   * @param resolver turns host names into addresses
   */
  public RuleParser(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Parses all rules.
   *
   * @param text their text
   * @return the rules
   * @throws RuleSyntaxException if it does not parse, with the position
   */
  public Rules parse(String text) throws RuleSyntaxException {
    if (text.length() > MAX_CHARACTERS) {
      throw new RuleSyntaxException(MAX_CHARACTERS, "the end, after at most " + MAX_CHARACTERS
          + " characters", text.length() + " characters");
    }
    TokenReader reader = new TokenReader(text);
    TargetParser targets = new TargetParser(resolver);
    List<Rule> rules = new ArrayList<>();
    while (reader.nextRule()) {
      rules.add(rule(reader, targets));
    }
    return new Rules(rules);
  }

  private static Rule rule(TokenReader reader, TargetParser targets) throws RuleSyntaxException {
    int start = reader.position();
    Token use = reader.next("'use'");
    if (!use.text().equals("use")) {
      throw use.unexpected("'use'");
    }
    String via = via(reader.next("'san', 'tcp' or the name of a provider"));
    Rule.Direction direction = direction(reader.next("'connect' or 'listen'"));
    TargetParser.Target target = targets.parse(reader.next(TargetParser.EXPECTED));
    reader.endOfRule();
    return new Rule(via, direction, target.hosts(), target.lowPort(), target.highPort(),
        reader.textFrom(start));
  }

  private static String via(Token token) throws RuleSyntaxException {
    String text = token.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-')) {
        throw token.unexpectedAt(i, "a name of a-z0-9.-");
      }
    }
    if (text.length() > MAX_NAME) {
      throw token.unexpectedAt(MAX_NAME, "a name of at most " + MAX_NAME + " characters");
    }
    return text;
  }

  private static Rule.Direction direction(Token token) throws RuleSyntaxException {
    return switch (token.text()) {
      case "connect" -> Rule.Direction.CONNECT;
      case "listen" -> Rule.Direction.LISTEN;
      default -> throw token.unexpected("'connect' or 'listen'");
    };
  }

  /** Turns host names into addresses. */
  @FunctionalInterface
  public interface Resolver {
    /**
     * Resolves a name.
     *
     * @param name the name
     * @return its addresses, at least one
     * @throws UnknownHostException if it has none
     */
    InetAddress[] resolve(String name) throws UnknownHostException;
  }
}
