package org.sanswitch.provider.verbs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** libibverbs with one device that does what a test says, with structures as the library makes them. */
final class RecordedVerbs implements VerbsLibrary {

  static final String DEVICE = "fake_0";
  private static final int CONTEXT_BYTES = 328;
  private static final int DEVICE_BYTES = 664;
  private static final int POINTER_TO_NOTHING = 4096;

  /** A request that was posted. */
  record Posted(long id, int opcode, int flags, int pieces, long remoteAddress, int key) {}

  final Native memory = new Native();
  final long device = memory.make(DEVICE_BYTES);
  /** Errors that the next calls of a function give, more than 0. */
  final Map<String, Integer> errors = new HashMap<>();
  final Deque<Posted> sends = new ArrayDeque<>();
  final Deque<Posted> receives = new ArrayDeque<>();
  final List<Integer> access = new ArrayList<>();
  final Deque<Integer> asyncEvents = new ArrayDeque<>();
  private final Map<Long, Deque<long[]>> completions = new HashMap<>();
  private final Map<Long, Long> channels = new HashMap<>();
  private final Map<Long, Integer> channelEvents = new HashMap<>();
  private final Map<Long, Boolean> wanted = new HashMap<>();
  int maxInline = 64;
  int requests = 4096;
  int domains;
  /** Active. */
  int portState = 4;
  /** The kernel has the device no more. */
  boolean unlisted;
  long lastOpened;
  private int keys;

  RecordedVerbs() {
    Native.string(device + VerbsLayout.DEVICE_NAME, DEVICE);
  }

  private int failure(String function) {
    Integer error = errors.get(function);
    return error == null ? 0 : -error;
  }

  /** {@return what a device has open besides its own structure} */
  int held() {
    return memory.count() - 1;
  }

  /** {@return whether the descriptors of a context stand for the device still} */
  static boolean hasOpen(long context) throws IOException {
    boolean found = false;
    for (int field : new int[]{VerbsLayout.CONTEXT_COMMAND_FD, VerbsLayout.CONTEXT_ASYNC_FD}) {
      Path fd = Path.of("/proc/self/fd/" + Raw.getInt(context + field));
      found |= Files.readSymbolicLink(fd).toString().contains("eventpoll");
    }
    return found;
  }

  /** {@return a context of librdmacm's own, of which nothing is read; see {@link #hasOpen}} */
  long newLibrarysContext() {
    long context = newContext();
    for (int field : new int[]{VerbsLayout.CONTEXT_COMMAND_FD, VerbsLayout.CONTEXT_ASYNC_FD}) {
      Libc.close(Raw.getInt(context + field));
      Raw.putInt(context + field, Libc.epoll());
    }
    return context;
  }

  long newContext() {
    long context = memory.make(CONTEXT_BYTES);
    Raw.putLong(context + VerbsLayout.CONTEXT_DEVICE, device);
    for (int each : new int[]{VerbsLayout.CONTEXT_POLL_CQ, VerbsLayout.CONTEXT_REQUEST_NOTIFY,
        VerbsLayout.CONTEXT_POST_SEND, VerbsLayout.CONTEXT_POST_RECEIVE}) {
      Raw.putLong(context + each, POINTER_TO_NOTHING);
    }
    Raw.putInt(context + VerbsLayout.CONTEXT_COMMAND_FD, Libc.eventDescriptor());
    Raw.putInt(context + VerbsLayout.CONTEXT_ASYNC_FD, Libc.eventDescriptor());
    Raw.putInt(context + VerbsLayout.CONTEXT_VECTORS, 1);
    return context;
  }

  void freeContext(long context) {
    Libc.close(Raw.getInt(context + VerbsLayout.CONTEXT_COMMAND_FD));
    Libc.close(Raw.getInt(context + VerbsLayout.CONTEXT_ASYNC_FD));
    memory.free(context);
  }

  /** The device tells something about itself. */
  void asyncEvent(long context, int type) {
    asyncEvents.add(type);
    Libc.signal(Raw.getInt(context + VerbsLayout.CONTEXT_ASYNC_FD));
  }

