package org.sanswitch.provider.emu.fault;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sanswitch.hal.AdapterException;
import org.sanswitch.hal.AdapterHandler;
import org.sanswitch.hal.AdapterInfo;
import org.sanswitch.hal.QueuePair;
import org.sanswitch.hal.SanAdapter;

/**
 * Hardware that fails as it is told to. A connection that no fault hits is that of the hardware
 * itself.
 */
public final class FaultyAdapter extends ForwardingAdapter {

  private final FaultPlan plan;
  private final Choosers choosers;
  private final Timers timers;
  /** Guard: volatile. Set by open. */
  private volatile @Nullable AdapterHandler handler;

  /**
   * Makes the adapter.
   *
   * @param hardware what works
   * @param plan what shall go wrong
   */
  public FaultyAdapter(SanAdapter hardware, FaultPlan plan) {
    super(hardware);
    this.plan = plan;
    this.choosers = new Choosers(plan);
    this.timers = new Timers(hardware::wakeup);
  }

  @Override
  public AdapterInfo info() {
    AdapterInfo info = hardware.info();
    return new AdapterInfo(
        info.name(),
        info.version(),
        info.maxMessageSize(),
        info.maxInjectSize(),
        info.maxSends(),
        info.maxReceives(),
        info.maxRdmaSize(),
        info.rdmaRead() && plan.rdmaRead(),
        info.rdmaThreshold());
  }

  @Override
  public void open(AdapterHandler handler) throws AdapterException {
    this.handler = handler;
    timers.clear();
    hardware.open(new FaultyHandler(handler, choosers));
  }

  @Override
  public QueuePair createQueuePair(Object context) throws AdapterException {
    ConnectionFaults faults = choosers.next();
    if (faults == null) {
      return hardware.createQueuePair(context);
    }
    FaultyQueuePair.Self self = new FaultyQueuePair.Self(context);
    QueuePair works = hardware.createQueuePair(self);
    AdapterHandler told = Objects.requireNonNull(handler, "hardware that is not open throws");
    FaultyQueuePair faulty =
        new FaultyQueuePair(works, self, faults, told, timers, hardware.info().maxSends());
    self.set(faulty);
    return faulty;
  }

  @Override
  public int processEvents(long maxWaitNanos) {
    return hardware.processEvents(timers.untilNext(maxWaitNanos)) + timers.run();
  }

  @Override
  public void close() {
    timers.clear();
    super.close();
  }
}
