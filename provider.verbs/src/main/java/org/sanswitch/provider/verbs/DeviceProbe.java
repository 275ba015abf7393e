package org.sanswitch.provider.verbs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.sanswitch.api.RouteReason;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.memory.BufferVector;

/**
 * Opens a device by its name, checks that the library's structures are those that are known, and finds
 * out how far the device goes. What a connection will need is made once, so that what is missing is
 * told now, and not when a program connects.
 */
final class DeviceProbe {

  private static final int FIRST_PORT = 1;
  /** Room that a connection takes with the default settings of the switch, and more. */
  private static final long MEMORY = 1 << 20;
  private static final int PAGE = 4096;
  private static final int MAX_RDMA = 1 << 30;
  private static final int MAX_DEPTH = 16;
  private static final int SMALLEST_INLINE = 16;

  private final VerbsLibrary verbs;
  private final VerbsSettings settings;

  DeviceProbe(VerbsLibrary verbs, VerbsSettings settings) {
    this.verbs = verbs;
    this.settings = settings;
  }

  /**
   * Opens a device.
   *
   * @return its context, to be closed by the caller
   * @throws AdapterException NO_DEVICE, NO_LIBRARY, NO_PERMISSION with what to do about it
   */
  long open(String name) throws AdapterException {
    long list = verbs.getDevices();
    if (list < 0) {
      throw noDevices((int) -list);
    }
    try {
      for (long at = list; Raw.getLong(at) != 0; at += Long.BYTES) {
        long device = Raw.getLong(at);
        if (Raw.string(device + VerbsLayout.DEVICE_NAME, VerbsLayout.DEVICE_NAME_BYTES)
          .equals(name)) {
          return opened(device, name);
        }
      }
      throw new AdapterException(
          AdapterError.ADAPTER_FAILED, RouteReason.NO_LIBRARY,
          "libibverbs does not know the device " + name
              + "; install its driver (Debian: ibverbs-providers)");
    } finally {
      verbs.freeDevices(list);
    }
  }

  private static AdapterException noDevices(int errno) {
    return new AdapterException(
        AdapterError.ADAPTER_FAILED, RouteReason.NO_DEVICE,
        "the kernel gives no RDMA devices (error " + errno + "); load ib_uverbs and the driver");
  }

  private long opened(long device, String name) throws AdapterException {
    long context = verbs.openDevice(device);
    if (context < 0) {
      throw DeviceFile.failure(
          DeviceFile.of(name), (int) -context, "cannot open the device " + name);
    }
    try {
      LayoutCheck.context(context, device, name);
      return context;
    } catch (AdapterException e) {
      var _ = verbs.closeDevice(context);
      throw e;
    }
  }

  /**
   * {@return how far an open device goes}
   *
   * @throws AdapterException with the reason if it cannot be used, with what to do about it
   */
  Capabilities capabilities(long context) throws AdapterException {
    try (Arena arena = Arena.ofConfined()) {
      long device = arena.allocate(VerbsLayout.DEVICE_ATTR_BYTES, Long.BYTES).address();
      long port = arena.allocate(VerbsLayout.PORT_ATTR_BYTES, Long.BYTES).address();
      check(verbs.queryDevice(context, device), "cannot query the device");
      check(verbs.queryPort(context, FIRST_PORT, port), "cannot query port " + FIRST_PORT);
      LayoutCheck.attributes(device, port);
      return withMemory(context, device, port);
    }
  }

