package org.sanswitch.impl.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.fuzz.FuzzTarget;
import org.sanswitch.impl.provider.Hosts;

/**
 * The text of rules: refused with a position inside the text and a printable message, or written
 * again it is parsed to the same rules.
 */
class RulesFuzz extends FuzzTarget {

  private static final RuleParser PARSER = new RuleParser(RulesFuzz::resolve);

  private static InetAddress[] resolve(String name) throws UnknownHostException {
    if (name.equals("db")) {
      return new InetAddress[]{Hosts.address("10.1.0.9"), Hosts.address("2001:db8::9")};
    }
    throw new UnknownHostException(name);
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Rules rules = PARSER.parse(text);
      assertEquals(rules, PARSER.parse(rules.text()));
    } catch (RuleSyntaxException e) {
      assertTrue(e.position() >= 0 && e.position() <= text.length(), () -> "at " + e.position());
      String message = String.valueOf(e.getMessage());
      assertTrue(message.chars().allMatch(c -> c >= ' ' && c < 0x7F), message);
    }
  }
}
