package org.sanswitch.itests;

import static org.junit.Assert.assertEquals;

import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.sanswitch.hal.SanAdapter;
import org.sanswitch.itests.adapter.MemoryAdapter;

/** Sockets over an adapter that is written in this module, so that nothing depends on emu's. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AdapterSocketsIT extends SocketSuite {

  private static final String NAME = "memory";
  private static final int INJECT_SIZE = 4096;

  @Inject private BundleContext context;

  private MemoryAdapter adapter;
  private ServiceRegistration<SanAdapter> registration;

  @Configuration
  public Option[] config() {
    return ItConfig.without("provider.emu", "provider.verbs");
  }

  /** {@return up to how many bytes the adapter copies at once} */
  protected int injectSize() {
    return INJECT_SIZE;
  }

  @Before
  public void registerAdapter() throws Exception {
    adapter = new MemoryAdapter(NAME, injectSize());
    registration = context.registerService(SanAdapter.class, adapter, null);
    Providers.awaitRunning(sanSwitch, NAME);
  }

  /** CLO-8, INI-7: whatever a test has left open, the adapter holds nothing in the end. */
  @After
  public void nothingIsLeftInTheAdapter() throws Exception {
    registration.unregister();
    Providers.awaitGone(sanSwitch, NAME);
    assertEquals("listeners and queue pairs that are left", 0, adapter.held());
  }

  @Override
  protected String route() {
    return NAME + " SAN";
  }
}
