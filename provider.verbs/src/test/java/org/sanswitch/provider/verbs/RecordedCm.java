package org.sanswitch.provider.verbs;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** librdmacm that tells the events that a test says, in structures as the library makes them. */
final class RecordedCm implements CmLibrary {

  private static final int ID_BYTES = 416;
  private static final int DATA_BYTES = 256;

  final RecordedVerbs verbs;
  final Native memory = new Native();
  final long context;
  /** Errors that the next calls of a function give, more than 0. */
  final Map<String, Integer> errors = new HashMap<>();
  /** Identifiers, the oldest first. */
  final Set<Long> ids = new LinkedHashSet<>();
  final List<String> calls = new ArrayList<>();
  /** What was said to peers that were rejected, in order. */
  final List<byte[]> rejections = new ArrayList<>();
  private final Deque<Long> events = new ArrayDeque<>();
  private long channel;
  private int unacknowledged;

  RecordedCm(RecordedVerbs verbs) {
    this.verbs = verbs;
    this.context = verbs.newLibrarysContext();
  }

  private void mustBeThere(long id) {
    if (!ids.contains(id)) {
      throw new AssertionError("an identifier that is not there is used");
    }
  }

  private int called(String function) {
    calls.add(function);
    Integer error = errors.get(function);
    return error == null ? 0 : -error;
  }

  /** {@return the identifier that was made last} */
  long lastId() {
    return List.copyOf(ids).getLast();
  }

  /** The manager tells an event. */
  void event(int type, long id, long listener, int status, byte[] data) {
    long event = memory.make(VerbsLayout.EVENT_BYTES + DATA_BYTES);
    long at = event + VerbsLayout.EVENT_BYTES;
    for (int i = 0; i < data.length; i++) {
      Raw.putByte(at + i, data[i]);
    }
    Raw.putLong(event + VerbsLayout.EVENT_ID, id);
    Raw.putLong(event + VerbsLayout.EVENT_LISTEN_ID, listener);
    Raw.putInt(event + VerbsLayout.EVENT_TYPE, type);
    Raw.putInt(event + VerbsLayout.EVENT_STATUS, status);
    Raw.putLong(event + VerbsLayout.EVENT_DATA, data.length == 0 ? 0 : at);
    Raw.putByte(event + VerbsLayout.EVENT_DATA_LENGTH, data.length);
    Raw.putByte(event + VerbsLayout.EVENT_RESPONDER, 4);
    Raw.putByte(event + VerbsLayout.EVENT_INITIATOR, 4);
    events.add(event);
    Libc.signal(Raw.getInt(channel + VerbsLayout.CM_CHANNEL_FD));
  }

  /** {@return a new identifier, as a request brings it} */
  long request(long listener, InetSocketAddress to, InetSocketAddress from, byte[] data) {
    long id = newId();
    Raw.putLong(id + VerbsLayout.ID_VERBS, context);
    address(id + VerbsLayout.ID_SOURCE, to);
    address(id + VerbsLayout.ID_DESTINATION, from);
    event(4, id, listener, 0, data);
    return id;
  }

  static void address(long at, InetSocketAddress address) {
    Raw.putByte(at, 2);
    Raw.putByte(at + 2, address.getPort() >> 8);
    Raw.putByte(at + 3, address.getPort());
    byte[] bytes = address.getAddress().getAddress();
    for (int i = 0; i < bytes.length; i++) {
      Raw.putByte(at + 4 + i, bytes[i]);
    }
  }

  private long newId() {
    long id = memory.make(ID_BYTES);
    Raw.putLong(id + VerbsLayout.ID_CHANNEL, channel);
    Raw.putInt(id + VerbsLayout.ID_PORT_SPACE, VerbsLayout.PORT_SPACE_TCP);
    ids.add(id);
    return id;
  }

