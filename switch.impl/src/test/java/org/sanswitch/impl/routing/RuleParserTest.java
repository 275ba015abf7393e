package org.sanswitch.impl.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sanswitch.api.RuleSyntaxException;
import org.sanswitch.impl.provider.Hosts;

class RuleParserTest {

  private final RuleParser parser = new RuleParser(RuleParserTest::resolve);

  private static InetAddress[] resolve(String name) throws UnknownHostException {
    if (name.equals("db.example")) {
      return new InetAddress[]{Hosts.address("10.1.0.9"), Hosts.address("2001:db8::9")};
    }
    throw new UnknownHostException(name);
  }

  @Test
  void coversTheProvidersThatGoOnAfterAName() throws Exception {
    Rule rule = new Rule("verbs", Rule.Direction.CONNECT, List.of(), 0, 65_535, "");
    assertTrue(rule.allows("verbs") && rule.allows("verbs.mlx5-1"));
    assertFalse(rule.allows("verbsy") || rule.allows("verbs-1") || rule.allows("verb"));
    Rule one = new Rule("verbs.mlx5-1", Rule.Direction.CONNECT, List.of(), 0, 65_535, "");
    assertFalse(one.allows("verbs") || one.allows("verbs.mlx5-2"));
  }

  private String via(Rules rules, Rule.Direction direction, String host, int port) {
    Rule rule = rules.match(direction, Hosts.address(host), port);
    return rule == null ? "-" : rule.via();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "use tcp connect 10.0.0.0/8         | CONNECT | 10.9.9.9     | 80  | tcp",
      "use tcp connect 10.0.0.0/8         | CONNECT | 11.0.0.1     | 80  | -",
      "use tcp connect 10.0.0.0/8         | LISTEN  | 10.9.9.9     | 80  | -",
      "use san listen 10.1.2.3            | LISTEN  | 10.1.2.3     | 80  | san",
      "use san listen 10.1.2.3            | LISTEN  | 10.1.2.4     | 80  | -",
      "use emu connect *                  | CONNECT | ::1          | 1   | emu",
      "use tcp connect *:443              | CONNECT | 1.2.3.4      | 443 | tcp",
      "use tcp connect *:443              | CONNECT | 1.2.3.4      | 444 | -",
      "use tcp connect 1.2.3.4:80-90      | CONNECT | 1.2.3.4      | 90  | tcp",
      "use tcp connect 1.2.3.4:80-90      | CONNECT | 1.2.3.4      | 91  | -",
      "use tcp connect 2001:db8::/32      | CONNECT | 2001:db8::7  | 80  | tcp",
      "use tcp connect [2001:db8::/32]:80 | CONNECT | 2001:db8::7  | 80  | tcp",
      "use tcp connect [2001:db8::/32]:80 | CONNECT | 2001:db8::7  | 81  | -",
      "use tcp connect [::1]              | CONNECT | ::1          | 81  | tcp",
      "use tcp connect db.example:5432    | CONNECT | 10.1.0.9     | 5432 | tcp",
      "use tcp connect db.example         | CONNECT | 2001:db8::9  | 1   | tcp",
      "use tcp connect 10.0.0.128/25      | CONNECT | 10.0.0.127   | 1   | -",
      "use tcp connect 0.0.0.0/0          | CONNECT | 8.8.8.8      | 1   | tcp"})
  void appliesARule(String text, Rule.Direction direction, String host, int port, String via)
      throws RuleSyntaxException {
    assertEquals(via, via(parser.parse(text), direction, host, port));
  }

  @Test
  void takesTheFirstMatch() throws RuleSyntaxException {
    Rules rules = parser.parse("use san connect 10.0.0.1; use tcp connect 10.0.0.0/8\n\n;"
        + "\r\n use emu connect * ;");
    assertEquals("san", via(rules, Rule.Direction.CONNECT, "10.0.0.1", 1));
    assertEquals("tcp", via(rules, Rule.Direction.CONNECT, "10.0.0.2", 1));
    assertEquals("emu", via(rules, Rule.Direction.CONNECT, "8.8.8.8", 1));
    assertEquals("use san connect 10.0.0.1\nuse tcp connect 10.0.0.0/8\nuse emu connect *",
        rules.text());
    assertEquals(rules, parser.parse(rules.text()));
  }

  @Test
  void acceptsNoRuleAtAll() throws RuleSyntaxException {
    assertEquals(List.of(), parser.parse(" \n;; ").rules());
    assertNull(parser.parse("").match(Rule.Direction.CONNECT, Hosts.LOCAL, 1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "allow tcp connect *              | 0  | 'use'",
      "use                              | 3  | 'san', 'tcp' or the name of a provider",
      "use Tcp connect *                | 4  | a name of a-z0-9.-",
      "use tcp                          | 7  | 'connect' or 'listen'",
      "use tcp accept *                 | 8  | 'connect' or 'listen'",
      "use tcp connect                  | 15 | '*', an address, a prefix or a host name",
      "use tcp connect *x               | 16 | '*', an address, a prefix or a host name",
      "use tcp connect a/8              | 16 | '*', an address, a prefix or a host name",
      "use tcp connect * *              | 18 | ';' or the end of the line",
      "use tcp connect 10.0.0.0/33      | 25 | a prefix length of 0 to 32",
      "use tcp connect 10.0.0.0/        | 25 | a prefix length of 0 to 32",
      "use tcp connect ::/129           | 19 | a prefix length of 0 to 128",
      "use tcp connect 10.0.0           | 22 | a number of 0 to 255, four of them in an address",
      "use tcp connect 10.0.256.1       | 21 | a number of 0 to 255, four of them in an address",
      "use tcp connect 1.2.3.4.5        | 22 | a number of 0 to 255, four of them in an address",
      "use tcp connect 1.2.3.4:         | 24 | a port of 1 to 65535",
      "use tcp connect 1.2.3.4:0        | 24 | a port of 1 to 65535",
      "use tcp connect 1.2.3.4:65536    | 24 | a port of 1 to 65535",
      "use tcp connect 1.2.3.4:9-8      | 26 | a port of at least 9",
      "use tcp connect [::1             | 20 | ']'",
      "use tcp connect [::1]80          | 21 | ':' and a port, or the end of the rule",
      "use tcp connect [1.2.3.4]:80     | 17 | an IPv6 address without a zone",
      "use tcp connect fe80::1%eth0     | 16 | an IPv6 address without a zone",
      "use tcp connect 1:2:3            | 16 | an IPv6 address without a zone",
      "use tcp connect no.example       | 16 | a host name that can be resolved",
      "use san connect *; use no        | 25 | 'connect' or 'listen'"})
  void tellsPositionAndExpectedToken(String text, int position, String expected) {
    RuleSyntaxException e =
        assertThrows(RuleSyntaxException.class, () -> parser.parse(text));
    assertEquals(expected, e.expected());
    assertEquals(position, e.position());
    assertTrue(String.valueOf(e.getMessage()).contains("position " + position));
  }

  @Test
  void refusesTextThatIsTooLongAndTooManyHostNames() {
    RuleSyntaxException length =
        assertThrows(RuleSyntaxException.class, () -> parser.parse(" ".repeat(65_537)));
    assertEquals(65_536, length.position());
    RuleSyntaxException names = assertThrows(RuleSyntaxException.class,
        () -> parser.parse("use tcp connect db.example\n".repeat(65)));
    assertTrue(names.expected().contains("64"));
  }

  @Test
  void throwsNothingButRuleSyntaxExceptionOnRandomText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] words = {"use", "san", "tcp", "connect", "listen", "*", ":", "-", "/", "[", "]", ";",
        "\n", " ", " ", "10.0.0.1", "::1", "fe80::", "65535", "0", "99999999999", "db.example",
        "\u0000", "\ud800", "%", "é", "..", "a"};
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "use tcp connect " : "");
      int length = random.nextInt(12);
      for (int j = 0; j < length; j++) {
        text.append(words[random.nextInt(words.length)]);
      }
      try {
        assertNotNull(parser.parse(text.toString()));
        parsed++;
      } catch (RuleSyntaxException e) {
        assertTrue(e.position() >= 0 && e.position() <= text.length(), "seed " + seed);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", text '" + text + "'", e);
      }
    }
    assertTrue(parsed > 0, "seed " + seed);
  }
}