  /** The oldest request of a queue completes. */
  synchronized void complete(long queue, long id, int status, int length) {
    completions.get(queue).add(new long[]{id, status, length});
    if (wanted.getOrDefault(queue, false)) {
      wanted.put(queue, false);
      long channel = channels.get(queue);
      channelEvents.merge(channel, 1, Integer::sum);
      Libc.signal(Raw.getInt(channel + VerbsLayout.CHANNEL_FD));
    }
  }

  @Override
  public long getDevices() {
    int error = failure("getDevices");
    if (error < 0) {
      return error;
    }
    long list = memory.make(2 * Long.BYTES);
    Raw.putLong(list, unlisted ? 0 : device);
    return list;
  }

  @Override
  public void freeDevices(long devices) {
    memory.free(devices);
  }

  @Override
  public long openDevice(long asked) {
    int error = failure("openDevice");
    lastOpened = error < 0 ? error : newContext();
    return lastOpened;
  }

  @Override
  public int closeDevice(long context) {
    freeContext(context);
    return 0;
  }

  @Override
  public int queryDevice(long context, long attributes) {
    Raw.putLong(attributes + VerbsLayout.DEVICE_MAX_MR_SIZE, -1);
    Raw.putInt(attributes + VerbsLayout.DEVICE_MAX_QP_WR, requests);
    Raw.putInt(attributes + VerbsLayout.DEVICE_MAX_SGE, 32);
    Raw.putInt(attributes + VerbsLayout.DEVICE_MAX_CQE, 32_767);
    Raw.putInt(attributes + VerbsLayout.DEVICE_MAX_RESPONDER, 128);
    Raw.putInt(attributes + VerbsLayout.DEVICE_MAX_INITIATOR, 128);
    Raw.putByte(attributes + VerbsLayout.DEVICE_PORTS, 1);
    return failure("queryDevice");
  }

  @Override
  public int queryPort(long context, int port, long attributes) {
    Raw.putInt(attributes + VerbsLayout.PORT_STATE, portState);
    Raw.putInt(attributes + VerbsLayout.PORT_MAX_MESSAGE, 1 << 23);
    return failure("queryPort");
  }

  @Override
  public long allocateDomain(long context) {
    int error = failure("allocateDomain");
    if (error < 0) {
      return error;
    }
    domains++;
    long domain = memory.make(Long.BYTES);
    Raw.putLong(domain, context);
    return domain;
  }

  @Override
  public int freeDomain(long domain) {
    domains--;
    memory.free(domain);
    return 0;
  }

  @Override
  public long register(long domain, long address, long length, int flags) {
    int error = failure("register");
    if (error < 0) {
      return error;
    }
    access.add(flags);
    long region = memory.make(48);
    Raw.putLong(region + VerbsLayout.MR_CONTEXT, Raw.getLong(domain));
    Raw.putLong(region + VerbsLayout.MR_PD, domain);
    Raw.putLong(region + VerbsLayout.MR_ADDRESS, address);
    Raw.putLong(region + VerbsLayout.MR_LENGTH, length);
    Raw.putInt(region + VerbsLayout.MR_LKEY, ++keys);
    Raw.putInt(region + VerbsLayout.MR_RKEY, ++keys);
    return region;
  }

  @Override
  public int deregister(long region) {
    memory.free(region);
    return 0;
  }

  @Override
  public long createCompletionChannel(long context) {
    long channel = memory.make(16);
    Raw.putLong(channel + VerbsLayout.CHANNEL_CONTEXT, context);
    Raw.putInt(channel + VerbsLayout.CHANNEL_FD, Libc.eventDescriptor());
    return channel;
  }

  @Override
  public int destroyCompletionChannel(long channel) {
    Libc.close(Raw.getInt(channel + VerbsLayout.CHANNEL_FD));
    memory.free(channel);
    return 0;
  }

  @Override
  public synchronized long createCompletionQueue(
      long context, int entries, long channel, int vector) {
    long queue = memory.make(128);
    Raw.putLong(queue + VerbsLayout.CQ_CONTEXT, context);
    Raw.putLong(queue + VerbsLayout.CQ_CHANNEL, channel);
    Raw.putInt(queue + VerbsLayout.CQ_ENTRIES, entries);
    completions.put(queue, new ArrayDeque<>());
    channels.put(queue, channel);
    return queue;
  }

  @Override
  public synchronized int destroyCompletionQueue(long queue) {
    completions.remove(queue);
    memory.free(queue);
    return 0;
  }