  private Capabilities withMemory(long context, long device, long port) throws AdapterException {
    long domain = made(verbs.allocateDomain(context), "cannot make a protection domain");
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(MEMORY, PAGE);
      int access = VerbsLayout.ACCESS_LOCAL_WRITE | VerbsLayout.ACCESS_REMOTE_WRITE;
      long region =
          made(
              verbs.register(domain, memory.address(), MEMORY, access),
              "cannot register " + MEMORY + " bytes");
      try {
        LayoutCheck.region(region, context, domain, memory.address(), MEMORY);
        return withQueue(context, domain, device, port);
      } finally {
        var _ = verbs.deregister(region);
      }
    } finally {
      var _ = verbs.freeDomain(domain);
    }
  }

  private Capabilities withQueue(long context, long domain, long device, long port)
      throws AdapterException {
    long channel = made(verbs.createCompletionChannel(context), "cannot make a channel");
    try {
      int entries = settings.sends() + settings.receives() + Signalling.MARKERS;
      int room = Math.min(entries, Raw.getInt(device + VerbsLayout.DEVICE_MAX_CQE));
      long queue =
          made(
              verbs.createCompletionQueue(context, room, channel, 0),
              "cannot make a completion queue of " + room + " entries");
      try {
        LayoutCheck.queue(queue, context, channel, room);
        return measured(context, domain, queue, device, port);
      } finally {
        var _ = verbs.destroyCompletionQueue(queue);
      }
    } finally {
      var _ = verbs.destroyCompletionChannel(channel);
    }
  }

  private Capabilities measured(long context, long domain, long queue, long device, long port)
      throws AdapterException {
    int most = Raw.getInt(device + VerbsLayout.DEVICE_MAX_QP_WR);
    int cqe = Raw.getInt(device + VerbsLayout.DEVICE_MAX_CQE) - Signalling.MARKERS;
    int depth = Math.min(most - Signalling.MARKERS, cqe / 2);
    if (depth < VerbsSettings.MIN_QUEUE / 2) {
      throw new AdapterException(
          AdapterError.NOT_SUPPORTED, RouteReason.PROVIDER_FAILED,
          "the device has queues of " + most + " requests and " + cqe + " completions only");
    }
    int sends = Math.min(settings.sends(), depth);
    int receives = Math.min(settings.receives(), depth);
    int pieces =
        Math.min(BufferVector.CAPACITY, Raw.getInt(device + VerbsLayout.DEVICE_MAX_SGE));
    int inline = inline(context, domain, queue, sends, receives, pieces);
    long message = Raw.getInt(port + VerbsLayout.PORT_MAX_MESSAGE) & 0xffff_ffffL;
    long region = Raw.getLong(device + VerbsLayout.DEVICE_MAX_MR_SIZE);
    long rdma = Math.min(message, region < 0 ? Long.MAX_VALUE : region);
    return new Capabilities(
        (int) Math.min(settings.maxMessageSize(), message),
        inline,
        sends,
        receives,
        (int) Math.min(MAX_RDMA, rdma),
        pieces,
        Math.clamp(Raw.getInt(device + VerbsLayout.DEVICE_MAX_RESPONDER), 1, MAX_DEPTH),
        Math.clamp(Raw.getInt(device + VerbsLayout.DEVICE_MAX_INITIATOR), 0, MAX_DEPTH));
  }

  /** No attribute tells it: a queue pair is made with less and less until the device makes it. */
  private int inline(
      long context, long domain, long queue, int sends, int receives, int pieces)
      throws AdapterException {
    int error = 0;
    for (int size = settings.inlineSize();; size = size / 2 < SMALLEST_INLINE ? 0 : size / 2) {
      try (Arena arena = Arena.ofConfined()) {
        long attributes =
            QueuePairAttributes
              .fill(arena, queue, sends, receives, pieces, size)
              .address();
        long queuePair = verbs.createBareQueuePair(domain, attributes);
        if (queuePair > 0) {
          try {
            LayoutCheck.queuePair(queuePair, context, domain, queue);
          } finally {
            var _ = verbs.destroyBareQueuePair(queuePair);
          }
          return size;
        }
        error = (int) -queuePair;
      }
      if (size == 0) {
        throw ErrorTables.ofResources(
            error, "cannot make a queue pair of " + sends + " sends and " + receives + " receives");
      }
    }
  }

  private static void check(int result, String what) throws AdapterException {
    if (result < 0) {
      throw ErrorTables.ofResources(-result, what);
    }
  }

  private static long made(long result, String what) throws AdapterException {
    if (result < 0) {
      throw ErrorTables.ofResources((int) -result, what);
    }
    return result;
  }
}
