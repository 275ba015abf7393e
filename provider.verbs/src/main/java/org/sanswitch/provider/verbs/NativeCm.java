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
 * The functions of librdmacm. Pointers are passed as numbers, which the calling conventions of both
 * processors pass alike.
 */
final class NativeCm implements CmLibrary {

  /** What the library must have. */
  static final List<String> FUNCTIONS =
      List.of(
          "rdma_create_event_channel",
          "rdma_destroy_event_channel",
          "rdma_create_id",
          "rdma_destroy_id",
          "rdma_bind_addr",
          "rdma_listen",
          "rdma_resolve_addr",
          "rdma_resolve_route",
          "rdma_set_option",
          "rdma_connect",
          "rdma_accept",
          "rdma_reject",
          "rdma_disconnect",
          "rdma_init_qp_attr",
          "rdma_get_cm_event",
          "rdma_ack_cm_event",
          "rdma_create_qp",
          "rdma_destroy_qp",
          "rdma_get_devices",
          "rdma_free_devices");

  private final MethodHandle createEventChannel;
  private final MethodHandle destroyEventChannel;
  private final MethodHandle createId;
  private final MethodHandle destroyId;
  private final MethodHandle bindAddr;
  private final MethodHandle listen;
  private final MethodHandle resolveAddr;
  private final MethodHandle resolveRoute;
  private final MethodHandle setOption;
  private final MethodHandle connect;
  private final MethodHandle accept;
  private final MethodHandle reject;
  private final MethodHandle disconnect;
  private final MethodHandle initQpAttr;
  private final MethodHandle getCmEvent;
  private final MethodHandle ackCmEvent;
  private final MethodHandle createQp;
  private final MethodHandle destroyQp;
  private final MethodHandle getDevices;
  private final MethodHandle freeDevices;

  /**
   * Links all functions.
   *
   * @param library librdmacm
   */
  NativeCm(SymbolLookup library) {
    this.createEventChannel =
        Linking.bind(library, "rdma_create_event_channel", FunctionDescriptor.of(JAVA_LONG));
    this.destroyEventChannel =
        Linking.bind(library, "rdma_destroy_event_channel", FunctionDescriptor.ofVoid(JAVA_LONG));
    this.createId = Linking.bind(library, "rdma_create_id",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.destroyId =
        Linking.bind(library, "rdma_destroy_id", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.bindAddr = Linking.bind(library, "rdma_bind_addr",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.listen =
        Linking.bind(library, "rdma_listen", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    this.resolveAddr = Linking.bind(library, "rdma_resolve_addr",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT));
    this.resolveRoute = Linking.bind(library, "rdma_resolve_route",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
    this.setOption = Linking.bind(library, "rdma_set_option",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.connect = Linking.bind(library, "rdma_connect",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.accept =
        Linking.bind(library, "rdma_accept", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.reject = Linking.bind(library, "rdma_reject",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_BYTE));
    this.disconnect =
        Linking.bind(library, "rdma_disconnect", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.initQpAttr =
        Linking.bind(library, "rdma_init_qp_attr",
            FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    this.getCmEvent = Linking.bind(library, "rdma_get_cm_event",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    this.ackCmEvent =
        Linking.bind(library, "rdma_ack_cm_event", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));
    this.createQp = Linking.bind(library, "rdma_create_qp",
        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    this.destroyQp = Linking.bind(library, "rdma_destroy_qp", FunctionDescriptor.ofVoid(JAVA_LONG));
    this.getDevices =
        Linking.bind(library, "rdma_get_devices", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
    this.freeDevices =
        Linking.bind(library, "rdma_free_devices", FunctionDescriptor.ofVoid(JAVA_LONG));
  }

  @Override
  public long createEventChannel() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      long channel = Linking.pointer(state, (long) createEventChannel.invokeExact(state));
      if (channel > 0) {
        int error = Libc.unblock(Raw.getInt(channel + VerbsLayout.CM_CHANNEL_FD));
        if (error < 0) {
          destroyEventChannel(channel);
          return error;
        }
      }
      return channel;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void destroyEventChannel(long channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      destroyEventChannel.invokeExact(state, channel);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long createId(long channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      long id = arena.allocate(Long.BYTES, Long.BYTES).address();
      int error =
          Linking.status(
              state,
              (int) createId.invokeExact(state, channel, id, 0L, VerbsLayout.PORT_SPACE_TCP));
      return error < 0 ? error : Raw.getLong(id);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int destroyId(long id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) destroyId.invokeExact(state, id));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int bindAddress(long id, long address) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) bindAddr.invokeExact(state, id, address));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int listen(long id, int backlog) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) listen.invokeExact(state, id, backlog));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int resolveAddress(long id, long source, long destination, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state,
          (int) resolveAddr.invokeExact(state, id, source, destination, millis));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int resolveRoute(long id, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) resolveRoute.invokeExact(state, id, millis));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int setOption(long id, int level, int name, long value, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state,
          (int) setOption.invokeExact(state, id, level, name, value, (long) length));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int connect(long id, long parameters) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) connect.invokeExact(state, id, parameters));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int accept(long id, long parameters) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) accept.invokeExact(state, id, parameters));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int reject(long id, long data, int length) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) reject.invokeExact(state, id, data, (byte) length));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int disconnect(long id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) disconnect.invokeExact(state, id));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int initialAttributes(long id, long attributes, long mask) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) initQpAttr.invokeExact(state, id, attributes, mask));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long getEvent(long channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      long event = arena.allocate(Long.BYTES, Long.BYTES).address();
      int error = Linking.status(state, (int) getCmEvent.invokeExact(state, channel, event));
      return error < 0 ? error : Raw.getLong(event);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void acknowledge(long event) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      var _ = (int) ackCmEvent.invokeExact(state, event);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public int createQueuePair(long id, long domain, long attributes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.status(state, (int) createQp.invokeExact(state, id, domain, attributes));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void destroyQueuePair(long id) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      destroyQp.invokeExact(state, id);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public long getContexts() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      return Linking.pointer(state, (long) getDevices.invokeExact(state, 0L));
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void freeContexts(long contexts) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = Libc.newState(arena);
      freeDevices.invokeExact(state, contexts);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

}
