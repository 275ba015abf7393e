package org.sanswitch.itests;

import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** Sockets over TCP/IP, where no provider is installed. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class TcpSocketsIT extends SocketSuite {

  @Configuration
  public Option[] config() {
    return ItConfig.without("provider.hal", "provider.emu", "provider.verbs");
  }

  @Override
  protected String route() {
    return "tcp NO_PROVIDER";
  }
}
