package org.sanswitch.impl.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One connection that applications wanted, with what became of it at both ends. */
final class Conversation {

  private final int port;
  private final SimulatedProcess connecting;
  private final Habits clientHabits;
  private final Habits serverHabits;
  private final Set<Excuse> excuses = EnumSet.noneOf(Excuse.class);
  private final List<StreamEnd> servers = new ArrayList<>();
  private final long[] handedOver = new long[2];
  private long moved;
  private StreamEnd client;
  private String otherwise = "";
  private boolean settled;

  /**
   * Plans a conversation.
   *
   * @param port local port of the end that connects
   * @param connecting its process
   */
  Conversation(int port, SimulatedProcess connecting, Habits clientHabits, Habits serverHabits) {
    this.port = port;
    this.connecting = connecting;
    this.clientHabits = clientHabits;
    this.serverHabits = serverHabits;
  }

  int port() {
    return port;
  }

  Habits clientHabits() {
    return clientHabits;
  }

  Habits serverHabits() {
    return serverHabits;
  }

  /** {@return the byte of the stream at a position} */
  byte content(boolean fromServer, long position) {
    long mixed = (position + 1) * 0x9E3779B97F4A7C15L + port * 31L + (fromServer ? 17 : 0);
    return (byte) (mixed >>> 40);
  }

  void excuse(Excuse excuse) {
    excuses.add(excuse);
  }

  Set<Excuse> excuses() {
    return excuses;
  }

  void handedOver(boolean fromServer, int bytes) {
    handedOver[fromServer ? 1 : 0] += bytes;
  }

  /** RDMA has moved bytes. */
  void moved(boolean fromServer, int bytes) {
    handedOver(fromServer, bytes);
    moved += bytes;
  }

  /** {@return number of bytes that RDMA has moved} */
  long moved() {
    return moved;
  }

  long handedOver(boolean fromServer) {
    return handedOver[fromServer ? 1 : 0];
  }

  /** The attempt has brought a stream. */
  void connected(StreamEnd end) {
    client = end;
    settled = true;
  }

  /** The attempt has brought none. */
  void notConnected(String how) {
    otherwise = how;
    settled = true;
  }

  void accepted(StreamEnd end) {
    servers.add(end);
  }

  StreamEnd client() {
    return client;
  }

  /** {@return the end that was accepted last: those before were attempts that were given up} */
  StreamEnd server() {
    return servers.isEmpty() ? null : servers.get(servers.size() - 1);
  }

  List<StreamEnd> servers() {
    return servers;
  }

  /** {@return how the attempt ended that brought no stream} */
  String otherwise() {
    return otherwise;
  }

  /** {@return the other end of a stream, or null} */
  StreamEnd peer(StreamEnd of) {
    return of == client ? server() : client;
  }

  /** {@return whether the applications at both ends have done with it} */
  boolean isOver() {
    return (settled || connecting.isDead()) && (client == null || client.isOver())
        && servers.stream().allMatch(StreamEnd::isOver);
  }
}