  @Override
  public long createEventChannel() {
    int error = called("createEventChannel");
    if (error < 0) {
      return error;
    }
    channel = memory.make(4);
    Raw.putInt(channel + VerbsLayout.CM_CHANNEL_FD, Libc.eventDescriptor());
    return channel;
  }

  @Override
  public void destroyEventChannel(long asked) {
    if (!ids.isEmpty()) {
      throw new AssertionError(ids.size() + " identifiers are left");
    }
    Libc.close(Raw.getInt(asked + VerbsLayout.CM_CHANNEL_FD));
    memory.free(asked);
  }

  @Override
  public long createId(long asked) {
    if (!memory.has(asked)) {
      throw new AssertionError("an identifier on a channel that is not there");
    }
    int error = called("createId");
    return error < 0 ? error : newId();
  }

  @Override
  public int destroyId(long id) {
    if (unacknowledged > 0) {
      throw new AssertionError("the library would wait for ever: an event is not acknowledged");
    }
    if (Raw.getLong(id + VerbsLayout.ID_QP) != 0) {
      throw new AssertionError("an identifier is destroyed before its queue pair");
    }
    calls.add("destroyId");
    ids.remove(id);
    memory.free(id);
    return 0;
  }

  @Override
  public int bindAddress(long id, long address) {
    mustBeThere(id);
    int error = called("bindAddress");
    if (error == 0) {
      Raw.putLong(id + VerbsLayout.ID_VERBS, context);
    }
    return error;
  }

  @Override
  public int listen(long id, int backlog) {
    mustBeThere(id);
    return called("listen");
  }

  @Override
  public int resolveAddress(long id, long source, long destination, int millis) {
    Raw.putLong(id + VerbsLayout.ID_VERBS, context);
    return called("resolveAddress");
  }

  @Override
  public int resolveRoute(long id, int millis) {
    return called("resolveRoute");
  }

  @Override
  public int setOption(long id, int level, int name, long value, int length) {
    return called("setOption");
  }

  @Override
  public int connect(long id, long parameters) {
    return called("connect");
  }

  @Override
  public int accept(long id, long parameters) {
    return called("accept");
  }

  @Override
  public int reject(long id, long data, int length) {
    mustBeThere(id);
    rejections.add(Raw.bytes(data, length));
    return called("reject");
  }

  @Override
  public int disconnect(long id) {
    return called("disconnect");
  }

  /** Identifiers whose peers have gone, of which the manager tells nothing. */
  final Set<Long> deserted = new LinkedHashSet<>();

  @Override
  public int initialAttributes(long id, long attributes, long mask) {
    mustBeThere(id);
    return deserted.contains(id) ? -Errno.EINVAL : 0;
  }

  @Override
  public long getEvent(long asked) {
    Long event = events.poll();
    if (event == null) {
      Libc.clear(Raw.getInt(asked + VerbsLayout.CM_CHANNEL_FD));
      return -Errno.EAGAIN;
    }
    unacknowledged++;
    return event;
  }

  @Override
  public void acknowledge(long event) {
    unacknowledged--;
    memory.free(event);
  }

  @Override
  public int createQueuePair(long id, long domain, long attributes) {
    int error = called("createQueuePair");
    if (error == 0) {
      Raw.putLong(id + VerbsLayout.ID_QP, verbs.newQueuePair(domain, attributes));
    }
    return error;
  }

  @Override
  public void destroyQueuePair(long id) {
    calls.add("destroyQueuePair");
    verbs.memory.free(Raw.getLong(id + VerbsLayout.ID_QP));
    Raw.putLong(id + VerbsLayout.ID_QP, 0);
  }

  @Override
  public long getContexts() {
    int error = called("getContexts");
    if (error < 0) {
      return error;
    }
    long list = memory.make(2 * Long.BYTES);
    Raw.putLong(list, context);
    return list;
  }

  @Override
  public void freeContexts(long contexts) {
    memory.free(contexts);
  }
}
