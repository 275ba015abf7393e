package org.sanswitch.tck.stage;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaError;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;
import org.sanswitch.spi.WspProcedureTable.AcceptedSocket;

/**
 * Records every downcall and judges what can be told at once: the handle of a new socket (SOC-2),
 * descriptors in use twice (DUP-5), how transfers start (CMP-1), how WSPCloseSocket answers (CLO-7).
 */
final class Downcalls {

  /** Functions that the kit wraps in turn. */
  private static final String EXTENSIONS = "org.sanswitch.spi.ExtensionFunction$";

  private final Trace trace;
  private final Findings findings;
  private final Upcalls upcalls;

  /** Which handle belongs to a descriptor that is not closed, or was closed last under that name. */
  private final Map<SocketDescriptor, Handle> handles = new ConcurrentHashMap<>();

  /** The innermost downcall that a thread is in. */
  private final Map<Thread, String> running = new ConcurrentHashMap<>();

  private final Rendering rendering = new Rendering(handles);

  Downcalls(Trace trace, Findings findings, Upcalls upcalls) {
    this.trace = trace;
    this.findings = findings;
    this.upcalls = upcalls;
  }

  /** {@return the same functions, recorded} */
  WspProcedureTable wrap(WspProcedureTable table) {
    return wrap(WspProcedureTable.class, table, Rendering::nameOf);
  }

  /** {@return the downcall that a thread is in, or null} */
  @Nullable
  String running(Thread thread) {
    return running.get(thread);
  }

  /** {@return the handle that was made for a descriptor, or null} */
  @Nullable
  Handle handleOf(SocketDescriptor descriptor) {
    return handles.get(descriptor);
  }

  private <T> T wrap(Class<T> type, T target, java.util.function.Function<Method, String> namer) {
    InvocationHandler handler =
        (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
            ? method.invoke(target, arguments)
            : call(target, method, namer.apply(method), arguments);
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
  }

  private @Nullable Object call(
      Object target, Method method, String name, Object @Nullable [] arguments) throws Throwable {
    String text = rendering.call(name, arguments);
    Thread thread = Thread.currentThread();
    before(name, arguments);
    String outer = running.put(thread, name);
    Object result = null;
    Throwable thrown = null;
    try {
      trace.add("down " + text);
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      thrown = e.getCause() == null ? e : e.getCause();
    } finally {
      if (outer == null) {
        running.remove(thread);
      } else {
        running.put(thread, outer);
      }
    }
    after(name, arguments, result, thrown);
    if (!method.getReturnType().equals(void.class) || thrown != null) {
      trace.add("     " + name + " = " + rendering.value(thrown == null ? result : thrown));
    }
    if (thrown != null) {
      throw thrown;
    }
    return name.equals("WSPGetExtensionFunction") && result != null && arguments != null
        ? wrapExtension(result, ((ExtensionFunction<?>) arguments[1]).name())
        : result;
  }

  private Object wrapExtension(Object function, String name) {
    for (Class<?> each : function.getClass().getInterfaces()) {
      if (each.getName().startsWith(EXTENSIONS)) {
        return wrapAs(each, function, name);
      }
    }
    return function;
  }

  private <T> T wrapAs(Class<T> type, Object function, String name) {
    return wrap(type, type.cast(function), method -> name);
  }

  private void before(String name, Object @Nullable [] arguments) {
    switch (name) {
      case "WSPSocket", "WSPAccept" -> upcalls.beginMaking();
      case "WSPCleanup" -> upcalls.beginCleanup();
      case "WSPCloseSocket" -> {
        Handle handle = arguments == null ? null : handles.get((SocketDescriptor) arguments[0]);
        if (handle != null) {
          handle.become(Handle.State.CLOSING);
        }
      }
      default -> {
        Operation operation = operationOf(name, arguments);
        if (operation != null) {
          // After WSPCloseSocket it must be refused; the last upcall, which may come now, owes it nothing.
          operation.setPosted(operation.handle().state() != Handle.State.CLOSING);
          operation.handle().add(operation);
        }
      }
    }
  }

  private void after(
      String name, Object @Nullable [] arguments, @Nullable Object result,
      @Nullable Throwable thrown) {
    switch (name) {
      case "WSPSocket" -> made(name, (SocketDescriptor) result);
      case "WSPAccept" -> made(name, result instanceof AcceptedSocket a ? a.socket() : null);
      case "WSPCleanup" -> upcalls.endCleanup();
      case "WSPCloseSocket" -> {
        if (thrown instanceof WsaException e && e.error() == WsaError.WSAEWOULDBLOCK) {
          findings.broken("CLO-7", "WSPCloseSocket answered WSAEWOULDBLOCK");
        }
      }
      default -> {
        Operation operation = operationOf(name, arguments);
        if (operation != null) {
          started(name, operation, result, thrown);
        }
      }
    }
  }

  /** The operation that a call starts; WSPGetOverlappedResult has one too, but starts nothing. */
  private static @Nullable Operation operationOf(String name, Object @Nullable [] arguments) {
    return arguments != null && arguments.length > 0 && !name.equals("WSPGetOverlappedResult")
        && arguments[arguments.length - 1] instanceof Overlapped overlapped
            ? (Operation) overlapped.context()
            : null;
  }

  private void started(
      String name, Operation operation, @Nullable Object result, @Nullable Throwable thrown) {
    if (result == WsaError.WSA_IO_PENDING) {
      return;
    }
    operation.setPosted(false);
    if (thrown != null) {
      findings.broken("CMP-1", name + " threw " + thrown);
    } else if (result == WsaError.NO_ERROR || result == WsaError.WSA_IO_INCOMPLETE
        || result == WsaError.WSAEWOULDBLOCK) {
      findings.broken("CMP-1", name + " answered " + result + ", not WSA_IO_PENDING");
    }
  }

  private void made(String name, @Nullable SocketDescriptor descriptor) {
    List<Handle> made = upcalls.endMaking();
    if (descriptor == null) {
      return;
    }
    if (made.size() != 1) {
      findings.broken("SOC-2", "WPUCreateSocketHandle was called " + made.size()
          + " times inside " + name);
    }
    if (!made.isEmpty()) {
      Handle before = handles.put(descriptor, made.getFirst());
      if (before != null && before.state() == Handle.State.OPEN) {
        findings.broken("DUP-5", "the descriptor of " + before
            + ", which was not closed, was given again to " + made.getFirst());
      }
      if (made.getFirst().isClosed()) {
        findings.broken("CLO-5", "WPUCloseSocketHandle for " + made.getFirst() + " inside " + name);
      }
      made.getFirst().become(Handle.State.OPEN);
    }
  }
}
