package org.sanswitch.itests.verbs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.sanswitch.itests.verbs.Talker.Connection;

/** One server, one listener: RDMA, shared memory and TCP/IP lead to it at the same time. */
public class RoutesOverVerbs {

  private static final int SIZE = 100_000;

  @ClassRule public static final TemporaryFolder FOLDER = new TemporaryFolder();

  /** Guard: the class's set-up writes it before the tests read it. */
  private static Talker server;
  /** Guard: as {@link #server}. */
  private static String port;

  @BeforeClass
  public static void startTheServer() throws Exception {
    server = Talker.start(directory(), "server");
    port = server.line();
  }

  @AfterClass
  public static void endTheServer() {
    if (server != null) {
      server.close();
    }
  }

  private static Path directory() {
    return FOLDER.getRoot().toPath();
  }

  private static Talker client(String... options) throws Exception {
    Talker client = Talker.start(directory(), "client", options);
    assertEquals("ready", client.line());
    return client;
  }

  private static String rule(String text) {
    return "-Dsanswitch.rules=" + text;
  }

  /** Both ends name the provider, and bytes go both ways. */
  private static Connection open(Talker client, String address, String provider)
      throws Exception {
    Connection connection = client.open(address, port, "echo");
    client.echo(connection, SIZE);
    assertIs(provider, client.providerOf(connection));
    assertIs(provider, server.providerOf(connection));
    return connection;
  }

  private static void assertIs(String provider, String found) {
    assertTrue("expected " + provider + ", found " + found, found.startsWith(provider));
  }

  @Test
  public void threeClientsReachOneServerByThreeRoutesEachWithItsReason() throws Exception {
    long plain = server.accepted("tcp", "PEER_HAS_NO_SWITCH");
    try (Talker client = client();
        Talker without = Talker.startWithoutAgent(directory(), "client")) {
      assertEquals("ready", without.line());
      Connection rdma = open(client, Guest.ADDRESS, Guest.PROVIDER);
      Connection shared = open(client, "127.0.0.1", "emu");
      Connection tcp = without.open(Guest.ADDRESS, port, "echo");
      without.echo(tcp, SIZE);
      client.echo(rdma, SIZE);
      client.echo(shared, SIZE);
      assertEquals(1, client.connected(Guest.PROVIDER, "SAN"));
      assertEquals(1, client.connected("emu", "SAN"));
      assertEquals(plain + 1, server.accepted("tcp", "PEER_HAS_NO_SWITCH"));
    }
  }

  @Test
  public void theDeviceIsReachedByIpv6AsWell() throws Exception {
    try (Talker client = client()) {
      open(client, Guest.ADDRESS_6, Guest.PROVIDER);
    }
  }

  @Test
  public void rulesForceAnyRoute() throws Exception {
    try (Talker client = client(
        rule("use emu connect " + Guest.ADDRESS + ";use tcp connect 127.0.0.1"))) {
      open(client, Guest.ADDRESS, "emu");
      open(client, "127.0.0.1", "tcp");
      assertEquals(1, client.connected("tcp", "RULE"));
    }
    try (Talker client = client(rule("use " + rdmaProvider() + " connect " + Guest.ADDRESS))) {
      open(client, Guest.ADDRESS, Guest.PROVIDER);
    }
  }

  /** The provider's full name, which may have the device in it. */
  private static String rdmaProvider() throws Exception {
    List<String> names = server.providers()
      .stream()
      .filter(line -> line.startsWith("name=" + Guest.PROVIDER))
      .map(line -> line.replaceAll("name=([^\t]*)\t.*", "$1"))
      .toList();
    assertEquals(names.toString(), 1, names.size());
    return names.getFirst();
  }
}
