package org.sanswitch.itests;

import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Sockets over emulated hardware, both ends in this JVM. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class EmuSocketsIT extends SocketSuite {

  @Configuration
  public Option[] config() {
    return ItConfig.everything();
  }

  @Before
  public void awaitProvider() throws Exception {
    Providers.awaitRunning(sanSwitch, Providers.EMU);
  }

  @Override
  protected String route() {
    return Providers.EMU + " SAN";
  }
}
