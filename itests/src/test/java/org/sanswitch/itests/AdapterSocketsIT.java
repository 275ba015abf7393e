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
import org.sanswitch.provider.example.ExampleAdapter;

/** Sockets over the example adapter, so that nothing depends on what emu happens to do. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class AdapterSocketsIT extends SocketSuite {

  private static final int INJECT_SIZE = 4096;

  @Inject private BundleContext context;

  private ExampleBundle bundle;
  private ExampleAdapter adapter;

  @Configuration
  public Option[] config() {
    return ItConfig.withExample();
  }

  /** {@return up to how many bytes the adapter copies at once} */
  protected int injectSize() {
    return INJECT_SIZE;
  }

  @Before
  public void startAdapter() throws Exception {
    bundle = new ExampleBundle(context, sanSwitch);
    bundle.configure(injectSize());
    adapter = bundle.start();
    assertEquals(injectSize(), adapter.info().maxInjectSize());
  }

  /** CLO-8, INI-7: whatever a test has left open, the adapter holds nothing in the end. */
  @After
  public void nothingIsLeftInTheAdapter() throws Exception {
    bundle.stop();
    assertEquals("listeners and queue pairs that are left", 0, adapter.held());
  }

  @Override
  protected String route() {
    return ExampleBundle.ROUTE;
  }
}