  @Override
  public synchronized int getCompletionEvent(long channel) {
    int events = channelEvents.getOrDefault(channel, 0);
    if (events == 0) {
      Libc.clear(Raw.getInt(channel + VerbsLayout.CHANNEL_FD));
      return -Errno.EAGAIN;
    }
    channelEvents.put(channel, events - 1);
    return 0;
  }

  @Override
  public void acknowledgeCompletionEvents(long queue, int count) {
    if (!memory.has(queue)) {
      throw new AssertionError("events of a queue that is not there");
    }
  }

  @Override
  public long createBareQueuePair(long domain, long attributes) {
    return Raw.getInt(attributes + VerbsLayout.QP_INIT_INLINE) > maxInline
        ? -Errno.EINVAL
        : newQueuePair(domain, attributes);
  }

  long newQueuePair(long domain, long attributes) {
    int error = failure("createQueuePair");
    if (error < 0) {
      return error;
    }
    long queuePair = memory.make(160);
    long queue = Raw.getLong(attributes + VerbsLayout.QP_INIT_SEND_CQ);
    Raw.putLong(queuePair + VerbsLayout.QP_CONTEXT,
        Raw.getLong(queue + VerbsLayout.CQ_CONTEXT));
    Raw.putLong(queuePair + VerbsLayout.QP_PD, domain);
    Raw.putLong(queuePair + VerbsLayout.QP_SEND_CQ, queue);
    Raw.putLong(queuePair + VerbsLayout.QP_RECEIVE_CQ, queue);
    Raw.putInt(queuePair + VerbsLayout.QP_TYPE, VerbsLayout.QP_TYPE_RC);
    return queuePair;
  }

  @Override
  public int destroyBareQueuePair(long queuePair) {
    memory.free(queuePair);
    return 0;
  }

  @Override
  public int modifyQueuePair(long queuePair, long attributes, int mask) {
    return 0;
  }

  @Override
  public int getAsyncEvent(long context, long event) {
    Integer type = asyncEvents.poll();
    if (type == null) {
      Libc.clear(Raw.getInt(context + VerbsLayout.CONTEXT_ASYNC_FD));
      return -Errno.EAGAIN;
    }
    Raw.putInt(event + VerbsLayout.ASYNC_TYPE, type);
    return 0;
  }

  @Override
  public void acknowledgeAsyncEvent(long event) {}

  @Override
  public synchronized int poll(long queue, int max, long to) {
    Deque<long[]> waiting = completions.get(queue);
    int count = 0;
    while (count < max && !waiting.isEmpty()) {
      long at = to + (long) count++ * VerbsLayout.WC_BYTES;
      long[] next = waiting.remove();
      Raw.putLong(at + VerbsLayout.WC_ID, next[0]);
      Raw.putInt(at + VerbsLayout.WC_STATUS, (int) next[1]);
      Raw.putInt(at + VerbsLayout.WC_LENGTH, (int) next[2]);
    }
    return count;
  }

  @Override
  public synchronized int requestNotification(long queue) {
    wanted.put(queue, true);
    return 0;
  }

  @Override
  public int postSend(long queuePair, long request) {
    int error = failure("postSend");
    if (error == 0) {
      sends.add(posted(request, VerbsLayout.SEND_PIECES, VerbsLayout.SEND_PIECE_COUNT,
          Raw.getInt(request + VerbsLayout.SEND_OPCODE),
          Raw.getInt(request + VerbsLayout.SEND_FLAGS)));
    }
    return error;
  }

  private static Posted posted(long request, int pieces, int count, int opcode, int flags) {
    int number = Raw.getInt(request + count);
    long first = Raw.getLong(request + pieces);
    return new Posted(Raw.getLong(request), opcode, flags, number,
        Raw.getLong(request + (opcode < 0 ? 0 : VerbsLayout.SEND_REMOTE_ADDRESS)),
        number == 0 ? 0 : Raw.getInt(first + VerbsLayout.SGE_LKEY));
  }

  @Override
  public int postReceive(long queuePair, long request) {
    int error = failure("postReceive");
    if (error == 0) {
      receives.add(posted(request, VerbsLayout.RECEIVE_PIECES, VerbsLayout.RECEIVE_PIECE_COUNT,
          -1, 0));
    }
    return error;
  }
}
