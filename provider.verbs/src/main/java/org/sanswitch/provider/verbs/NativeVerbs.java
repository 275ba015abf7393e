package org.sanswitch.provider.verbs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * The functions of libibverbs. Pointers are passed as numbers, which the calling conventions of both
 * processors pass alike. Those of the data path are inline functions of a header in C, which call
 * through the context of the device; so does this.
 */
final class NativeVerbs implements VerbsLibrary {

  /** What the library must have. */
  static final List<String> FUNCTIONS =
      List.of(
          "ibv_get_device_list",
          "ibv_free_device_list",
          "ibv_open_device",
          "ibv_close_device",
          "ibv_query_device",
          "ibv_query_port",
          "ibv_alloc_pd",
          "ibv_dealloc_pd",
          "ibv_reg_mr",
          "ibv_dereg_mr",
          "ibv_create_comp_channel",
          "ibv_destroy_comp_channel",
          "ibv_create_cq",
          "ibv_destroy_cq",
          "ibv_get_cq_event",
          "ibv_ack_cq_events",
          "ibv_create_qp",
          "ibv_destroy_qp",
          "ibv_modify_qp",
          "ibv_get_async_event",
          "ibv_ack_async_event");

  /** For {@code int poll_cq(cq, max, completions)}, by its address. */
  private static final MethodHandle POLL_CQ =
      Linking.byAddress(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG));

  /** For {@code int req_notify_cq(cq, solicited)}, by its address. */
  private static final MethodHandle REQUEST_NOTIFY =
      Linking.byAddress(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));

  /** For {@code int post_send(qp, request, bad)} and post_recv, by their addresses. */
  private static final MethodHandle POST =
      Linking.byAddress(FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));

  /** Where the library says which request was bad: always the only one. */
  private final MemorySegment bad = Arena.global().allocate(Long.BYTES, Long.BYTES);

  private final MethodHandle getDeviceList;
  private final MethodHandle freeDeviceList;
  private final MethodHandle openDevice;
  private final MethodHandle closeDevice;
  private final MethodHandle queryDevice;
  private final MethodHandle queryPort;
  private final MethodHandle allocPd;
  private final MethodHandle deallocPd;
  private final MethodHandle regMr;
  private final MethodHandle deregMr;
  private final MethodHandle createCompChannel;
  private final MethodHandle destroyCompChannel;
  private final MethodHandle createCq;
  private final MethodHandle destroyCq;
  private final MethodHandle getCqEvent;
  private final MethodHandle ackCqEvents;
  private final MethodHandle createQp;
  private final MethodHandle destroyQp;
  private final MethodHandle modifyQp;
  private final MethodHandle getAsyncEvent;
  private final MethodHandle ackAsyncEvent;

  /**
   * Links all functions.
   *
   * @param library libibverbs
   */
  NativeVerbs(SymbolLookup library) {
    this.getDeviceList =
        Linking.bind(library, "ibv_get_device_list", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    this.freeDeviceList =
        Linking.bind(library, "ibv_free_device_list", FunctionDescriptor.ofVoid(JAVA_LONG));
    this.openDevice =
        Linking.bind(library, "ibv_open_device", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    this.closeDevice =
        Linking.bind(library, "ibv_close_device", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.queryDevice = Linking.bind(library, "ibv_query_device",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.queryPort = Linking.bind(library, "ibv_query_port",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_BYTE, JAVA_LONG));
    this.allocPd =
        Linking.bind(library, "ibv_alloc_pd", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    this.deallocPd =
        Linking.bind(library, "ibv_dealloc_pd", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.regMr = Linking.bind(library, "ibv_reg_mr",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.deregMr =
        Linking.bind(library, "ibv_dereg_mr", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.createCompChannel = Linking.bind(library, "ibv_create_comp_channel",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    this.destroyCompChannel = Linking.bind(library, "ibv_destroy_comp_channel",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.createCq = Linking.bind(library, "ibv_create_cq",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.destroyCq =
        Linking.bind(library, "ibv_destroy_cq", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.getCqEvent = Linking.bind(library, "ibv_get_cq_event",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    this.ackCqEvents =
        Linking.bind(library, "ibv_ack_cq_events", FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT));
    this.createQp = Linking.bind(library, "ibv_create_qp",
        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG));
    this.destroyQp =
        Linking.bind(library, "ibv_destroy_qp", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.modifyQp = Linking.bind(library, "ibv_modify_qp",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.getAsyncEvent = Linking.bind(library, "ibv_get_async_event",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.ackAsyncEvent =
        Linking.bind(library, "ibv_ack_async_event", FunctionDescriptor.ofVoid(JAVA_LONG));
  }

  @Override
  public long getDevices() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state, (long) getDeviceList.invokeExact(state, 0L));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void freeDevices(long devices) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      freeDeviceList.invokeExact(state, devices);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long openDevice(long device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state, (long) openDevice.invokeExact(state, device));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int closeDevice(long context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) closeDevice.invokeExact(state, context));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int queryDevice(long context, long attributes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) queryDevice.invokeExact(state, context, attributes));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int queryPort(long context, int port, long attributes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state,
          (int) queryPort.invokeExact(state, context, (byte) port, attributes));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long allocateDomain(long context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state, (long) allocPd.invokeExact(state, context));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int freeDomain(long domain) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) deallocPd.invokeExact(state, domain));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long register(long domain, long address, long length, int access) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state,
          (long) regMr.invokeExact(state, domain, address, length, access));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int deregister(long region) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) deregMr.invokeExact(state, region));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long createCompletionChannel(long context) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      long channel = Linking.pointer(state, (long) createCompChannel.invokeExact(state, context));
      if (channel > 0) {
        int error = Libc.unblock(Raw.getInt(channel + VerbsLayout.CHANNEL_FD));
        if (error < 0) {
          var _ = destroyCompletionChannel(channel);
          return error;
        }
      }
      return channel;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int destroyCompletionChannel(long channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) destroyCompChannel.invokeExact(state, channel));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long createCompletionQueue(long context, int entries, long channel, int vector) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state,
          (long) createCq.invokeExact(state, context, entries, 0L, channel, vector));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int destroyCompletionQueue(long queue) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) destroyCq.invokeExact(state, queue));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int getCompletionEvent(long channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      long queue = arena.allocate(2L * Long.BYTES, Long.BYTES).address();
      return Linking.status(
          state, (int) getCqEvent.invokeExact(state, channel, queue, queue + Long.BYTES));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void acknowledgeCompletionEvents(long queue, int count) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      ackCqEvents.invokeExact(state, queue, count);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long createBareQueuePair(long domain, long attributes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state, (long) createQp.invokeExact(state, domain, attributes));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int destroyBareQueuePair(long queuePair) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) destroyQp.invokeExact(state, queuePair));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int modifyQueuePair(long queuePair, long attributes, int mask) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) modifyQp.invokeExact(state, queuePair, attributes, mask));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int getAsyncEvent(long context, long event) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) getAsyncEvent.invokeExact(state, context, event));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void acknowledgeAsyncEvent(long event) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      ackAsyncEvent.invokeExact(state, event);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int poll(long queue, int max, long completions) {
    try {
      return (int) POLL_CQ.invokeExact(
          function(queue, VerbsLayout.CQ_CONTEXT, VerbsLayout.CONTEXT_POLL_CQ), queue, max,
          completions);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int requestNotification(long queue) {
    try {
      return -(int) REQUEST_NOTIFY.invokeExact(
          function(queue, VerbsLayout.CQ_CONTEXT, VerbsLayout.CONTEXT_REQUEST_NOTIFY), queue, 0);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int postSend(long queuePair, long request) {
    return post(queuePair, request, VerbsLayout.CONTEXT_POST_SEND);
  }

  @Override
  public int postReceive(long queuePair, long request) {
    return post(queuePair, request, VerbsLayout.CONTEXT_POST_RECEIVE);
  }

  private int post(long queuePair, long request, int offset) {
    try {
      int error =
          (int) POST.invokeExact(
              function(queuePair, VerbsLayout.QP_CONTEXT, offset), queuePair, request,
              bad.address());
      return error == 0 ? 0 : -Math.abs(error);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static MemorySegment function(long object, int context, int offset) {
    return MemorySegment.ofAddress(Raw.getLong(Raw.getLong(object + context) + offset));
  }
}
