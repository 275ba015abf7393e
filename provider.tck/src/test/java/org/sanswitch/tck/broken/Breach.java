package org.sanswitch.tck.broken;

import org.sanswitch.hal.SanAdapter;
import org.sanswitch.provider.example.ExampleAdapter;
import org.sanswitch.provider.hal.HalProvider;
import org.sanswitch.spi.ProtocolInfo;
import org.sanswitch.spi.SanServiceProvider;
import org.sanswitch.spi.UpcallTable;
import org.sanswitch.spi.WsaException;
import org.sanswitch.spi.WspProcedureTable;

/**
 * A provider that breaks one rule: the example adapter behind the hardware abstraction, which keeps
 * them all, with one thing changed on the way. Each subclass says which rule with {@code @Breaks}.
 */
abstract class Breach extends Forwarding implements SanServiceProvider {

  private final ExampleAdapter adapter;
  private final SanServiceProvider good;

  Breach() {
    adapter = new ExampleAdapter();
    good = HalProvider.of(wrap(adapter));
  }

  /** {@return the adapter as the hardware abstraction sees it} */
  SanAdapter wrap(ExampleAdapter example) {
    return example;
  }

  /** {@return the example adapter} */
  final ExampleAdapter adapter() {
    return adapter;
  }

  @Override
  public WspProcedureTable wspStartupEx(int version, ProtocolInfo tcpIp, UpcallTable upcalls)
      throws WsaException {
    upTo(upcalls);
    downTo(good.wspStartupEx(version, tcpIp, this));
    return this;
  }

  /** {@return how many resources are held now (CLO-8)} */
  long held() {
    return adapter.held();
  }
}
