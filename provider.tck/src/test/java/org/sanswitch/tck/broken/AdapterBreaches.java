package org.sanswitch.tck.broken;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.sanswitch.api.RouteReason;
import org.sanswitch.api.ServedAddress;
import org.sanswitch.hal.AdapterError;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterListener;
import org.sanswitch.hal.ConnectionRequest;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.memory.MemoryRegion;
import org.sanswitch.rules.Breaks;

/** Broken adapters: most of what they do wrong the hardware abstraction would hide from a switch. */
final class AdapterBreaches {

  private AdapterBreaches() {}

  /** {@return all of them} */
  static Stream<Class<?>> all() {
    return Stream.of(AdapterBreaches.class.getDeclaredClasses())
      .filter(type -> type.isAnnotationPresent(Breaks.class));
  }

  @Breaks("CMP-3")
  static final class TellsTwiceForOneArm extends AdapterForwarding {
    @Override
    public void completionsReady(QueuePair queuePair) {
      super.completionsReady(queuePair);
      super.completionsReady(queuePair);
    }
  }

  @Breaks("CMP-3")
  static final class CompletesTwice extends AdapterForwarding {
    @Override
    Pair pair(Object context) {
      return new Pair(context) {
        @Override
        public int poll(Sink sink, int max) {
          return super.poll((id, error, bytes) -> {
            sink.completed(id, error, bytes);
            sink.completed(id, error, bytes);
          }, max);
        }
      };
    }
  }

  @Breaks("CMP-2")
  static final class SleepsThroughAWake extends AdapterForwarding {
    @Override
    Pair pair(Object context) {
      return new Pair(context) {
        @Override
        public void wake() {
          // Whoever waits goes on waiting.
        }
      };
    }
  }

  @Breaks("CLO-2")
  static final class NeverTellsWhatWasFlushed extends AdapterForwarding {
    @Override
    Pair pair(Object context) {
      return new Pair(context) {
        @Override
        public int poll(Sink sink, int max) {
          return super.poll((id, error, bytes) -> {
            if (error != AdapterError.FLUSHED) {
              sink.completed(id, error, bytes);
            }
          }, max);
        }
      };
    }
  }

  @Breaks("CLO-3")
  static final class HasMemoryInUseWhileItCompletes extends AdapterForwarding {
    @Override
    Pair pair(Object context) {
      return new Pair(context) {

        /** Guard: volatile. The thread that is in the sink. */
        private volatile Thread inSink;

        @Override
        public int poll(Sink sink, int max) {
          return super.poll((id, error, bytes) -> {
            inSink = Thread.currentThread();
            sink.completed(id, error, bytes);
            inSink = null;
          }, max);
        }

        @Override
        public void deregister(MemoryRegion region) throws AdapterException {
          if (Thread.currentThread() == inSink) {
            throw new AdapterException(
                AdapterError.INVALID, RouteReason.PROVIDER_FAILED, "in use");
          }
          super.deregister(region);
        }
      };
    }
  }

  @Breaks("INI-3")
  static final class ServesAddressesWhenItIsClosed extends AdapterForwarding {
    @Override
    public List<ServedAddress> addresses() {
      return List.of(ServedAddress.host(InetAddress.getLoopbackAddress()));
    }
  }

  @Breaks("BLK-3")
  static final class NeverWithdrawsARequest extends AdapterForwarding {
    @Override
    public void requestWithdrawn(ConnectionRequest request) {
      // It waits on the listener for ever.
    }
  }

  @Breaks("LIS-2")
  static final class ReportsRequestsBeyondTheBacklog extends AdapterForwarding {
    @Override
    public AdapterListener listen(InetSocketAddress local, int backlog) throws AdapterException {
      return super.listen(local, backlog + 100);
    }
  }

  @Breaks("CON-3")
  static final class RefusesWhatItDidNotReach extends AdapterForwarding {
    @Override
    Pair pair(Object context) {
      return new Pair(context) {
        @Override
        public void connect(InetSocketAddress local, InetSocketAddress remote)
            throws AdapterException {
          try {
            super.connect(local, remote);
          } catch (AdapterException e) {
            throw e.error() == AdapterError.NOT_REACHED
                ? new AdapterException(AdapterError.REFUSED, e.reason(), "nobody is there")
                : e;
          }
        }
      };
    }
  }
}
