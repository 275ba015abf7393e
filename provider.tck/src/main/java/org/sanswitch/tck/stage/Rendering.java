package org.sanswitch.tck.stage;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sanswitch.memory.BufferVector;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.spi.ExtensionFunction;
import org.sanswitch.spi.Overlapped;
import org.sanswitch.spi.SocketDescriptor;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable.AcceptedSocket;

/** How calls and their results look in the trace. */
final class Rendering {

  private static final int PREFIX = 3;

  private final Map<SocketDescriptor, Handle> handles;

  Rendering(Map<SocketDescriptor, Handle> handles) {
    this.handles = handles;
  }

  /** {@return WSPSocket for wspSocket; names of other functions stay} */
  static String nameOf(Method method) {
    String name = method.getName();
    return name.startsWith("wsp")
        ? name.substring(0, PREFIX).toUpperCase(Locale.ROOT) + name.substring(PREFIX)
        : name;
  }

  String call(String name, Object @Nullable [] arguments) {
    return name + (arguments == null
        ? "()"
        : Arrays.stream(arguments).map(this::value).collect(Collectors.joining(", ", "(", ")")));
  }

  String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case AcceptedSocket accepted -> value(accepted.socket()) + " from " + accepted.remote();
      case SocketDescriptor socket -> socketName(socket);
      case Overlapped overlapped -> String.valueOf(overlapped.context());
      case BufferVector vector -> vector.totalLength() + " bytes";
      case MemorySegment memory -> "memory of " + memory.byteSize() + " bytes";
      case MemoryRegion region -> "region of " + region.segment().byteSize() + " bytes";
      case byte[] bytes -> "descriptor of " + bytes.length + " bytes";
      case ExtensionFunction<?> id -> id.name();
      case Object[] all -> Arrays.toString(all);
      case WsaException e -> String.valueOf(e.getMessage());
      default -> value.getClass().isSynthetic() || value.getClass().isHidden()
          ? "a function"
          : value.toString();
    };
  }

  private String socketName(SocketDescriptor socket) {
    Handle handle = handles.get(socket);
    return handle == null ? "unknown socket" : "socket of " + handle;
  }
}
